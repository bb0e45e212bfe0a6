import type {
  CheckFinding,
  PlacedState,
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
  /** What became of it, and whether it counts. What a bare check says is `open`. */
  readonly status: PlacedState['status'];
  readonly isOpen: boolean;
  /** The id of the check that raised it; undefined where another reviewer did. */
  readonly check: string | undefined;
  /** Whether the checks alone raised it, so that a check of the plan as it is now speaks for it. */
  readonly isOfChecks: boolean;
  /** What the checks called it where others raised it, too, whose title it may have; none elsewhere. */
  readonly checkTitles: readonly string[];
  /** The words it was about when it was found; undefined where nobody knows. */
  readonly words: string | undefined;
  readonly severity: Severity;
  readonly title: string;
  readonly recommendation: string;
  /** Undefined while the words are gone. */
  readonly range: Range | undefined;
  /** Further places of the same root cause. */
  readonly related: readonly Range[];
  /** Where its words are in the file of the plan that a packet is about; undefined where they are not there, or it quotes none. */
  readonly inPlan?: { readonly path: string; readonly range: Range } | undefined;
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
    status: 'open',
    isOpen: true,
    isOfChecks: true,
    checkTitles: [],
    words: lines && wordsAt(lines, finding.range),
  }));
}

/** The words of a range within one line; a longer one is not needed by anybody. */
function wordsAt(lines: readonly string[], { start, end }: Range): string | undefined {
  return start.line === end.line ? lines[start.line - 1]?.slice(start.column - 1, end.column - 1) : undefined;
}

/**
 * Every finding of a review once, in the state in which its last round left it, at the place that core found for it.
 *
 * Core places a finding's own words only. The further places are those of the snapshot, so they are left out unless
 * the text is still the latest snapshot's.
 */
export function fromReview(
  view: ReviewView,
  options: { readonly isSnapshotText: boolean },
): readonly TrackedFinding[] {
  const listedIn = new Map(
    view.rounds.flatMap(({ round, findings }) =>
      findings.map(({ finding }) => [finding.id, round.number] as const),
    ),
  );
  const latest = view.rounds.at(-1)?.round.number;
  return view.findings.map(({ finding, place, status, isOpen, inPlan }) => {
    const round = listedIn.get(finding.id) ?? finding.round;
    return {
      ...tracked(finding),
      round,
      status,
      isOpen,
      isOfChecks: finding.reviewers.every((reviewer) => reviewer === 'checks'),
      checkTitles: (finding.statements ?? [])
        .filter(({ reviewer }) => reviewer === 'checks')
        .map(({ title }) => title),
      words: finding.anchor.quote,
      range: place.state === 'lost' ? undefined : place.range,
      ...(inPlan === undefined || inPlan.place.state === 'lost'
        ? {}
        : { inPlan: { path: inPlan.path, range: inPlan.place.range } }),
      related: round === latest && options.isSnapshotText ? finding.related : [],
    };
  });
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
): Omit<TrackedFinding, 'round' | 'status' | 'isOpen' | 'isOfChecks' | 'checkTitles' | 'words'> {
  const { id, check, severity, title, recommendation, range, related } = finding;
  return { id, check, severity, title, recommendation, range, related };
}
