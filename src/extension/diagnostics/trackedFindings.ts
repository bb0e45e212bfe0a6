import type {
  CheckFinding,
  ReviewView,
  Range,
  Severity,
  TextChange,
  trackRange as coreTrackRange,
} from '../../core/index.ts';

/** How a range moves under an edit; core's `trackRange`, handed in because core is loaded late. */
export type TrackRange = typeof coreTrackRange;

/** A finding and where its words are in the text as it is now. */
export interface TrackedFinding {
  readonly id: string;
  /** The latest round that lists it, or undefined for a finding of a bare check, whose number holds for nothing else. */
  readonly round: number | undefined;
  /** The id of the check that raised it; undefined where another reviewer did. */
  readonly check: string | undefined;
  /** Whether the checks alone raised it, so that a check of the plan as it is now speaks for it. */
  readonly isOfChecks: boolean;
  /** The words it was about when it was found; undefined where nobody knows. */
  readonly words: string | undefined;
  readonly severity: Severity;
  readonly title: string;
  readonly recommendation: string;
  /** Undefined while the words are gone. */
  readonly range: Range | undefined;
  /** Further places of the same root cause. */
  readonly related: readonly Range[];
}

/** The findings of a bare check; their ranges are those of the text that was checked. */
export function fromCheck(
  findings: readonly CheckFinding[],
  text: string | undefined,
): readonly TrackedFinding[] {
  const lines = text?.split(/\r\n|\r|\n/);
  return findings.map((finding) => ({
    ...tracked(finding),
    round: undefined,
    isOfChecks: true,
    words: lines && wordsAt(lines, finding.range),
  }));
}

/** The words of a range within one line; a longer one is not needed by anybody. */
function wordsAt(lines: readonly string[], { start, end }: Range): string | undefined {
  return start.line === end.line ? lines[start.line - 1]?.slice(start.column - 1, end.column - 1) : undefined;
}

/**
 * Every finding of a review once, as the latest round that lists it has it, at the place that core found for it.
 *
 * Core places a finding's own words only. The further places are those of the snapshot, so they are left out unless
 * the text is still the latest snapshot's.
 */
export function fromReview(
  view: ReviewView,
  options: { readonly isSnapshotText: boolean },
): readonly TrackedFinding[] {
  const findings = new Map<string, TrackedFinding>();
  for (const { round, findings: placed } of view.rounds.toReversed()) {
    const isLatest = round.number === view.rounds.at(-1)?.round.number;
    for (const { finding, place } of placed) {
      if (!findings.has(finding.id)) {
        findings.set(finding.id, {
          ...tracked(finding),
          round: round.number,
          isOfChecks: finding.reviewers.every((reviewer) => reviewer === 'checks'),
          words: finding.anchor.quote,
          range: place.state === 'lost' ? undefined : place.range,
          related: isLatest && options.isSnapshotText ? finding.related : [],
        });
      }
    }
  }
  return [...findings.values()];
}

/** Moves findings with an edit. `changes` are in the order in which the editor applied them. */
export function trackEdits(
  findings: readonly TrackedFinding[],
  changes: readonly TextChange[],
  trackRange: TrackRange,
): readonly TrackedFinding[] {
  const through = (range: Range): Range | undefined => trackThrough(range, changes, trackRange);
  return findings.map((finding) => ({
    ...finding,
    range: finding.range && through(finding.range),
    related: finding.related.flatMap((range) => through(range) ?? []),
  }));
}

/** Where a range lies after several changes, or undefined when nothing of it is left. */
export function trackThrough(
  range: Range,
  changes: readonly TextChange[],
  trackRange: TrackRange,
): Range | undefined {
  return changes.reduce<Range | undefined>(
    (current, change) => current && trackRange(current, change),
    range,
  );
}

function tracked(
  finding: Omit<CheckFinding, 'check'> & { readonly check?: string | undefined },
): Omit<TrackedFinding, 'round' | 'isOfChecks' | 'words'> {
  const { id, check, severity, title, recommendation, range, related } = finding;
  return { id, check, severity, title, recommendation, range, related };
}
