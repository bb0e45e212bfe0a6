import { Option, type Command } from 'commander';
import { isAtLeast, type CheckCatalogue, type ReviewMode, type Severity } from '../../core/index.ts';
import {
  checkFormats,
  checkOutput,
  consentHint,
  type CheckedTarget,
  type CheckFormat,
} from '../checkOutput.ts';
import { exitStatus, type CliContext } from '../context.ts';
import { failOnOption } from '../failOn.ts';
import { modeOption } from '../modes.ts';
import { report } from '../report.ts';
import { openWorkspaces, type Target } from '../workspace.ts';

interface CheckOptions {
  readonly format: CheckFormat;
  readonly json?: boolean;
  readonly mode: ReviewMode;
  readonly failOn: Severity | 'never';
  readonly root?: string;
}

/** `plan-review check <plan…>`: the checks alone, nothing stored but what may be thrown away. */
export function addCheck(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('check')
    .description('verify what plans claim; stores nothing')
    .argument('<plan...>', 'Markdown or HTML files, or ids such as PRP-30')
    .addOption(modeOption())
    .addOption(new Option('--format <format>', 'how to print').choices(checkFormats).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(failOnOption('major'))
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .showHelpAfterError(
      'Usage: plan-review check [--mode plan|execution] <plan...>\n(plan-review check --help says more)',
    )
    .action(async (plans: string[], options: CheckOptions) => {
      const started = performance.now();
      const workspaces = openWorkspaces(context);
      const named: Target[] = [];
      for (const plan of plans) {
        try {
          named.push(await workspaces.target(plan, options.root));
        } catch (error) {
          finish(report(context, error));
        }
      }
      const targets: CheckedTarget[] = [];
      const catalogues = new Map<string, CheckCatalogue>();
      for (const { planReview, path, shownAs } of named) {
        try {
          const { root } = planReview;
          const beside = named.filter((other) => other.planReview === planReview).map((other) => other.path);
          const check = await planReview.check({ path, mode: options.mode, signal: context.signal, beside });
          catalogues.set(root, catalogues.get(root) ?? (await planReview.catalogue()));
          targets.push({ check, shownAs, root });
        } catch (error) {
          finish(report(context, error));
        }
      }
      const elapsedMs = Math.round(performance.now() - started);
      const told = { targets, catalogues, mode: options.mode, elapsedMs };
      const format = options.json === true ? 'json' : options.format;
      context.out(checkOutput(context, format, told));
      const hint = consentHint(told);
      if (hint !== '') {
        // Where a program reads the output, a person may still read this.
        (format === 'text' ? context.out : context.err)(format === 'text' ? `\n${hint}` : hint);
      }
      if (isRefused(options.failOn, { targets, catalogues })) {
        finish(exitStatus.refused);
      }
    });
}

/** A check that cannot be run because its definition is wrong lets nothing pass either. */
function isRefused(
  failOn: Severity | 'never',
  told: {
    readonly targets: readonly CheckedTarget[];
    readonly catalogues: ReadonlyMap<string, CheckCatalogue>;
  },
): boolean {
  const severities = [
    ...told.targets.flatMap(({ check }) => check.findings),
    ...[...told.catalogues.values()].flatMap(({ problems }) => problems),
  ].map(({ severity }) => severity);
  return failOn !== 'never' && severities.some((severity) => isAtLeast(severity, failOn));
}
