import { PlanReviewError, throwIfCancelled } from '../../base/errors.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { StoredReview } from '../../ports/artifactStore.ts';
import type { PanelRequest } from '../panel/assignReviewers.ts';
import { requestOf } from '../panel/startPanel.ts';
import { readPersonas } from '../personas/readPersonas.ts';
import { readPlan, type ReadPlan } from '../readPlan.ts';
import { runBegun, type Reviewed } from '../reviewPlan.ts';
import { panelDeps, type ReviewDeps, type RoundRequest } from '../roundDeps.ts';
import { earlierFindings, raisedBy } from './earlierFindings.ts';
import { latestPanel } from './missingReviewers.ts';
import { responseView } from './responses.ts';

/** What a later round is run on. */
export interface NextRoundRequest extends Omit<RoundRequest, 'mode'> {
  /** `not-needed` lets findings be decided that nobody has answered; `needed` unless said. */
  readonly response?: 'needed' | 'not-needed' | undefined;
}

/**
 * Runs the next round of a review: a resolution check. Each earlier finding is decided by those who raised it, with the
 * author's answer, the plan's diff and the host's proof before them; new findings only as far as a later round may raise
 * them.
 * @throws PlanReviewError `not-reviewed`; `response-missing` where the latest round has no submitted response; otherwise
 * as `reviewPlan`.
 */
export async function nextRound(deps: ReviewDeps, request: NextRoundRequest): Promise<Reviewed> {
  request.progress?.report({ type: 'step', step: 'snapshot', text: `Reading ${request.path}` });
  const startedAt = deps.clock.now();
  const plan = await readPlan(deps.planFiles, request);
  throwIfCancelled(request.signal);
  const stored = await deps.store.load(request.path);
  const latest = stored?.rounds.at(-1)?.round;
  if (stored === undefined || latest === undefined) {
    throw new PlanReviewError({
      code: 'not-reviewed',
      message: `There is no finished round of ${request.path} that a next one could follow.`,
      wayOut: 'Review the plan first.',
    });
  }
  if (request.response !== 'not-needed') {
    await expectResponse(deps, request.path);
  }
  const asked =
    request.panel === undefined
      ? undefined
      : await askedOf(deps, { stored, plan, mode: latest.mode, panel: request.panel, startedAt });
  return runBegun(
    deps,
    { ...request, mode: latest.mode, ...asBefore(stored, request) },
    {
      plan,
      asked: asked === undefined ? undefined : { ...asked, resolves: latest.number },
      startedAt,
      unfinished: request.unfinished,
      isResolution: true,
    },
  );
}

/** A later round counts the work from where the earlier one did, unless somebody says otherwise. */
function asBefore({ rounds }: StoredReview, { work }: NextRoundRequest): Pick<RoundRequest, 'work'> {
  const since = rounds.at(-1)?.execution?.since.commit ?? undefined;
  return since === undefined ? {} : { work: { since, ...work } };
}

async function expectResponse(deps: ReviewDeps, path: string): Promise<void> {
  const { response, findings, questions, isEdited, document } = await responseView(deps, path);
  if (response.state === 'submitted' || findings.length + questions.length === 0) {
    return;
  }
  throw new PlanReviewError({
    code: 'response-missing',
    message: isEdited
      ? `${document.path} was edited and is not submitted.`
      : `Round ${response.round} of ${path} has no submitted response.`,
    wayOut: 'Answer the round and submit the response, or ask for a round without one.',
  });
}

/** Who is asked: whoever has raised what is open, those who are named, and somebody who reads what was changed. */
async function askedOf(
  deps: ReviewDeps,
  {
    stored,
    plan,
    panel,
    ...round
  }: {
    readonly stored: StoredReview;
    readonly plan: ReadPlan;
    readonly mode: RoundRequestFile['mode'];
    readonly panel: PanelRequest;
    readonly startedAt: number;
  },
): Promise<RoundRequestFile | undefined> {
  const catalogue = await readPersonas(panelDeps(deps).personas);
  const known = new Set(catalogue.personas.map(({ id }) => id));
  const before = latestPanel(stored) ?? [];
  const raisers = earlierFindings(stored, plan)
    .filter(({ isOpen }) => isOpen)
    .flatMap(({ finding }) => raisedBy(finding))
    .filter((id) => known.has(id));
  const asked = new Set([...raisers, ...namedIn(panel, catalogue.core)]);
  if (asked.size === 0 && stored.rounds.at(-1)?.round.revision !== plan.revision) {
    for (const { id } of before.filter((reviewer) => known.has(reviewer.id)).slice(0, 1)) {
      asked.add(id);
    }
  }
  if (asked.size === 0) {
    return undefined;
  }
  const reviewers = [...asked];
  return requestOf(panelDeps(deps), { ...round, plan, asked: { ...sameModelAs(before, panel), reviewers } });
}

function namedIn({ reviewers }: PanelRequest, core: readonly string[]): readonly string[] {
  if (reviewers === 'all_core') {
    return core;
  }
  return reviewers === undefined || reviewers === 'smart_sampling' ? [] : reviewers;
}

/** Unless somebody says otherwise, a review goes on with the models that it began with. */
function sameModelAs(
  before: readonly { readonly provider: string; readonly model: string }[],
  panel: PanelRequest,
): PanelRequest {
  const [first] = before;
  return panel.provider === undefined && panel.model === undefined && first !== undefined
    ? { ...panel, provider: first.provider, model: first.model }
    : panel;
}
