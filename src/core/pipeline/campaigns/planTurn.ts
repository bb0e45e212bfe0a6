import { PlanReviewError } from '../../base/errors.ts';
import { countBySeverity } from '../../domain/finding.ts';
import { campaignIdOf } from '../../domain/campaign.ts';
import type { JointPlan } from '../../domain/jointCampaign.ts';
import { ModelError } from '../../domain/modelError.ts';
import type { StoredReview, StoredRound } from '../../ports/artifactStore.ts';
import { statesAfter } from '../rounds/states.ts';
import type { JointDeps, PlanTurn } from './jointDeps.ts';

/** What a plan's part was before anything was done. */
export function pendingPlan(path: string): JointPlan {
  return {
    path,
    title: null,
    kind: null,
    status: 'pending',
    campaign: null,
    round: null,
    revision: null,
    verdict: null,
    open: null,
    costUsd: null,
    problem: null,
  };
}

/** How a plan's part ended. */
export interface TurnResult {
  readonly plan: JointPlan;
  /** Whether this campaign has run a round for it; one that was skipped had its round before. */
  readonly hasRun: boolean;
}

/**
 * Reviews one plan of a campaign, or goes on with its review. What is wrong with this plan alone is told in the result and harms
 * no other one.
 * @throws PlanReviewError for what concerns all plans: `cancelled`, `sending-refused`, `batch-unavailable`, `persona-not-found`,
 * `provider-not-found`, `store-unwritable`, `not-trusted`; ModelError `model-unavailable`
 */
export async function takeTurn(
  deps: JointDeps,
  before: JointPlan,
  turn: PlanTurn & { readonly begunAt: string },
): Promise<TurnResult> {
  try {
    if (turn.panel?.unchanged === 'skip' && before.status === 'pending') {
      const unchanged = await unchangedSince(deps, turn);
      if (unchanged !== undefined) {
        return { plan: { ...unchanged, status: 'skipped', costUsd: 0 }, hasRun: false };
      }
    }
    return { plan: await roundOf(deps, before, turn), hasRun: true };
  } catch (error) {
    if (!(error instanceof PlanReviewError) || concernsAll(error)) {
      throw error;
    }
    const status = error.code === 'round-incomplete' ? 'in_progress' : 'failed';
    const { message, wayOut } = error;
    return { plan: { ...before, status, problem: { message, wayOut } }, hasRun: true };
  }
}

/** The plan's latest round where it is about what the plan says now, and everybody who is named read it then. */
async function unchangedSince(
  { store, revisionOf }: JointDeps,
  { path, panel }: PlanTurn,
): Promise<JointPlan | undefined> {
  const stored = await store.load(path);
  const latest = stored?.rounds.at(-1);
  const named = Array.isArray(panel?.reviewers) ? panel.reviewers : [];
  return stored !== undefined &&
    latest?.round.panel !== undefined &&
    named.every((id) => latest.round.reviewers.some((reviewer) => reviewer.id === id)) &&
    latest.round.reviewers.every(({ status }) => status === 'succeeded') &&
    latest.round.revision === (await revisionOf(path))
    ? planAfter(path, latest, stored)
    : undefined;
}

async function roundOf(
  deps: JointDeps,
  before: JointPlan,
  turn: PlanTurn & { readonly begunAt: string },
): Promise<JointPlan> {
  const { path } = turn;
  if (before.status === 'partial' && before.round !== null) {
    await deps.retry({ ...turn, round: before.round });
  } else if (before.status === 'in_progress') {
    const left = await deps.store.unfinished(path);
    if (left !== undefined) {
      await deps.resume(turn);
    } else if (!(await hasEnded(deps, path, turn.begunAt))) {
      await deps.review(turn);
    }
  } else {
    await deps.review(turn);
  }
  const stored = await deps.store.load(path);
  const latest = stored?.rounds.at(-1);
  if (stored === undefined || latest === undefined) {
    throw new PlanReviewError({
      code: 'store-inconsistent',
      message: `The round of ${path} was stored, and cannot be read back.`,
      wayOut: 'Look at its review, and review the plan again.',
    });
  }
  return planAfter(path, latest, stored);
}

/** Whether the plan has a round that was begun after the campaign: the process was gone before it could say so. */
async function hasEnded({ store }: JointDeps, path: string, begunAt: string): Promise<boolean> {
  const latest = (await store.load(path))?.rounds.at(-1)?.round;
  return latest !== undefined && latest.startedAt >= begunAt;
}

function planAfter(path: string, { round }: StoredRound, stored: StoredReview): JointPlan {
  const { title, kind } = round.plan;
  return {
    path,
    title,
    kind,
    status: round.reviewers.every(({ status }) => status === 'succeeded') ? 'completed' : 'partial',
    campaign: campaignIdOf(stored.folder.slice(stored.folder.lastIndexOf('/') + 1), round.number),
    round: round.number,
    revision: round.revision,
    verdict: round.verdict.value,
    open: countBySeverity(
      statesAfter(stored, round.number)
        .filter(({ isOpen }) => isOpen)
        .map(({ finding }) => finding),
    ),
    costUsd: round.panel === undefined ? 0 : (round.panel.costUsd ?? null),
    problem: null,
  };
}

/** Whether the next plan would fail of the same. */
function concernsAll(error: PlanReviewError): boolean {
  if (error instanceof ModelError) {
    return true;
  }
  switch (error.code) {
    case 'cancelled':
    case 'sending-refused':
    case 'batch-unavailable':
    case 'persona-not-found':
    case 'provider-not-found':
    case 'store-unwritable':
    case 'not-trusted':
    case 'settings-invalid':
      return true;
    default:
      return false;
  }
}
