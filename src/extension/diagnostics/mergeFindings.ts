import type { Claim, Range } from '../../core/index.ts';
import type { TrackedFinding } from './trackedFindings.ts';

/** A place at which a check could not tell: what it found there earlier may still hold. */
export interface Doubt {
  readonly check: string;
  readonly range: Range;
  /** The claimed thing as the plan spells it. */
  readonly value: string;
}

/**
 * The claims that a documentation-driven check left open because its command was not run. What a built-in check cannot
 * verify, or what is an example, is nothing to hold against the plan, whatever was found earlier.
 */
export function doubtsOf(claims: readonly Claim[]): readonly Doubt[] {
  return claims.flatMap(({ check, verdict, intent, range, value }) =>
    check !== undefined && verdict === 'unverifiable' && intent !== 'example' && intent !== 'external'
      ? [{ check, range, value }]
      : [],
  );
}

/**
 * What is marked in a plan of which both stored rounds and a check of the present text are known. What both found is
 * marked once, under the round's number and where the check found it. What the checks alone found in a round and no longer
 * find is mended, unless they could not tell. What other reviewers found stands, at the words that they quoted, and a
 * check that says the same adds nothing to it.
 */
export function mergeFindings(
  round: readonly TrackedFinding[],
  present: readonly TrackedFinding[],
  doubts: readonly Doubt[],
): readonly TrackedFinding[] {
  const pairs = pairUp(round, present);
  const known = new Set([...pairs.values(), ...alsoFound(round, present, new Set(pairs.values()))]);
  const kept = round.flatMap((finding) => {
    const now = pairs.get(finding);
    if (now !== undefined) {
      return [{ ...finding, range: now.range, related: now.related }];
    }
    return finding.isOfChecks && !isInDoubt(finding, doubts) ? [] : [finding];
  });
  return [...kept, ...present.filter((finding) => !known.has(finding))];
}

/** Those of the present findings that say what a reviewer found together with the checks, each for one such finding. */
function alsoFound(
  round: readonly TrackedFinding[],
  present: readonly TrackedFinding[],
  taken: ReadonlySet<TrackedFinding>,
): readonly TrackedFinding[] {
  const found = new Set<TrackedFinding>();
  for (const { check, title, checkTitles, range } of round.filter(({ isOfChecks }) => !isOfChecks)) {
    for (const said of check === undefined ? [] : new Set([title, ...checkTitles])) {
      const open = present.filter((finding) => !taken.has(finding) && !found.has(finding));
      const same = sameFinding(open, { check, title: said, range });
      if (same !== undefined) {
        found.add(same);
      }
    }
  }
  return [...found];
}

/** Those of `earlier` that a check, which ran no command, could neither find again nor rule out. */
export function stillInDoubt(
  earlier: readonly TrackedFinding[],
  present: readonly TrackedFinding[],
  doubts: readonly Doubt[],
): readonly TrackedFinding[] {
  const pairs = pairUp(earlier, present);
  return earlier.filter((finding) => !pairs.has(finding) && isInDoubt(finding, doubts));
}

/**
 * Of findings that say the same, the one at the place in question or, failing that, the nearest to it: words may have
 * moved since.
 */
export function sameFinding<T extends Pick<TrackedFinding, 'check' | 'title' | 'range'>>(
  findings: readonly T[],
  wanted: Pick<TrackedFinding, 'check' | 'title' | 'range'>,
): T | undefined {
  return findings
    .filter(({ check, title }) => check === wanted.check && title === wanted.title)
    .toSorted((a, b) => distance(a.range, wanted.range) - distance(b.range, wanted.range))[0];
}

/** Pairs findings of the round with those that say the same now: first where they stand at one place, then in order. */
function pairUp(
  round: readonly TrackedFinding[],
  present: readonly TrackedFinding[],
): Map<TrackedFinding, TrackedFinding> {
  const pairs = new Map<TrackedFinding, TrackedFinding>();
  const open = new Map<string, TrackedFinding[]>();
  for (const finding of present) {
    open.set(keyOf(finding), [...(open.get(keyOf(finding)) ?? []), finding]);
  }
  const pair = (finding: TrackedFinding, pick: (candidates: TrackedFinding[]) => number): void => {
    const candidates = open.get(keyOf(finding)) ?? [];
    const [found] = candidates.splice(pick(candidates), 1);
    if (found !== undefined) {
      pairs.set(finding, found);
    }
  };
  const own = round.filter(({ isOfChecks }) => isOfChecks);
  for (const finding of own) {
    pair(finding, (candidates) => {
      const at = candidates.findIndex(({ range }) => distance(range, finding.range) === 0);
      return at === -1 ? candidates.length : at;
    });
  }
  for (const finding of own.filter((candidate) => !pairs.has(candidate))) {
    pair(finding, () => 0);
  }
  return pairs;
}

function keyOf({ check, title }: TrackedFinding): string {
  return `${check}\n${title}`;
}

/** Lines count for more than columns ever can; words that are gone are farther than any others. */
function distance(a: Range | undefined, b: Range | undefined): number {
  if (a === undefined || b === undefined) {
    return a === b ? 0 : Number.MAX_VALUE;
  }
  return Math.abs(a.start.line - b.start.line) * 100_000 + Math.abs(a.start.column - b.start.column);
}

function isInDoubt({ check, range, words }: TrackedFinding, doubts: readonly Doubt[]): boolean {
  return doubts.some(
    (doubt) => doubt.check === check && doubt.value === words && distance(doubt.range, range) === 0,
  );
}
