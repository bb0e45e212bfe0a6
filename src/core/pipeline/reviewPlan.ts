import { PlanReviewError, throwIfCancelled } from '../base/errors.ts';
import type { RoundRequestFile } from '../domain/roundRequest.ts';
import type { StoredRound } from '../ports/artifactStore.ts';
import { parsePlan } from '../text/planDocument.ts';
import { composeRound } from './composeRound.ts';
import { requestOf } from './panel/startPanel.ts';
import { identityOf, readPlan, textOf } from './readPlan.ts';
import { panelDeps, type Beginning, type ReviewDeps, type RoundRequest } from './roundDeps.ts';

/** A round as it was stored, and where. */
export type Reviewed = StoredRound & { folder: string };

/**
 * Runs a round on a plan as it is on disk: snapshot, reviewers, verdict, artifacts.
 *
 * Everybody reads the snapshot, so an edit during the round changes nothing but the verdict. The round counts only
 * once it is complete; a cancelled or killed one leaves a folder that the next round takes up.
 * @throws PlanReviewError `round-incomplete` where a reviewer is still to be asked, `round-unfinished` where an earlier
 * round waits for one.
 */
export async function reviewPlan(deps: ReviewDeps, request: RoundRequest): Promise<Reviewed> {
  request.progress?.report({ type: 'step', step: 'snapshot', text: `Reading ${request.path}` });
  const startedAt = deps.clock.now();
  const plan = await readPlan(deps.planFiles, request);
  throwIfCancelled(request.signal);
  const asked =
    request.panel === undefined
      ? undefined
      : {
          ...(await requestOf(panelDeps(deps), {
            plan,
            asked: request.panel,
            mode: request.mode,
            startedAt,
            chapter: request.chapter,
            stored: await deps.store.load(request.path),
          })),
          ...(await readAbout(deps.planFiles, request)),
        };
  const { unfinished } = request;
  return runBegun(deps, request, { plan, asked, startedAt, unfinished, isResolution: false });
}

/** The plan that a packet is about, kept with the request, so that an edit during the round changes nothing. */
export async function readAbout(
  planFiles: ReviewDeps['planFiles'],
  { about, path }: Pick<RoundRequest, 'about' | 'path'>,
): Promise<Pick<RoundRequestFile, 'about'>> {
  if (about === undefined || about === path) {
    return {};
  }
  const plan = await readPlan(planFiles, { path: about });
  return { about: { path: about, revision: plan.revision, text: plan.document.text } };
}

/**
 * Finishes the round of a plan that was left unfinished, on the snapshot that it began with.
 * @throws PlanReviewError `nothing-to-resume`; otherwise as `reviewPlan`.
 */
export async function resumeReview(
  deps: ReviewDeps,
  request: Omit<RoundRequest, 'mode' | 'panel' | 'unfinished'> & { readonly maxCostUsd?: number | undefined },
): Promise<Reviewed> {
  const left = await deps.store.unfinished(request.path);
  if (left === undefined) {
    throw new PlanReviewError({
      code: 'nothing-to-resume',
      message: `No round of ${request.path} was left unfinished.`,
      wayOut: 'Start a round: review the plan.',
    });
  }
  const { snapshot: bytes, request: begun } = left;
  const document = parsePlan(begun.plan.path, textOf(begun.plan.path, bytes), begun.plan.kind);
  const limit = request.maxCostUsd ?? begun.maxCostUsd;
  const { maxCostUsd: _, ...rest } = begun;
  return runBegun(
    deps,
    { ...request, path: begun.plan.path, mode: begun.mode },
    {
      plan: { path: begun.plan.path, bytes, revision: begun.revision, document },
      asked: limit === undefined ? rest : { ...rest, maxCostUsd: limit },
      startedAt: Date.parse(begun.startedAt),
      unfinished: 'resume',
      isResolution: begun.resolves !== undefined,
    },
  );
}

/**
 * Runs a finished round again for those of its reviewers that had failed, as a round of its own on the same snapshot: who had
 * answered is not asked again, and the finished round stays as it is.
 * @throws PlanReviewError `nothing-to-retry`; otherwise as `reviewPlan`.
 */
export async function retryReview(
  deps: ReviewDeps,
  { round, ...request }: Omit<RoundRequest, 'mode' | 'panel' | 'unfinished'> & { readonly round: number },
): Promise<Reviewed> {
  const { path } = request;
  const stored = await deps.store.load(path);
  const before = stored?.rounds.find((known) => known.round.number === round)?.round;
  if (before === undefined || before.reviewers.every(({ status }) => status === 'succeeded')) {
    throw nothingToRetry(
      before === undefined
        ? `There is no finished round ${round} of ${path}.`
        : `Every reviewer of round ${round} of ${path} has answered.`,
      'Review the plan for another round.',
    );
  }
  const finished = await deps.store.finished(path, round);
  if (finished === undefined || finished.request.resolves !== undefined) {
    throw nothingToRetry(
      finished === undefined
        ? `Round ${round} of ${path} does not say what it was run on.`
        : `Round ${round} of ${path} decided earlier findings, and is not run again.`,
      finished === undefined ? 'Review the plan for another round.' : 'Run the next round of the plan.',
    );
  }
  const { leftOut: _leftOut, ...asked } = finished.request;
  const { snapshot: bytes, checks } = finished;
  const startedAt = deps.clock.now();
  const document = parsePlan(asked.plan.path, textOf(asked.plan.path, bytes), asked.plan.kind);
  return runBegun(
    deps,
    { ...request, mode: asked.mode },
    {
      plan: { path: asked.plan.path, bytes, revision: asked.revision, document },
      asked: { ...asked, startedAt: new Date(startedAt).toISOString(), retries: round },
      checks,
      startedAt,
      unfinished: undefined,
      isResolution: false,
    },
  );
}

function nothingToRetry(message: string, wayOut: string): PlanReviewError {
  return new PlanReviewError({ code: 'nothing-to-retry', message, wayOut });
}

/** Begins a round, runs it and stores it. */
export async function runBegun(
  deps: ReviewDeps,
  request: RoundRequest,
  beginning: Beginning,
): Promise<Reviewed> {
  const { plan, asked, unfinished } = beginning;
  const open = await deps.store.begin(identityOf(plan.document), plan, {
    ...(asked === undefined ? {} : { request: asked }),
    ...(unfinished === undefined ? {} : { unfinished }),
  });
  try {
    if (open.request?.retries !== undefined) {
      await open.takeOver(open.request.retries);
    }
    if (beginning.checks !== undefined && open.checks === undefined) {
      await open.storeChecks(beginning.checks);
    }
    const content = await composeRound(deps, request, {
      ...beginning,
      open: { ...open, checks: open.checks ?? beginning.checks },
    });
    throwIfCancelled(request.signal);
    request.progress?.report({ type: 'step', step: 'record', text: 'Recording the round' });
    return { ...(await open.complete(content)), folder: open.folder };
  } finally {
    await open.release();
  }
}
