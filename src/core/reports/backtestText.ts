import type { Backtest, PastCreation, PastFailure, PastPlan } from '../domain/backtestReport.ts';
import { counted } from './markdown.ts';
import { printable, type Paint } from './paint.ts';

const rule = '='.repeat(80);

/** What a backtest found, for a terminal. Without `paint`, nothing is coloured. */
export function backtestText(backtest: Backtest, paint: Paint = (_tone, text) => text): string {
  const { head, commits, plans, skipped } = backtest;
  const telling = plans.filter(({ fails, creates }) => fails.length > 0 || creates.length > 0);
  return [
    rule,
    paint(
      'strong',
      `Backtest: ${counted(plans.length, 'plan')}, ${counted(commits, 'commit')} up to ${short(head)}`,
    ),
    rule,
    ...telling.flatMap((plan) => ['', ...planLines(plan, paint)]),
    ...(skipped.length === 0 ? [] : ['', 'Left out:']),
    ...skipped.map(({ path, commit, reason }) => printable(`  – ${path} (${short(commit)}): ${reason}`)),
    '',
    rule,
    ...summaryLines(backtest),
    rule,
    '',
  ].join('\n');
}

function planLines(plan: PastPlan, paint: Paint): string[] {
  const { pass, fail, unverifiable } = plan.claims;
  const kept = plan.creates.filter(({ outcome }) => outcome !== 'not-kept').length;
  return [
    paint('strong', printable(`${plan.path} (${short(plan.commit)}, ${dayOf(plan.commit)})`)),
    `  ${pass} PASS, ${fail} FAIL, ${unverifiable} UNVERIFIABLE`,
    ...plan.fails.map((failure) => failureLine(failure, paint)),
    ...(plan.creates.length === 0 ? [] : [`  To be created: ${plan.creates.length}, of which ${kept} came`]),
    ...plan.creates.flatMap((creation) => creationLine(creation, paint)),
  ];
}

function failureLine({ kind, value, range, detail, outcome, arrival }: PastFailure, paint: Paint): string {
  const place = `${range.start.line}:${range.start.column}`;
  const later =
    arrival === undefined
      ? 'came true later'
      : `came later, as ${arrival.path} in ${short(arrival.commit)} on ${dayOf(arrival.commit)}`;
  return outcome === 'stood'
    ? `  ${paint('bad', '✗')} ${printable(`${place} ${kind} ${value}: ${detail}, and nothing since has made it true`)}`
    : `  ${paint('doubt', '!')} ${printable(`${place} ${kind} ${value}: ${detail}, but ${later}`)}`;
}

/** What came as planned is only counted. */
function creationLine({ value, range, outcome, arrival }: PastCreation, paint: Paint): string[] {
  const place = `${range.start.line}:${range.start.column}`;
  switch (outcome) {
    case 'kept':
      return [];
    case 'kept-elsewhere':
      return [`    ${printable(`${place} ${value} came as ${arrival?.path ?? 'another path'}`)}`];
    case 'not-kept':
      return [`    ${paint('doubt', '?')} ${printable(`${place} ${value} never came`)}`];
  }
}

function summaryLines({ summary }: Backtest): string[] {
  const { claims, fails, creates } = summary;
  const failed = fails.stood + fails.cameLater;
  const created = creates.kept + creates.keptElsewhere + creates.notKept;
  return [
    `Claims: ${claims.pass} PASS, ${claims.fail} FAIL, ${claims.unverifiable} UNVERIFIABLE`,
    `Failures: ${failed}, of which ${fails.stood} stood${share(fails.stood, failed)} and ${fails.cameLater} came true later`,
    `To be created: ${created}, of which ${creates.kept} came as named${share(creates.kept, created)}, ` +
      `${creates.keptElsewhere} elsewhere, ${creates.notKept} never`,
  ];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : ` (${Math.round((100 * part) / whole)} %)`;
}

function short({ hash }: { readonly hash: string }): string {
  return hash.slice(0, 10);
}

function dayOf({ time }: { readonly time: string }): string {
  return time.slice(0, 10);
}
