import { Option, type Command } from 'commander';
import {
  isAtLeast,
  reviewText,
  type ProgressEvent,
  type ReviewMode,
  type ReviewReport,
  type RoundView,
  type Severity,
} from '../../core/index.ts';
import { exitStatus, version, type CliContext } from '../context.ts';
import { invalidMode, modeOf } from '../modes.ts';
import { paintFor } from '../paint.ts';
import { openWorkspaces } from '../workspace.ts';
import { failOnOption } from '../failOn.ts';

interface ReviewOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly failOn: Severity | 'never' | 'verdict';
  readonly root?: string;
}

/** `plan-review review [plan|execution] <plan>`: a round, stored. */
export function addReview(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('review')
    .description('run a round of review on a plan and store it')
    .argument('<plan...>', 'the mode (plan or execution; plan where left out) and the plan, a path or an id')
    .usage('[options] [plan|execution] <plan>')
    .showHelpAfterError(
      'Usage: plan-review review [plan|execution] <plan>\n(plan-review review --help says more)',
    )
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(failOnOption('verdict'))
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .addHelpText(
      'after',
      '\nEnds with 0 on GO and with 1 on CONDITIONAL GO and NO-GO, unless --fail-on names a severity.',
    )
    .action(async (words: string[], options: ReviewOptions, command: Command) => {
      const { mode, plan } = modeAndPlan(words, (message) => command.error(`error: ${message}`));
      const started = performance.now();
      const { planReview, path, shownAs } = await openWorkspaces(context).target(plan, options.root);
      const view = await planReview.review({
        path,
        mode,
        signal: context.signal,
        progress: { report: (event) => showProgress(context, event) },
      });
      const elapsedMs = Math.round(performance.now() - started);
      if (options.json === true || options.format === 'json') {
        const { folder, round, findings, claims } = view;
        const report: ReviewReport = {
          schemaVersion: 1,
          tool: { name: 'plan-review', version },
          elapsedMs,
          folder,
          round,
          findings: [...findings],
          claims: [...claims],
        };
        context.out(`${JSON.stringify(report, null, 2)}\n`);
      } else {
        context.out(reviewText(view, { shownAs, paint: paintFor(context) }));
      }
      finish(statusOf(view, options.failOn));
    });
}

function modeAndPlan(
  words: readonly string[],
  refuse: (message: string) => never,
): { mode: ReviewMode; plan: string } {
  const [first = '', second, ...rest] = words;
  const mode = modeOf(first);
  if (rest.length > 0) {
    return refuse('Review one plan at a time: review [plan|execution] <plan>');
  }
  if (second === undefined) {
    if (mode !== undefined) {
      return refuse(`Target required for ${first} mode: review ${first} <plan>`);
    }
    return { mode: 'plan', plan: first };
  }
  if (mode === undefined) {
    return refuse(invalidMode(first));
  }
  return { mode, plan: second };
}

/** Without `--fail-on` the verdict decides: only GO is fine. */
function statusOf({ round, findings }: RoundView, failOn: ReviewOptions['failOn']): number {
  if (failOn === 'never') {
    return exitStatus.fine;
  }
  const isRefused =
    failOn === 'verdict'
      ? round.verdict.value !== 'GO'
      : findings.some(({ finding }) => isAtLeast(finding.severity, failOn));
  return isRefused ? exitStatus.refused : exitStatus.fine;
}

function showProgress(context: CliContext, event: ProgressEvent): void {
  if (context.isTerminal) {
    const name = event.type === 'reviewer' ? `${event.name}: ` : '';
    context.err(`… ${name}${event.text}\n`);
  }
}
