import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import configuration from '../../.dependency-cruiser.ts';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** For each rule a file and something it must not import; the target is made when it is a file of the project. */
const planted: Readonly<Record<string, readonly [file: string, target: string]>> = {
  'base-imports-nothing': ['src/core/base/bad.ts', 'src/core/domain/target.ts'],
  'domain-is-pure': ['src/core/domain/bad.ts', 'src/core/ports/target.ts'],
  'ports-name-needs': ['src/core/ports/bad.ts', 'src/core/text/target.ts'],
  'text-is-pure': ['src/core/text/bad.ts', 'node:fs'],
  'analysis-is-pure': ['src/core/analysis/bad.ts', 'src/core/ports/target.ts'],
  'reports-are-pure': ['src/core/reports/bad.ts', 'src/core/text/target.ts'],
  'prompts-are-pure': ['src/core/prompts/bad.ts', 'src/core/ports/target.ts'],
  'checks-are-an-adapter': ['src/core/checks/bad.ts', 'src/core/store/target.ts'],
  'document-checks-are-an-adapter': ['src/core/documentChecks/bad.ts', 'src/core/system/target.ts'],
  'store-is-an-adapter': ['src/core/store/bad.ts', 'src/core/system/target.ts'],
  'system-is-an-adapter': ['src/core/system/bad.ts', 'src/core/store/target.ts'],
  'models-are-adapters': ['src/core/models/anthropic/bad.ts', 'src/core/store/target.ts'],
  'no-model-adapter-knows-another': [
    'src/core/models/claudeCli/bad.ts',
    'src/core/models/codexCli/target.ts',
  ],
  'pipeline-meets-no-adapter': ['src/core/pipeline/bad.ts', 'src/core/checks/target.ts'],
  'core-has-one-door': ['src/cli/bad.ts', 'src/core/domain/target.ts'],
  'core-is-headless': ['src/core/createPlanReview.ts', 'vscode'],
  'protocol-speaks-domain': ['src/protocol/bad.ts', 'src/core/text/target.ts'],
  'page-knows-the-protocol': ['webview-ui/bad.ts', 'src/core/domain/target.ts'],
  'extension-is-an-edge': ['src/extension/bad.ts', 'src/cli/target.ts'],
  'cli-is-an-edge': ['src/cli/edge.ts', 'src/extension/target.ts'],
  'no-cycles': ['src/core/domain/one.ts', 'src/core/domain/two.ts'],
};

const folder = mkdtempSync(join(tmpdir(), 'plan-review-layers-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** The specifier under which `file` imports `target`. */
function specifier(file: string, target: string): string {
  if (!target.endsWith('.ts')) {
    return target;
  }
  const up = dirname(file)
    .split('/')
    .map(() => '..');
  return `${up.join('/')}/${target}`;
}

/** The names of the rules that the planted files break. */
async function brokenRules(): Promise<Set<string>> {
  const result = await run(
    join(repository, 'node_modules/.bin/depcruise'),
    ['--config', join(repository, '.dependency-cruiser.ts'), '--output-type', 'json', 'src', 'webview-ui'],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  ).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(result.stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return new Set(summary.violations.map((violation) => violation.rule.name));
}

test('every rule has a bad import planted for it', () => {
  assert.deepEqual(
    Object.keys(planted).toSorted(),
    configuration.forbidden.map((rule) => rule.name).toSorted(),
  );
});

for (const kind of ['import', 'import type'] as const) {
  test(`every rule fires on its planted \`${kind}\``, async () => {
    rmSync(join(folder, 'src'), { recursive: true, force: true });
    rmSync(join(folder, 'webview-ui'), { recursive: true, force: true });
    symlinkSyncOnce();
    for (const [file, target] of Object.values(planted)) {
      if (target.endsWith('.ts')) {
        write(target, `export interface Target { readonly a: string }\nexport const target = 1;\n`);
      }
      const names = kind === 'import' ? 'target' : 'Target';
      write(
        file,
        `${kind} { ${names} } from '${specifier(file, target)}';\nexport type Bad = ${kind === 'import' ? 'typeof target' : 'Target'};\n`,
      );
    }
    write(
      'src/core/domain/two.ts',
      `${kind} { Bad } from './one.ts';\nexport const target = 1;\nexport type Target = Bad;\n`,
    );
    const broken = await brokenRules();
    assert.deepEqual(
      Object.keys(planted).filter((rule) => !broken.has(rule)),
      [],
    );
  });
}

test('a tree that keeps to the directions breaks no rule', async () => {
  rmSync(join(folder, 'src'), { recursive: true, force: true });
  rmSync(join(folder, 'webview-ui'), { recursive: true, force: true });
  write('src/core/domain/value.ts', `import { z } from 'zod';\nexport const value = z.string();\n`);
  write(
    'src/core/ports/port.ts',
    `import type { value } from '../domain/value.ts';\nexport type Port = typeof value;\n`,
  );
  write('src/core/index.ts', `export type { Port } from './ports/port.ts';\n`);
  write(
    'src/cli/main.ts',
    `import type { Port } from '../core/index.ts';\nimport process from 'node:process';\nexport const p: Port | undefined = undefined;\nprocess.exit();\n`,
  );
  write(
    'webview-ui/main.ts',
    `import type { Port } from '../src/protocol/messages.ts';\nexport type Page = Port;\n`,
  );
  write('src/protocol/messages.ts', `export type { value as Port } from '../core/domain/value.ts';\n`);
  assert.deepEqual([...(await brokenRules())], []);
});

/** The planted tree resolves packages as the project does. */
function symlinkSyncOnce(): void {
  try {
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'dir');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
}
