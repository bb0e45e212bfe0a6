import type { ReviewView, VerdictValue } from '../core/index.ts';

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

/** What to say of a plan, or undefined when there is nothing to say: no round has ended and none is running. */
export function statusText(view: ReviewView | undefined, isRunning: boolean): StatusText | undefined {
  const latest = view?.rounds.at(-1);
  if (isRunning) {
    const label = 'Plan Review: a round is running';
    return { text: '$(loading~spin) Reviewing', label, tooltip: [label] };
  }
  if (view === undefined || latest === undefined) {
    return undefined;
  }
  const { number, verdict, completedAt } = latest.round;
  const stale = view.stale === undefined ? '' : ' (stale)';
  const shown = verdict.reasons.slice(0, maxReasons).map(({ text }) => `• ${text}`);
  const rest = verdict.reasons.length - shown.length;
  return {
    text: `${icons[verdict.value]} ${verdict.value}${stale}`,
    label: `Plan Review: ${verdict.value}${stale}, round ${number}`,
    tooltip: [
      `${verdict.value} in round ${number}, ${completedAt.slice(0, 16).replace('T', ' ')} UTC`,
      ...(view.stale === undefined ? [] : [`Stale: ${view.stale}`]),
      ...shown,
      ...(rest > 0 ? [`and ${rest} more`] : []),
      'Click to show the review.',
    ],
  };
}
