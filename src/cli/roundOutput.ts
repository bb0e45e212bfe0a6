import { isAtLeast, reviewText, type ReviewReport, type RoundView, type Severity } from '../core/index.ts';
import { exitStatus, version, type CliContext } from './context.ts';
import { paintFor } from './paint.ts';

/** How a round is printed, and what makes it a refusal. */
export interface RoundOutput {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly failOn: Severity | 'never' | 'verdict';
}

/** Prints a finished round and tells the exit status. */
export function printRound(
  context: CliContext,
  view: RoundView,
  { options, shownAs, elapsedMs }: { options: RoundOutput; shownAs: string; elapsedMs: number },
): number {
  if (options.json === true || options.format === 'json') {
    const { folder, round, findings, claims, execution } = view;
    const report: ReviewReport = {
      schemaVersion: 1,
      tool: { name: 'plan-review', version },
      elapsedMs,
      folder,
      round,
      findings: [...findings],
      claims: [...claims],
      ...(execution === undefined ? {} : { execution }),
    };
    context.out(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    context.out(reviewText(view, { shownAs, paint: paintFor(context) }));
  }
  return statusOf(view, options.failOn);
}

/** Without `--fail-on` the verdict decides: only GO is fine. */
function statusOf({ round, openFindings }: RoundView, failOn: RoundOutput['failOn']): number {
  if (failOn === 'never') {
    return exitStatus.fine;
  }
  const isRefused =
    failOn === 'verdict'
      ? round.verdict.value !== 'GO'
      : openFindings.some(({ severity }) => isAtLeast(severity, failOn));
  return isRefused ? exitStatus.refused : exitStatus.fine;
}
