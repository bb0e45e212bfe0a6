import { PlanReviewError } from '../../base/errors.ts';
import type { StoredReview, StoredRound } from '../../ports/artifactStore.ts';
import { htmlPage, type PageDocument } from '../../reports/htmlPage.ts';
import { notesDocument } from '../../reports/notesDocument.ts';
import { overviewDocument } from '../../reports/overviewDocument.ts';
import { recordDocument } from '../../reports/recordDocument.ts';
import { responseDocument } from '../../reports/responseDocument.ts';
import { reviewDocument } from '../../reports/reviewDocument.ts';
import { approvalOf, type ApprovalDeps, type ApprovalView } from './approval.ts';
import { endState } from './endState.ts';
import { statesAfter } from './states.ts';

/** What to export, and as what. */
export interface ExportRequest {
  readonly path: string;
  readonly format: 'md' | 'html';
  readonly signal?: AbortSignal | undefined;
}

/**
 * A plan's whole review as one document, made from the artifacts: where it stands, the record, and every round with the
 * author's response. HTML is a page that stands by itself.
 * @throws PlanReviewError `not-reviewed`
 */
export async function exportReview(
  deps: ApprovalDeps,
  { path, format, signal }: ExportRequest,
): Promise<string> {
  const stored = await deps.store.load(path);
  const approval = await approvalOf(deps, { path, signal });
  if (stored === undefined || approval === undefined) {
    throw new PlanReviewError({
      code: 'not-reviewed',
      message: `There is no finished round of ${path} to export.`,
      wayOut: 'Review the plan first.',
    });
  }
  const documents = documentsOf(stored, approval);
  return format === 'html'
    ? htmlPage(`Review of ${stored.review.plan.title}`, documents)
    : documents.map(({ markdown }) => markdown).join('\n---\n\n');
}

function documentsOf(stored: StoredReview, approval: ApprovalView): PageDocument[] {
  const { rounds, review } = stored;
  const record = stored.record?.ok === true ? stored.record.record : undefined;
  const overview = overviewDocument({
    plan: review.plan,
    verdict: approval.verdict,
    state: approval.state,
    reasons: approval.reasons,
    signedBy: record === undefined ? undefined : `${record.signedBy}, ${record.signedAt}`,
    rounds: rounds.map(({ round, findings }) => ({
      number: round.number,
      revision: round.revision,
      completedAt: round.completedAt,
      verdict: round.verdict.value,
      raised: findings.filter((finding) => finding.round === round.number).length,
      settled: settledIn(stored, round.number),
      open: statesAfter(stored, round.number).filter(({ isOpen }) => isOpen).length,
    })),
    findings: statesAfter(stored, Infinity).map(endState),
  });
  return [
    { name: 'Overview', markdown: overview },
    ...(record === undefined ? [] : [{ name: 'Record', markdown: recordDocument(record) }]),
    ...rounds.flatMap((round) => documentsOfRound(stored, round)),
  ];
}

/** How many findings were open before a round and are not any more. */
function settledIn(stored: StoredReview, number: number): number {
  const openNow = new Set(openAfter(stored, number).map(({ finding }) => finding.id));
  return openAfter(stored, number - 1).filter(({ finding }) => !openNow.has(finding.id)).length;
}

function openAfter(stored: StoredReview, number: number): ReturnType<typeof statesAfter> {
  return statesAfter(stored, number).filter(({ isOpen }) => isOpen);
}

function documentsOfRound(
  stored: StoredReview,
  { round, findings, claims, notes }: StoredRound,
): PageDocument[] {
  const { number, questions } = round;
  const earlier = statesAfter(stored, number - 1).map(({ finding }) => finding);
  const answered = { findings: openAfter(stored, number).map(({ finding }) => finding), questions };
  const response = stored.responses.get(number)?.response;
  return [
    { name: `Round ${number}: review`, markdown: reviewDocument(round, { findings, claims, earlier }) },
    ...(notes === undefined
      ? []
      : [{ name: `Round ${number}: notes`, markdown: notesDocument(notes, `round ${number}`) }]),
    ...(response === undefined
      ? []
      : [{ name: `Round ${number}: response`, markdown: responseDocument(response, answered) }]),
  ];
}
