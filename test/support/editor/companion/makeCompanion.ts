import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/** An extension that brings a language model into the editor, as it would be packaged. */
const manifest = {
  name: 'companion',
  publisher: 'plan-review-tests',
  version: '1.0.0',
  engines: { vscode: '^1.104.0' },
  main: './extension.cjs',
  activationEvents: ['onStartupFinished'],
  contributes: {
    languageModelChatProviders: [{ vendor: 'companion', displayName: 'Companion' }],
    commands: [
      { command: 'companion.answerEverybody', title: 'Companion: Answer Everybody' },
      { command: 'companion.answerLead', title: 'Companion: Answer the Lead Alone' },
      { command: 'companion.answerNobody', title: 'Companion: Answer Nobody' },
    ],
  },
};

/** Writes the companion extension into `folder`, which need not exist. */
export async function makeCompanion(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [path.join(import.meta.dirname, 'extension.ts')],
    bundle: true,
    outfile: path.join(folder, 'extension.cjs'),
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
}
