import type { ReviewView, VerdictValue } from '../core/index.ts';
import type { KnownApproval } from './approvals.ts';
import { standingOf } from './standing.ts';

/** The status bar's item for the active plan. */
export interface StatusText {
  readonly text: string;
  /** What a screen reader says: the text without icons. */
  readonly label: string;
  /** Plain lines; the reasons may quote the plan, so they are shown as text and never as Markdown. */
  readonly tooltip: readonly string[];
}

const icons: Readonly<Record<VerdictValue, string>> = {
  GO: '$(pass)',
  'CONDITIONAL GO': '$(warning)',
  'NO-GO': '$(error)',
};

const maxReasons = 10;

/** A status bar has little room, and a name may be anything that somebody has written. */
const maxSigned = 40;

/** What is known of the plan. */
export interface StatusFacts {
  readonly view: ReviewView | undefined;
  readonly approval: KnownApproval | undefined;
  readonly isRunning: boolean;
}

/** What to say of a plan, or undefined when there is nothing to say: no round has ended and none is running. */
export function statusText({ view, approval, isRunning }: StatusFacts): StatusText | undefined {
  const latest = view?.rounds.at(-1);
  if (isRunning) {
    const label = 'Plan Review: a round is running';
    return { text: '$(loading~spin) Reviewing', label, tooltip: [label] };
  }
  if (view === undefined || latest === undefined) {
    return undefined;
  }
  const { number, verdict: found, completedAt } = latest.round;
  const { verdict, reasons, signedBy, remarks } = standingOf(
    { latest: found.value, isRecorded: view.review.status === 'recorded', stale: view.stale },
    approval,
  );
  const stale = reasons.length === 0 ? '' : ' (stale)';
  const signed = signedBy === undefined ? '' : `, signed by ${signedBy}`;
  const shown = found.reasons.slice(0, maxReasons).map(({ text }) => `• ${text}`);
  const rest = found.reasons.length - shown.length;
  return {
    text: `${reasons.length === 0 ? icons[verdict] : '$(history)'} ${verdict}${stale}${short(signed)}`,
    label: [`Plan Review: ${verdict}${stale}, round ${number}${signed}`, ...reasons].join('. '),
    tooltip: [
      `${verdict} in round ${number}, ${completedAt.slice(0, 16).replace('T', ' ')} UTC${signed}`,
      ...reasons.map((reason) => `Stale: ${reason}`),
      ...remarks,
      ...shown,
      ...(rest > 0 ? [`and ${rest} more`] : []),
      'Click to show the review.',
    ],
  };
}

/** Icons in a name are none of ours: VS Code would draw them. */
function short(signed: string): string {
  const text = signed.replaceAll('$(', '$ (');
  return text.length <= maxSigned ? text : `${text.slice(0, maxSigned - 1).trimEnd()}…`;
}
