import { blockingFindings } from '../../analysis/convergence.ts';
import type { FindingState } from '../../analysis/findingStates.ts';
import { readinessItems } from '../../analysis/readiness.ts';
import { proposeRisks } from '../../analysis/residualRisks.ts';
import { PlanReviewError } from '../../base/errors.ts';
import { summarizeClaims } from '../../domain/claim.ts';
import { countBySeverity, type Confidence } from '../../domain/finding.ts';
import type { EndState, ReadinessItem, ReviewRecord, Risk, RoundSummary } from '../../domain/record.ts';
import type { Response } from '../../domain/response.ts';
import { computeVerdict, type Verdict } from '../../domain/verdict.ts';
import type { StoredReview } from '../../ports/artifactStore.ts';
import type { Clock } from '../../ports/clock.ts';
import { recordDocument } from '../../reports/recordDocument.ts';
import { uncoveredIn } from '../packets.ts';
import { readPlan } from '../readPlan.ts';
import type { ApprovalDeps } from './approval.ts';
import { endState } from './endState.ts';
import { statesAfter } from './states.ts';

/** What ending a review needs. */
export interface FinalizeDeps extends ApprovalDeps {
  readonly clock: Clock;
}

/** What a record would say before anybody has signed it. */
export interface RecordProposal {
  readonly plan: ReviewRecord['plan'];
  readonly revision: ReviewRecord['revision'];
  readonly head: string | null;
  readonly rounds: readonly RoundSummary[];
  /** What became of every finding, in the order of its number. */
  readonly findings: readonly EndState[];
  /** Computed now: of a plan that was changed since its last round, it is no GO. */
  readonly verdict: Verdict;
  /** Where to start from: what was deferred, acknowledged, rejected or left unresolved. */
  readonly risks: readonly Risk[];
  /** Computed where it can be; nothing that a person has to tell is ticked. */
  readonly readiness: readonly ReadinessItem[];
  readonly recommendation: string;
  /** As the author's last response has them. */
  readonly confidence: Confidence | undefined;
  readonly confidenceReason: string;
}

/** What a person adds to the proposal, and signs. */
export interface Signing {
  /** The person's name. */
  readonly by: string;
  /** Why it is signed all the same; needed where the verdict is not GO. */
  readonly reason?: string | undefined;
  /** In the place of those that are proposed. */
  readonly risks?: readonly Risk[] | undefined;
  /** The ids of the readiness items that the person holds to be so. */
  readonly ticked?: readonly string[] | undefined;
  readonly recommendation?: string | undefined;
  readonly confidence?: Confidence | undefined;
  readonly confidenceReason?: string | undefined;
  /** The proposal that the person has read. Where it would say something else by now, nothing is signed. */
  readonly seen?: Pick<RecordProposal, 'verdict' | 'rounds' | 'findings' | 'head'> | undefined;
}

/**
 * What there is to sign: the process, the risks that are left, and what is ready. The checks run once more, so that the
 * claims are those of the repository as it is.
 * @throws PlanReviewError `not-reviewed`
 */
export async function proposeRecord(
  deps: FinalizeDeps,
  { path, signal }: { readonly path: string; readonly signal?: AbortSignal | undefined },
): Promise<RecordProposal> {
  const stored = await deps.store.load(path);
  const latest = stored?.rounds.at(-1)?.round;
  if (stored === undefined || latest === undefined) {
    throw new PlanReviewError({
      code: 'not-reviewed',
      message: `There is no finished round of ${path} to end the review with.`,
      wayOut: 'Review the plan first.',
    });
  }
  const plan = await readPlan(deps.planFiles, { path });
  const { claims, ran } = await deps.runChecks(plan.document, { mode: latest.mode, signal });
  const repository = await deps.git.repository(signal);
  const states = statesAfter(stored, latest.number);
  const summary = summarizeClaims(claims);
  const { blocking } = blockingFindings(
    states,
    stored.rounds.slice(0, -1).map(({ round: { number, verdict } }) => ({ number, verdict: verdict.value })),
  );
  const response = latestResponse(stored);
  const verdict = computeVerdict({
    openFindings: blocking.map(({ finding }) => finding),
    claims: summary,
    reviewers: latest.reviewers,
    uncovered: uncoveredIn(latest),
    unread: latest.unread ?? [],
    snapshot: latest.revision,
    current: plan.revision,
  });
  return {
    plan: latest.plan,
    revision: latest.revision,
    head: repository.available ? repository.repository.head : null,
    rounds: stored.rounds.map(({ round }) => summaryOf(stored, round.number, states)),
    findings: states.map(endState),
    verdict,
    risks: proposeRisks(states, answersOf(stored)),
    readiness: readinessItems({ states, claims: summary, ran }),
    recommendation: response?.recommendation.trim() || recommend(verdict),
    confidence: response?.confidence ?? undefined,
    confidenceReason: response?.confidenceReason ?? '',
  };
}

/**
 * Ends a review: stores what a person signs.
 * @throws PlanReviewError `record-incomplete` with what is missing; `record-outdated` where the person has read something
 * else than what would be signed; `not-reviewed`; `store-busy`; `store-unwritable`
 */
export async function finalizeReview(
  deps: FinalizeDeps,
  {
    path,
    signal,
    ...signing
  }: Signing & { readonly path: string; readonly signal?: AbortSignal | undefined },
): Promise<ReviewRecord> {
  const proposal = await proposeRecord(deps, { path, signal });
  expectSeen(proposal, signing.seen);
  const { verdict } = proposal;
  const by = signing.by.trim();
  const reason = signing.reason?.trim() ?? '';
  const confidence = signing.confidence ?? proposal.confidence;
  const confidenceReason =
    signing.confidenceReason?.trim() ??
    (signing.confidence === undefined ? proposal.confidenceReason.trim() : '');
  const missing = [
    ...(by === '' ? ['The person who signs is not named.'] : []),
    ...(verdict.value !== 'GO' && reason === ''
      ? [`The verdict is ${verdict.value}, and no reason is given to sign it all the same.`]
      : []),
    ...(confidence === undefined ? ['The confidence is not said.'] : []),
    ...(confidenceReason === '' ? ['The confidence has no reason.'] : []),
    ...wrongTicks(proposal.readiness, signing.ticked ?? []),
  ];
  if (missing.length > 0 || confidence === undefined) {
    throw new PlanReviewError({
      code: 'record-incomplete',
      message: `The review cannot be finalized yet: ${missing.join(' ')}`,
      wayOut: 'Say what is missing, then finalize it again.',
    });
  }
  const ticked = new Set(signing.ticked);
  const record: ReviewRecord = {
    schemaVersion: 1,
    plan: proposal.plan,
    revision: proposal.revision,
    head: proposal.head,
    rounds: [...proposal.rounds],
    findings: [...proposal.findings],
    verdict,
    risks: [...(signing.risks ?? proposal.risks)],
    readiness: proposal.readiness.map((item) =>
      ticked.has(item.id) ? { ...item, isTicked: true, detail: `Ticked by ${by}` } : item,
    ),
    recommendation: signing.recommendation?.trim() || proposal.recommendation,
    confidence,
    confidenceReason,
    signedBy: by,
    signedAt: new Date(deps.clock.now()).toISOString(),
    ...(verdict.value === 'GO' ? {} : { reason }),
  };
  await deps.store.saveRecord(path, { record, document: recordDocument(record) });
  return record;
}

/** Nobody signs a verdict that they have not read. */
function expectSeen(proposal: RecordProposal, seen: Signing['seen']): void {
  const facts = ({ verdict, rounds, findings, head }: NonNullable<Signing['seen']>): string =>
    JSON.stringify([verdict, rounds.length, findings.map(({ finding, status }) => [finding, status]), head]);
  if (seen !== undefined && facts(seen) !== facts(proposal)) {
    throw new PlanReviewError({
      code: 'record-outdated',
      message: `What there is to sign has changed: the verdict on ${proposal.plan.path} is ${proposal.verdict.value} now.`,
      wayOut: 'Read it again, then sign.',
    });
  }
}

/** Only what people can tell is theirs to tick. */
function wrongTicks(readiness: readonly ReadinessItem[], ticked: readonly string[]): string[] {
  const own = readiness.filter(({ by }) => by === 'person').map(({ id }) => id);
  return ticked.flatMap((id) => {
    if (own.includes(id)) {
      return [];
    }
    return readiness.some((item) => item.id === id)
      ? [`"${id}" follows from recorded facts and cannot be ticked by hand.`]
      : [`There is nothing called "${id}" to tick; there are ${own.join(', ')}.`];
  });
}

function summaryOf(
  { rounds, responses }: StoredReview,
  number: number,
  states: readonly FindingState[],
): RoundSummary {
  const response = submitted(responses.get(number)?.response);
  const dispositions: Record<string, number> = {};
  for (const { disposition } of response?.findings ?? []) {
    if (disposition !== null) {
      dispositions[disposition] = (dispositions[disposition] ?? 0) + 1;
    }
  }
  return {
    number,
    verdict: rounds.find(({ round }) => round.number === number)?.round.verdict.value ?? 'NO-GO',
    findings: countBySeverity(
      states.map(({ finding }) => finding).filter((finding) => finding.round === number),
    ),
    dispositions,
    keyChanges: (response?.answered?.changes ?? []).map(({ section }) => section),
  };
}

function submitted(response: Response | undefined): Response | undefined {
  return response?.state === 'submitted' ? response : undefined;
}

function latestResponse({ rounds, responses }: StoredReview): Response | undefined {
  return rounds
    .toReversed()
    .flatMap(({ round }) => submitted(responses.get(round.number)?.response) ?? [])[0];
}

/** Every finding's answer as it was last submitted. */
function answersOf({ rounds, responses }: StoredReview): Response['findings'] {
  return rounds.flatMap(({ round }) =>
    (submitted(responses.get(round.number)?.response)?.findings ?? []).filter(
      ({ disposition }) => disposition !== null,
    ),
  );
}

function recommend({ value, reasons }: Verdict): string {
  switch (value) {
    case 'GO':
      return 'Nothing was found that stands in the way of carrying this plan out.';
    case 'CONDITIONAL GO':
      return `Deal with these before the work begins: ${reasons.map(({ text }) => text).join('; ')}.`;
    case 'NO-GO':
      return `Do not begin: ${reasons.map(({ text }) => text).join('; ')}.`;
  }
}
