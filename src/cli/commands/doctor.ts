import type { Command } from 'commander';
import { resolve, join } from 'node:path';
import type { Diagnosis } from '../../core/index.ts';
import { exitStatus, type CliContext } from '../context.ts';
import { openFolder, workspaceRoot } from '../workspace.ts';

const signs: Record<Diagnosis['state'], string> = { ok: '✓', limited: '!', missing: '✗' };

/** `plan-review doctor`: what is there to work with, and what to do about what is not. */
export function addDoctor(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('doctor')
    .description('say which parts are there, and what to do about those that are not')
    .option('--json', 'print as JSON')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the current folder)')
    .action(async (options: { json?: boolean; root?: string }) => {
      const root =
        options.root === undefined
          ? workspaceRoot(join(context.cwd, 'plan.md'), context.cwd)
          : resolve(context.cwd, options.root);
      const parts = await openFolder(context, root).doctor();
      context.out(options.json === true ? `${JSON.stringify(parts, null, 2)}\n` : parts.map(line).join(''));
      if (parts.some((part) => part.state === 'missing')) {
        finish(exitStatus.refused);
      }
    });
}

function line(part: Diagnosis): string {
  const wayOut = part.wayOut === undefined ? '' : `    → ${part.wayOut}\n`;
  return `${signs[part.state]} ${part.part}: ${part.detail}\n${wayOut}`;
}
