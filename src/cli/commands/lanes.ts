import { Option, type Command } from 'commander';
import { laneText, PlanReviewError } from '../../core/index.ts';
import { exitStatus, type CliContext } from '../context.ts';
import { openWorkspaces } from '../workspace.ts';

interface LanesOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly root?: string;
}

/** `plan-review lanes <plan…>`: who owns which files, what lanes share, and how to divide it. */
export function addLanes(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('lanes')
    .description('say which lane owns which files, what lanes share, and how to divide it')
    .argument(
      '<plan...>',
      'plans and packets, paths or ids; several are taken to be carried out side by side',
    )
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .addHelpText(
      'after',
      '\nEnds with 1 where lanes that go on side by side claim the same files, and otherwise with 0.',
    )
    .action(async (plans: string[], options: LanesOptions) => {
      const workspaces = openWorkspaces(context);
      const targets = await Promise.all(plans.map((plan) => workspaces.target(plan, options.root)));
      const [first] = targets;
      if (
        first === undefined ||
        targets.some(({ planReview }) => planReview.root !== first.planReview.root)
      ) {
        throw new PlanReviewError({
          code: 'plan-outside-root',
          message: 'The plans lie in several workspace folders.',
          wayOut: 'Name plans of one of them, or give --root one that holds all.',
        });
      }
      const report = await first.planReview.lanes({
        paths: [...new Set(targets.map(({ path }) => path))],
        signal: context.signal,
      });
      const isJson = options.json === true || options.format === 'json';
      context.out(isJson ? `${JSON.stringify(report, null, 2)}\n` : laneText(report));
      finish(report.overlaps.length > 0 ? exitStatus.refused : exitStatus.fine);
    });
}
