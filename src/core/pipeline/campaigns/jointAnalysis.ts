import { analyseCampaign, type CampaignFacts } from '../../analysis/analyseCampaign.ts';
import { commonKinds } from '../../analysis/commonKinds.ts';
import { findingMovement } from '../../analysis/findingMovement.ts';
import type { FindingState } from '../../analysis/findingStates.ts';
import type { Reading } from '../../analysis/readings.ts';
import { scoreChange, type ScoreSheet } from '../../analysis/scoreChange.ts';
import type { Analysis, Comparison } from '../../domain/campaignAnalysis.ts';
import type { JointCampaign } from '../../domain/jointCampaign.ts';
import { noTokens, type TokenUsage } from '../../domain/modelUsage.ts';
import type { Round } from '../../domain/round.ts';
import type { CommonKind } from '../../domain/trendReport.ts';
import type { StoredRound } from '../../ports/artifactStore.ts';
import type { JointProgress } from '../../ports/jointProgress.ts';
import type { TaskStore } from '../../ports/taskStore.ts';
import { statesAfter } from '../rounds/states.ts';
import { roundsBehind, type JointDeps, type PlanRounds } from './jointDeps.ts';
import { tellTogether } from './jointThemes.ts';

/** What the rounds of several plans come to. */
export interface JointResult {
  /** Undefined where no reviewer on a model was asked. */
  readonly analysis: Analysis | undefined;
  readonly commonKinds: readonly CommonKind[];
  /** What the analysis itself used. */
  readonly usage: TokenUsage;
  readonly costUsd: number | undefined;
  readonly remarks: readonly string[];
}

/** A plan's round with what was open when it had ended. */
interface Part {
  readonly path: string;
  readonly round: StoredRound;
  readonly states: readonly FindingState[];
}

/**
 * Puts together what was said of all plans of a campaign: computed first, then, where there is a model, its words for the summary
 * and the themes. Without one, or where it fails, the host's words stay.
 * @throws PlanReviewError `cancelled`; `store-unwritable`; `store-busy`
 */
export async function analyseTogether(
  deps: JointDeps,
  asked: {
    readonly campaign: JointCampaign;
    readonly rounds: readonly PlanRounds[];
    readonly tasks: TaskStore;
    readonly progress: JointProgress | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<JointResult> {
  const parts = partsOf(asked.rounds);
  const kinds = commonKinds(
    parts.flatMap(({ path, states }) =>
      states.map(({ finding, isOpen }) => ({ ...finding, plan: path, check: finding.check ?? null, isOpen })),
    ),
  );
  const nothing = { commonKinds: kinds, usage: noTokens, costUsd: 0, remarks: [] };
  const facts = factsOf(asked.campaign, parts, {
    completedAt: new Date(deps.clock.now()).toISOString(),
    comparison: await comparisonWith(deps, asked.campaign, parts),
  });
  if (facts === undefined) {
    return { ...nothing, analysis: undefined };
  }
  const computed = analyseCampaign(facts);
  const told = await tellTogether(deps, { ...asked, analysis: computed, commonKinds: kinds });
  return {
    ...told,
    commonKinds: kinds,
    analysis: told.words === undefined ? computed : analyseCampaign({ ...facts, told: told.words }),
  };
}

function partsOf(rounds: readonly PlanRounds[]): readonly Part[] {
  return rounds.flatMap(({ path, round, stored }) => {
    const found = stored.rounds.find((known) => known.round.number === round);
    return found === undefined ? [] : [{ path, round: found, states: statesAfter(stored, round) }];
  });
}

function factsOf(
  campaign: JointCampaign,
  parts: readonly Part[],
  { completedAt, comparison }: Pick<CampaignFacts, 'completedAt' | 'comparison'>,
): CampaignFacts | undefined {
  const readings = parts.flatMap(readingsOf);
  if (readings.length === 0) {
    return undefined;
  }
  const panels = parts.flatMap(({ round }) => round.round.panel ?? []);
  const open = parts.flatMap(({ path, states }) =>
    states.filter(({ isOpen }) => isOpen).map(({ finding }) => ({ ...finding, plan: path })),
  );
  return {
    title: campaign.name,
    completedAt,
    sources: parts.map(({ round: { round } }) => ({
      plan: round.plan,
      round: round.number,
      revision: round.revision,
      isResolution: round.resolutions?.some(({ by }) => by.some((who) => who !== 'checks')) ?? false,
    })),
    // One plan whose reviewers knew of each other is enough for agreement to mean nothing.
    strategy: panels.every(({ strategy }) => strategy === 'independent') ? 'independent' : 'complementary',
    readings,
    isPartial: campaign.plans.some(({ status }) => status !== 'completed' && status !== 'skipped'),
    findings: open,
    told: undefined,
    comparison,
  };
}

/** Who read a plan in its round. A round without a usable analysis says nothing of who its readers are. */
function readingsOf({ path, round: { round, analysis } }: Part): readonly Reading[] {
  if (round.panel === undefined || analysis?.ok !== true) {
    return [];
  }
  const { reviewers } = round.panel;
  return analysis.analysis.personas.map((persona): Reading => {
    const opinion = reviewers.find(({ id }) => id === persona.id)?.opinion;
    const { id, name, archetype, experience, status, depth, elapsedMs } = persona;
    return {
      plan: path,
      reviewer: id,
      name,
      archetype,
      experience,
      status,
      answer:
        opinion === undefined
          ? undefined
          : { ratings: opinion.ratings, strengths: opinion.strengths ?? [], ...depth },
      elapsedMs: elapsedMs ?? undefined,
    };
  });
}

/** What is otherwise than in the latest campaign before this one that was about some of the same plans. */
async function comparisonWith(
  deps: JointDeps,
  campaign: JointCampaign,
  parts: readonly Part[],
): Promise<Comparison | null> {
  const before = (await deps.campaigns.list())
    .flatMap((stored) => stored.campaign ?? [])
    .filter(
      ({ id, completedAt, startedAt, plans }) =>
        id !== campaign.id &&
        completedAt !== null &&
        startedAt <= campaign.startedAt &&
        plans.some(({ path, round }) => round !== null && parts.some((part) => part.path === path)),
    )
    .toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
  if (before === undefined || before.completedAt === null) {
    return null;
  }
  const earlier = partsOf(await roundsBehind(deps, before));
  const shared = parts.flatMap((part) => {
    const other = earlier.find(({ path }) => path === part.path);
    return other === undefined ? [] : [{ before: other, after: part }];
  });
  const { shared: keys, ...scores } = scoreChange(
    sheetOf(shared.map((pair) => pair.before)),
    sheetOf(shared.map((pair) => pair.after)),
  );
  const moves = shared.map((pair) => findingMovement(pair.before.states, pair.after.states));
  const sum = (count: (move: Comparison['findings']) => number): number =>
    moves.reduce((all, move) => all + count(move), 0);
  return {
    with: before.id,
    completedAt: before.completedAt,
    reviewers: [...new Set(keys.map((key) => key.slice(0, key.indexOf(' '))))],
    ...scores,
    findings: {
      new: sum((move) => move.new),
      persisting: sum(({ persisting }) => persisting),
      gone: sum(({ gone }) => gone),
      regressed: sum(({ regressed }) => regressed),
    },
  };
}

/** The scores of each persona on each plan. Ids have no blank in them, so what is before the first one is the persona's. */
function sheetOf(parts: readonly Part[]): ScoreSheet {
  return new Map(parts.flatMap(({ path, round: { round } }) => scoresIn(round, path)));
}

function scoresIn({ panel }: Round, path: string) {
  return (panel?.reviewers ?? []).flatMap(({ id, opinion }) =>
    opinion === undefined ? [] : [[`${id} ${path}`, opinion.ratings] as const],
  );
}
