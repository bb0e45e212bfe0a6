import { PlanReviewError } from '../../base/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Revision } from '../../domain/plan.ts';
import type { ArtifactStore, StoredReview } from '../../ports/artifactStore.ts';
import type { PlanFiles } from '../../ports/files.ts';
import { placeAnchor } from '../../text/anchors.ts';
import { diffHunks, type DiffHunk } from '../../text/diffHunks.ts';
import { parsePlan, type PlanDocument } from '../../text/planDocument.ts';
import { sectionAt } from '../../text/sections.ts';
import { offsetAt } from '../../text/lineIndex.ts';
import { readPlan, textOf } from '../readPlan.ts';
import { diffsTo, type DiffFrom } from '../snapshotDiffs.ts';
import { roundsOfFindings } from './states.ts';

/** What looking at changes needs. */
export interface ChangesDeps {
  readonly planFiles: PlanFiles;
  readonly store: ArtifactStore;
}

/** Which two texts of a plan to compare. */
export interface ChangesRequest {
  readonly path: string;
  /** The round whose snapshot is the earlier text. */
  readonly from: number;
  /** The round whose snapshot is the later text, or the plan as it is. */
  readonly to: number | 'now';
  /** The plan's text as an editor holds it; the file on disk where it is left out. */
  readonly text?: string | undefined;
}

/** Changed lines, and what was found there. */
export interface ChangedPart {
  /** The heading path of the section that they begin in. */
  readonly section: readonly string[];
  readonly lines: DiffHunk;
  /** The findings that sit on these lines of the earlier or of the later text, in the order of their numbers. */
  readonly findings: readonly string[];
}

/** What changed in a plan between two of its texts. */
export interface ChangesView {
  readonly from: number;
  readonly to: number | 'now';
  /** Whether the two have too little in common to be compared line by line; there are no parts then. */
  readonly isTooDifferent: boolean;
  readonly parts: readonly ChangedPart[];
}

/**
 * What changed in a plan between the snapshot of a round and that of a later one, or the plan as it is.
 * @throws PlanReviewError `not-reviewed` where there is no such round; `plan-…`
 */
export async function planChangesView(deps: ChangesDeps, request: ChangesRequest): Promise<ChangesView> {
  const { path, from, to } = request;
  const stored = await deps.store.load(path);
  if (stored === undefined) {
    throw noSuchRound(path, from);
  }
  const before = snapshotOf(stored, path, from);
  const after = to === 'now' ? await readPlan(deps.planFiles, request) : snapshotOf(stored, path, to);
  const hunks = diffHunks(before.document.text, after.document.text);
  const findings = latestFindings(stored, to === 'now' ? Infinity : to);
  const sides = [placesIn(before, stored, findings), placesIn(after, stored, findings)] as const;
  return {
    from,
    to,
    isTooDifferent: hunks === undefined,
    parts: (hunks ?? []).map((lines) => ({
      section: sectionOf(after.document, lines),
      lines,
      findings: findings
        .filter(
          ({ id }) => touches(sides[0].get(id), lines, 'before') || touches(sides[1].get(id), lines, 'after'),
        )
        .map(({ id }) => id),
    })),
  };
}

interface Text {
  readonly document: PlanDocument;
  readonly revision: Revision;
}

/** First and last line, from 1. */
interface Lines {
  readonly first: number;
  readonly last: number;
}

function snapshotOf(stored: StoredReview, path: string, number: number): Text {
  const round = stored.rounds.find((known) => known.round.number === number)?.round;
  const bytes = stored.snapshots.get(number);
  if (round === undefined || bytes === undefined) {
    throw noSuchRound(path, number);
  }
  return { document: parsePlan(path, textOf(path, bytes)), revision: round.revision };
}

function noSuchRound(path: string, number: number): PlanReviewError {
  return new PlanReviewError({
    code: 'not-reviewed',
    message: `There is no finished round ${number} of ${path}.`,
    wayOut: 'Look at the review again: it may have changed.',
  });
}

/** Every finding up to a round, as the latest of these rounds has it. */
function latestFindings(stored: StoredReview, to: number): readonly Finding[] {
  const latest = new Map(
    roundsOfFindings(stored)
      .filter(({ number }) => number <= to)
      .flatMap(({ findings }) => findings.map((finding) => [finding.id, finding] as const)),
  );
  return [...latest.values()].toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
}

/** Where findings are in a text; those about the plan as a whole are nowhere. */
function placesIn(
  { document, revision }: Text,
  stored: StoredReview,
  findings: readonly Finding[],
): ReadonlyMap<string, Lines> {
  const diffFrom: DiffFrom = diffsTo(document.text, stored);
  return new Map(
    findings
      .filter(({ anchor }) => anchor.quote !== '')
      .flatMap(({ id, anchor }) => {
        const place = placeAnchor(document, revision, anchor, diffFrom);
        return place.state === 'lost'
          ? []
          : [[id, { first: place.range.start.line, last: place.range.end.line }] as const];
      }),
  );
}

function touches(place: Lines | undefined, lines: DiffHunk, side: 'before' | 'after'): boolean {
  const numbers = lines.flatMap((line) => line[side] ?? []);
  const [first, last] = [numbers.at(0), numbers.at(-1)];
  return (
    place !== undefined &&
    first !== undefined &&
    last !== undefined &&
    place.first <= last &&
    first <= place.last
  );
}

/** The section, in the later text, of the first line that came; of what stood before it where lines only went. */
function sectionOf(document: PlanDocument, lines: DiffHunk): readonly string[] {
  const changed = lines.findIndex(({ kind }) => kind !== 'same');
  const line =
    lines.find(({ kind }) => kind === 'added') ?? lines[changed - 1] ?? lines.find(({ after }) => after);
  return line?.after === undefined
    ? []
    : (sectionAt(document.sections, offsetAt(document.lines, { line: line.after, column: 1 }))?.path ?? []);
}
