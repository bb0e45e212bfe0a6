import { knownCauses } from '../../analysis/knownCauses.ts';
import type { MergeableFinding } from '../../analysis/mergeFindings.ts';
import { compareSeverity, isAtLeast } from '../../domain/finding.ts';
import type { RaisedFinding } from '../../domain/raisedFinding.ts';
import type { DroppedFinding, ResolutionStatus } from '../../domain/resolution.ts';
import { offsetAt } from '../../text/lineIndex.ts';
import { touchesChange, type PlanDiff } from '../../text/planDiff.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { raisedBy, type EarlierFinding } from './earlierFindings.ts';

/** What became of the findings that reviewers raised beside their decisions. */
export interface SiftedFindings {
  readonly kept: readonly RaisedFinding[];
  readonly dropped: readonly DroppedFinding[];
}

/** What new findings are held against. */
export interface SiftingContext {
  readonly document: PlanDocument;
  /** What changed since the round before. */
  readonly diff: PlanDiff | undefined;
  readonly earlier: readonly EarlierFinding[];
  /** What the reviewers have decided of earlier findings in this round. */
  readonly decided: ReadonlyMap<string, ResolutionStatus>;
}

type Objection = Pick<DroppedFinding, 'code' | 'reason' | 'finding'>;

/**
 * Keeps what a later round may raise (DESIGN, "Rounds end"): what concerns changed text, and criticals and majors that
 * quote the plan. What another reviewer's earlier finding says already is no new one while that is open. What was settled
 * without a change, because the author rejected it or the reviewer could live with it, takes words of the plan that were
 * not quoted then. A finding that is worse than the earlier one is always new.
 */
export function siftNewFindings(raised: readonly RaisedFinding[], context: SiftingContext): SiftedFindings {
  const { document } = context;
  const earlier = context.earlier.filter(({ finding }) => raisedBy(finding).length > 0);
  const causes = knownCauses(
    raised.map((finding) => mergeable(finding, document)),
    earlier.map(({ finding }) => ({
      ...finding,
      label: finding.id,
      reviewer: '',
      place: undefined,
    })),
  );
  const byId = new Map(earlier.map((state) => [state.finding.id, state]));
  const kept: RaisedFinding[] = [];
  const dropped: DroppedFinding[] = [];
  for (const finding of raised) {
    const before = byId.get(causes.get(finding.label) ?? '');
    const objection = objectionTo(finding, before, context);
    if (objection === undefined) {
      kept.push(finding);
    } else {
      const { reviewer, severity, title } = finding;
      dropped.push({ reviewer, severity, title, ...objection });
    }
  }
  return { kept, dropped };
}

function objectionTo(
  finding: RaisedFinding,
  before: EarlierFinding | undefined,
  context: SiftingContext,
): Objection | undefined {
  if (!isAllowed(finding, context)) {
    const reason =
      finding.quote === ''
        ? 'It quotes no words of the plan, so it concerns nothing that was changed.'
        : 'It concerns text that was not changed, and is neither critical nor major.';
    return { code: 'unchanged-text', reason };
  }
  if (before === undefined || compareSeverity(finding.severity, before.finding.severity) < 0) {
    return undefined;
  }
  const { id } = before.finding;
  const status = context.decided.get(id) ?? before.status;
  switch (status) {
    case 'resolved':
      return undefined;
    case 'withdrawn':
    case 'acknowledged':
      return isNewEvidence(finding, before)
        ? undefined
        : {
            code: 'settled-before',
            reason: `${id} says it and was settled as ${status}, and no other words of the plan are quoted for it now.`,
            finding: id,
          };
    default:
      // Whoever decides a finding and raises another one beside it has told them apart.
      return before.finding.reviewers.includes(finding.reviewer)
        ? undefined
        : { code: 'raised-before', reason: `${id} says it already, and is open.`, finding: id };
  }
}

function isAllowed(finding: RaisedFinding, { document, diff }: SiftingContext): boolean {
  const place = placeOf(finding, document);
  if (place === undefined) {
    return false;
  }
  return isAtLeast(finding.severity, 'major') || (diff !== undefined && touchesChange(diff, place));
}

/** Whether a finding quotes words that nobody quoted for the earlier one. */
function isNewEvidence({ quote }: RaisedFinding, { finding }: EarlierFinding): boolean {
  const known = [finding.anchor.quote, ...(finding.statements ?? []).map((statement) => statement.quote)];
  const words = plain(quote);
  return (
    words !== '' &&
    known.map(plain).every((old) => !old.includes(words) && !(old !== '' && words.includes(old)))
  );
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function mergeable(finding: RaisedFinding, document: PlanDocument): MergeableFinding {
  return { ...finding, place: placeOf(finding, document) };
}

function placeOf(
  { quote, range }: RaisedFinding,
  { lines }: PlanDocument,
): { readonly start: number; readonly end: number } | undefined {
  return quote === '' ? undefined : { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) };
}
