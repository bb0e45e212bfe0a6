import type { Command } from 'commander';
import type { Diagnosis } from '../../core/index.ts';
import { exitStatus, type CliContext } from '../context.ts';
import { currentFolder, openWorkspaces } from '../workspace.ts';

const signs: Record<Diagnosis['state'], string> = { ok: '✓', limited: '!', missing: '✗' };

/** `plan-review doctor`: what is there to work with, and what to do about what is not. */
export function addDoctor(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('doctor')
    .description('say which parts are there, and what to do about those that are not')
    .option('--json', 'print as JSON')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the current folder)')
    .action(async (options: { json?: boolean; root?: string }) => {
      const root = currentFolder(context, options.root);
      const parts = await openWorkspaces(context).folder(root).doctor();
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
