import { relative, resolve, sep } from 'node:path';
import { Option, type Command } from 'commander';
import { backtestText, PlanReviewError, printable, type BacktestReport } from '../../core/index.ts';
import { version, type CliContext } from '../context.ts';
import { paintFor } from '../paint.ts';
import { currentFolder, openWorkspaces } from '../workspace.ts';

interface BacktestOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly root?: string;
}

/** `plan-review backtest [glob…]`: how the checks would have done on the plans of the repository's own past. */
export function addBacktest(program: Command, context: CliContext): void {
  program
    .command('backtest')
    .description("check the plans of the repository's history as of the commits that brought them")
    .argument('[glob...]', 'which plans, such as "docs/plans/**/*.md" (default: the plan folders)')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the current folder)')
    .addHelpText(
      'after',
      '\nTells which failures stood and which files that plans were to create came. Nothing is checked out or stored.',
    )
    .action(async (globs: string[], options: BacktestOptions) => {
      const started = performance.now();
      const root = currentFolder(context, options.root);
      const below = (glob: string): string => globBelow(root, resolve(context.cwd, glob), glob);
      const backtest = await openWorkspaces(context)
        .folder(root)
        .backtest({
          globs: globs.map(below),
          signal: context.signal,
          progress: { report: ({ text }) => showProgress(context, text) },
        });
      if (context.isTerminal) {
        context.err('\r\u{1b}[K');
      }
      if (options.json === true || options.format === 'json') {
        const report: BacktestReport = {
          schemaVersion: 1,
          tool: { name: 'plan-review', version },
          elapsedMs: Math.round(performance.now() - started),
          ...backtest,
        };
        context.out(`${JSON.stringify(report, null, 2)}\n`);
      } else {
        context.out(backtestText(backtest, paintFor(context)));
      }
    });
}

function globBelow(root: string, absolute: string, glob: string): string {
  const path = relative(root, absolute);
  if (path === '..' || path.startsWith(`..${sep}`)) {
    throw new PlanReviewError({
      code: 'plan-outside-root',
      message: `${glob} is outside ${root}.`,
      wayOut: 'Name plans inside that folder, or give --root the folder that holds them.',
    });
  }
  return path.split(sep).join('/');
}

/** One line that is written anew. */
function showProgress(context: CliContext, text: string): void {
  if (context.isTerminal) {
    context.err(`\r\u{1b}[K… ${printable(text).slice(0, 76)}`);
  }
}
