import { PlanReviewError } from '../../base/errors.ts';
import { campaignStatusSchema } from '../../domain/campaign.ts';
import { isJointCampaignId, type JointCampaign, type JointPlan } from '../../domain/jointCampaign.ts';
import { addTokens, noTokens } from '../../domain/modelUsage.ts';
import type { OpenCampaign, StoredCampaign } from '../../ports/campaignStore.ts';
import type { JointProgress } from '../../ports/jointProgress.ts';
import type { Progress } from '../../ports/progress.ts';
import { analysisDocument } from '../../reports/analysisDocument.ts';
import { jointDocument } from '../../reports/jointDocument.ts';
import type { PanelRequest } from '../panel/assignReviewers.ts';
import type { AskToSend } from '../panel/sending.ts';
import { total } from '../tasks/taskCosts.ts';
import { analyseTogether } from './jointAnalysis.ts';
import {
  keptPanel,
  panelRequestOf,
  roundsBehind,
  type JointDeps,
  type JointRequest,
  type JointRetry,
  type JointView,
} from './jointDeps.ts';
import { pendingPlan, takeTurn } from './planTurn.ts';

/**
 * So many plans are reviewed side by side. With a limit of costs it is one: what the next may cost has to be known. In batches
 * it is all of them, so that they share each batch, and a limit is divided among them.
 */
const sideBySide = 4;

/** After so many plans whose reviewers could not be asked, the others are not tried: what is wrong is not the plans. */
const mostIncomplete = 3;

/**
 * Reviews several plans as one campaign: each gets a round of its own, with its own verdict, and what was said of all of them
 * is put together. One that fails harms no other one. What was done is kept at every step, so that a campaign that was
 * interrupted is gone on with by asking again or by `retryTogether`.
 * @throws PlanReviewError `plan-not-found`; `campaign-exists` where the id belongs to a campaign that asks for something else;
 * `store-busy`; what `takeTurn` throws
 */
export async function reviewTogether(deps: JointDeps, request: JointRequest): Promise<JointView> {
  const found = await begunBefore(deps, request);
  if (found?.campaign?.completedAt !== undefined && found.campaign.completedAt !== null) {
    return viewOf(found);
  }
  const campaign = found?.campaign ?? (await newCampaign(deps, request));
  if (request.panel !== undefined) {
    await deps.preflight(request.panel, campaign.plans[0]?.path ?? '', request.askToSend);
  }
  return run(deps, campaign, { ...request, again: ['pending', 'in_progress'] });
}

/**
 * Goes on with a campaign: plans that were not reviewed are, unfinished rounds are resumed, and where reviewers had failed
 * these alone are asked again. Whoever has answered is not asked again.
 * @throws PlanReviewError `campaign-not-found`; `nothing-to-retry` where all of it is done; otherwise as `reviewTogether`.
 */
export async function retryTogether(deps: JointDeps, request: JointRetry): Promise<JointView> {
  const campaign = usable(request.id, await deps.campaigns.load(request.id));
  const again = ['pending', 'in_progress', 'partial', 'failed'] as const;
  if (
    campaign.completedAt !== null &&
    !campaign.plans.some(({ status }) => again.some((one) => one === status))
  ) {
    throw new PlanReviewError({
      code: 'nothing-to-retry',
      message: `Everybody has answered for every plan of ${campaign.id}.`,
      wayOut: 'Review the plans again for a new campaign.',
    });
  }
  return run(deps, campaign, { ...request, again });
}

/** The campaign that a request goes on with: the one it names, or else an unfinished one that asks for the same. */
async function begunBefore(
  { campaigns }: JointDeps,
  request: JointRequest,
): Promise<StoredCampaign | undefined> {
  const { id } = request;
  if (id === undefined) {
    return (await campaigns.list()).find(
      ({ campaign }) => campaign?.completedAt === null && asksForTheSame(campaign, request),
    );
  }
  if (!isJointCampaignId(id)) {
    throw new PlanReviewError({
      code: 'campaign-not-found',
      message: `"${id}" cannot be the id of a campaign over several plans.`,
      wayOut: 'Give lower-case letters, digits and hyphens, a plus and a number, such as "docs-plans+1".',
    });
  }
  const stored = await campaigns.load(id);
  if (stored !== undefined && !asksForTheSame(usable(id, stored), request)) {
    throw new PlanReviewError({
      code: 'campaign-exists',
      message: `There is a campaign ${id}, and it asks for something else.`,
      wayOut: 'Give another id, or none.',
    });
  }
  return stored;
}

function asksForTheSame(campaign: JointCampaign, { content, mode = 'plan', panel }: JointRequest): boolean {
  return (
    isSame(campaign.content.toSorted(), content.toSorted()) &&
    campaign.mode === mode &&
    isSame(
      campaign.panel === null ? null : keptPanel(panelRequestOf(campaign.panel)),
      panel === undefined ? null : keptPanel(panel),
    )
  );
}

/** Whether two values of the same making say the same. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

async function newCampaign(deps: JointDeps, request: JointRequest): Promise<JointCampaign> {
  const { content, mode = 'plan', panel, signal } = request;
  const plans = await deps.plansOf(content, signal);
  const about = content.length === 1 && content[0] !== '.' ? (content[0] ?? '') : 'plans';
  const id = request.id ?? (await deps.campaigns.nextId(request.name ?? about));
  return {
    schemaVersion: 1,
    id,
    name: request.name ?? content.join(', '),
    content: [...content],
    mode,
    panel: panel === undefined ? null : keptPanel(panel),
    status: 'pending',
    startedAt: new Date(deps.clock.now()).toISOString(),
    completedAt: null,
    plans: plans.map(pendingPlan),
    commonKinds: [],
    usage: noTokens,
    costUsd: null,
    remarks: [],
  };
}

/** The campaign, where it can be gone on with. @throws PlanReviewError `campaign-not-found`; `store-inconsistent` */
function usable(id: string, stored: StoredCampaign | undefined): JointCampaign {
  if (stored === undefined) {
    throw new PlanReviewError({
      code: 'campaign-not-found',
      message: `There is no campaign ${id}.`,
      wayOut: 'Run "plan-review list" to see those that there are.',
    });
  }
  if (stored.campaign === undefined) {
    throw new PlanReviewError({
      code: 'store-inconsistent',
      message: stored.problem ?? `The campaign ${id} cannot be read.`,
      wayOut: 'The reviews of its plans can be looked at one by one.',
    });
  }
  return stored.campaign;
}

interface Going {
  readonly askToSend?: AskToSend | undefined;
  readonly progress?: JointProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The plans whose turn it is, by how they stand. */
  readonly again: readonly JointPlan['status'][];
}

async function run(deps: JointDeps, begun: JointCampaign, going: Going): Promise<JointView> {
  const open = await deps.campaigns.open(begun.id);
  try {
    const running = new RunningCampaign(deps, open, begun);
    await running.save({ status: 'in_progress', completedAt: null, remarks: [] });
    going.progress?.report({ type: 'begun', id: begun.id, plans: begun.plans.map(({ path }) => path) });
    await running.takeTurns(going);
    await running.save({ status: 'analyzing' });
    return await running.finish(going);
  } finally {
    await open.release();
  }
}

/** A campaign that is being run. Every change is on the disk before the next one. */
class RunningCampaign {
  readonly #deps: JointDeps;
  readonly #open: OpenCampaign;
  #campaign: JointCampaign;
  #saving: Promise<void> = Promise.resolve();

  constructor(deps: JointDeps, open: OpenCampaign, campaign: JointCampaign) {
    this.#deps = deps;
    this.#open = open;
    this.#campaign = campaign;
  }

  /** One change after the other: several plans may be under way. */
  save(change: Partial<JointCampaign>): Promise<void> {
    this.#campaign = { ...this.#campaign, ...change };
    const saved = this.#saving.then(() => this.#open.save(this.#campaign, jointDocument(this.#campaign)));
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  /** Has every plan reviewed whose turn it is. @throws what concerns all plans, once those under way have ended */
  async takeTurns(going: Going): Promise<void> {
    const waiting = this.#campaign.plans.filter(({ status }) => going.again.includes(status));
    const agree = askedOnce(going.askToSend);
    const { delivery, maxCostUsd } = this.#campaign.panel ?? {};
    const lanes = delivery === 'batch' ? waiting.length : maxCostUsd === undefined ? sideBySide : 1;
    const panel = this.#panelNow(delivery === 'batch' ? waiting.length : 1);
    const panelNow = () => (delivery === 'batch' ? panel : this.#panelNow(1));
    let incomplete = 0;
    let stopped: { readonly reason: unknown } | undefined;
    const lane = async (): Promise<void> => {
      for (;;) {
        const plan = stopped === undefined && incomplete < mostIncomplete ? waiting.shift() : undefined;
        if (plan === undefined) {
          return;
        }
        try {
          const { status } = await this.#takeTurn(plan, panelNow(), { ...going, askToSend: agree });
          incomplete += status === 'in_progress' ? 1 : 0;
        } catch (error) {
          stopped ??= { reason: error };
        }
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    if (stopped !== undefined) {
      throw stopped.reason;
    }
    if (waiting.length > 0) {
      await this.save({
        remarks: [
          `The reviewers of ${incomplete} plans could not be asked, so ${waiting.length} more were not begun.`,
        ],
      });
    }
  }

  async #takeTurn(
    before: JointPlan,
    panel: PanelRequest | undefined,
    { askToSend, progress, signal }: Going,
  ): Promise<JointPlan> {
    const { path } = before;
    const inRound: Progress = { report: (event) => progress?.report({ type: 'round', plan: path, event }) };
    await this.#setPlan({ ...before, status: 'in_progress', problem: null });
    progress?.report({ type: 'plan', plan: path, status: 'in_progress', text: '' });
    const { plan } = await takeTurn(this.#deps, before, {
      path,
      mode: this.#campaign.mode,
      panel,
      begunAt: this.#campaign.startedAt,
      askToSend,
      progress: inRound,
      signal,
    });
    await this.#setPlan(plan);
    const text = plan.problem?.message ?? plan.verdict ?? '';
    progress?.report({ type: 'plan', plan: path, status: plan.status, text });
    return plan;
  }

  /** What is asked for, with what is left of the limit for each of so many plans. */
  #panelNow(among: number): PanelRequest | undefined {
    const { panel, plans } = this.#campaign;
    if (panel === null) {
      return undefined;
    }
    const asked = panelRequestOf(panel);
    const spent = plans.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
    return asked.maxCostUsd === undefined
      ? asked
      : { ...asked, maxCostUsd: Math.max(0, asked.maxCostUsd - spent) / Math.max(1, among) };
  }

  #setPlan(plan: JointPlan): Promise<void> {
    return this.save({
      plans: this.#campaign.plans.map((old) => (old.path === plan.path ? plan : old)),
    });
  }

  /** Puts together what was said of all plans, and ends the campaign. */
  async finish({ progress, signal }: Going): Promise<JointView> {
    const rounds = await roundsBehind(this.#deps, this.#campaign);
    const result = await analyseTogether(this.#deps, {
      campaign: this.#campaign,
      rounds,
      tasks: this.#open.tasks,
      progress,
      signal,
    });
    if (result.analysis !== undefined) {
      await this.#open.saveAnalysis(result.analysis, analysisDocument(result.analysis));
    }
    const { plans } = this.#campaign;
    const panels = rounds.flatMap(({ path, round, stored }) => {
      const isOurs = plans.some((plan) => plan.path === path && plan.status !== 'skipped');
      const panel = stored.rounds.find((known) => known.round.number === round)?.round.panel;
      return isOurs && panel !== undefined ? [panel] : [];
    });
    await this.save({
      status: statusOf(plans),
      completedAt: new Date(this.#deps.clock.now()).toISOString(),
      commonKinds: [...result.commonKinds],
      usage: addTokens(...panels.map(({ usage }) => usage), result.usage),
      costUsd: total([...panels.map(({ costUsd }) => costUsd), result.costUsd]) ?? null,
      remarks: [...this.#campaign.remarks, ...result.remarks],
    });
    return {
      campaign: this.#campaign,
      folder: this.#open.folder,
      analysis: result.analysis,
      problem: undefined,
      isRunning: false,
      // Whatever was put aside is back with what it came to just now.
      archivedAt: null,
    };
  }
}

function statusOf(plans: readonly JointPlan[]): JointCampaign['status'] {
  const { completed, partial, failed } = campaignStatusSchema.enum;
  if (plans.every(({ status }) => status === 'completed' || status === 'skipped')) {
    return completed;
  }
  return plans.some(({ round }) => round !== null) ? partial : failed;
}

/** The same question is asked once, however many plans need the answer. */
function askedOnce(ask: AskToSend | undefined): AskToSend | undefined {
  if (ask === undefined) {
    return undefined;
  }
  const answers = new Map<string, Promise<boolean>>();
  return (sending) => {
    const known = answers.get(sending.identity) ?? Promise.resolve(ask(sending));
    answers.set(sending.identity, known);
    return known;
  };
}

/** A stored campaign as people look at it. @throws PlanReviewError `store-inconsistent` where it cannot be read */
export function viewOf(stored: StoredCampaign): JointView {
  const { analysis } = stored;
  return {
    campaign: usable(stored.id, stored),
    folder: stored.folder,
    analysis: analysis?.ok === true ? analysis.analysis : undefined,
    problem: analysis?.ok === false ? analysis.problem : undefined,
    isRunning: stored.isRunning,
    archivedAt: stored.archivedAt,
  };
}
