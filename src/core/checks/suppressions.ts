import type { SuppressedFinding } from '../domain/checkReport.ts';
import type { Claim } from '../domain/claim.ts';
import type { Range } from '../domain/position.ts';
import { indexSuppressions, type Suppression } from './coveredPlaces.ts';
import type { CheckFindingText, CheckOutcome } from './check.ts';
import type { Directive } from './suppressionComments.ts';

/** What is left of a check's outcome when the plan's suppressions are taken into account. */
export interface AppliedOutcome {
  /** Every claim; a failed one at a suppressed place is marked. */
  readonly claims: readonly Claim[];
  readonly findings: readonly CheckFindingText[];
  readonly suppressed: readonly {
    readonly finding: CheckFindingText;
    readonly suppression: SuppressedFinding['suppression'];
  }[];
}

/** The suppressions of one plan, which remember what they were good for. */
export interface Suppressions {
  /** Applies them to what a check said. */
  apply(check: string, outcome: CheckOutcome): AppliedOutcome;
  /**
   * Those that met nothing although their check ran: nothing to object to, and nothing that could not be verified here
   * but may be objected to elsewhere.
   */
  unused(ran: ReadonlySet<string>): readonly Suppression[];
  /** Every pair of a comment and a check that it names. */
  readonly all: readonly Suppression[];
  /** Comments that name no check, and `enable` comments that end nothing. */
  readonly pointless: readonly Directive[];
}

/** Makes the suppressions that a plan's comments ask for. */
export function suppressionsOf(directives: readonly Directive[]): Suppressions {
  const index = indexSuppressions(directives);
  const used = new Set<Suppression>();
  const coverOf = (check: string, range: Range): Suppression | undefined => {
    const cover = index.at(check, range.start);
    if (cover !== undefined) {
      used.add(cover);
    }
    return cover;
  };
  return {
    all: index.all,
    pointless: index.pointless,
    unused: (ran) => index.all.filter((suppression) => ran.has(suppression.check) && !used.has(suppression)),
    apply: (check, outcome) =>
      index.all.length === 0
        ? { ...outcome, suppressed: [] }
        : applyTo(outcome, (range) => coverOf(check, range)),
  };
}

type CoverOf = (range: Range) => Suppression | undefined;

function applyTo(outcome: CheckOutcome, coverOf: CoverOf): AppliedOutcome {
  const claims = outcome.claims.map((claim) => {
    // A pass is left out: what suppresses it is not needed, and is to be told so.
    const isCovered = claim.verdict !== 'pass' && coverOf(claim.range) !== undefined;
    return isCovered && claim.verdict === 'fail' ? { ...claim, suppressed: true } : claim;
  });
  const standing = new Set(
    claims
      .filter((claim) => claim.verdict === 'fail' && claim.suppressed !== true)
      .map((claim) => keyOf(claim.range)),
  );
  const findings: CheckFindingText[] = [];
  const suppressed: AppliedOutcome['suppressed'][number][] = [];
  for (const finding of outcome.findings) {
    const cover = coverOf(finding.range);
    const kept = cover === undefined ? withoutCovered(finding, coverOf) : moved(finding, standing, coverOf);
    if (kept !== undefined) {
      findings.push(kept);
    } else if (cover !== undefined) {
      suppressed.push({ finding, suppression: { reason: cover.reason ?? null, range: cover.range } });
    }
  }
  return { claims, findings, suppressed };
}

function withoutCovered(finding: CheckFindingText, coverOf: CoverOf): CheckFindingText {
  return finding.related === undefined
    ? finding
    : { ...finding, related: finding.related.filter((range) => coverOf(range) === undefined) };
}

/**
 * One finding speaks for every place that makes the same false claim. When the first of them is suppressed, it goes to
 * the next one that still fails; it is suppressed where there is none.
 */
function moved(
  finding: CheckFindingText,
  standing: ReadonlySet<string>,
  coverOf: CoverOf,
): CheckFindingText | undefined {
  const [first, ...others] = (finding.related ?? []).filter(
    (range) => standing.has(keyOf(range)) && coverOf(range) === undefined,
  );
  if (first === undefined) {
    return undefined;
  }
  const { fixes, ...text } = finding;
  const left = (fixes ?? []).filter((fix) => fix.edits.every((edit) => coverOf(edit.range) === undefined));
  return { ...text, range: first, related: others, ...(left.length === 0 ? {} : { fixes: left }) };
}

function keyOf({ start }: Range): string {
  return `${start.line}:${start.column}`;
}
