import { sha256 } from '../../base/hash.ts';
import type { Analysis } from '../../domain/campaignAnalysis.ts';
import type { JointCampaign } from '../../domain/jointCampaign.ts';
import { ModelError } from '../../domain/modelError.ts';
import { noTokens, type TokenUsage } from '../../domain/modelUsage.ts';
import type { CommonKind } from '../../domain/trendReport.ts';
import type { JointProgress } from '../../ports/jointProgress.ts';
import type { TaskStore } from '../../ports/taskStore.ts';
import { themesPrompt, toldAnalysisSchema, type ToldAnalysis } from '../../prompts/themes.ts';
import { runTask } from '../tasks/runTask.ts';
import type { JointDeps, PlanRounds } from './jointDeps.ts';

/** What a model made of it, and what that took. */
export interface Told {
  /** Undefined where no model was asked, or none could be used: the host's words stay. */
  readonly words: ToldAnalysis | undefined;
  readonly usage: TokenUsage;
  readonly costUsd: number | undefined;
  readonly remarks: readonly string[];
}

/** The task's id: one for each campaign. */
const taskId = 'analysis';

/**
 * Asks the model that the rounds were read on for the summary and the themes of all plans: a task like any other, which is not
 * asked again while nothing has changed. Nothing depends on it, so a failure is a remark.
 * @throws PlanReviewError `cancelled`; `store-unwritable`; `store-busy`
 */
export async function tellTogether(
  { providers, clock }: JointDeps,
  asked: {
    readonly campaign: JointCampaign;
    readonly rounds: readonly PlanRounds[];
    readonly analysis: Analysis;
    readonly commonKinds: readonly CommonKind[];
    readonly tasks: TaskStore;
    readonly progress: JointProgress | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Told> {
  const nothing: Told = { words: undefined, usage: noTokens, costUsd: 0, remarks: [] };
  const { campaign, rounds, analysis, tasks, progress, signal } = asked;
  const reader = whoRead(rounds);
  // With one plan, or nothing found, there is nothing that the plan's own analysis does not say.
  if (reader === undefined || rounds.length < 2 || analysis.priorities.length < 2) {
    return nothing;
  }
  const limitUsd = campaign.panel?.maxCostUsd;
  const spentUsd = campaign.plans.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
  const report = (state: 'running' | 'done' | 'failed', text: string): void =>
    progress?.report({ type: 'analysis', state, text });
  report('running', `putting ${analysis.priorities.length} findings together`);
  try {
    const outcome = await runTask<ToldAnalysis>(
      {
        id: taskId,
        phase: 'analysis',
        operation: 'analysis',
        model: await providers.forRound({ limitUsd, spentUsd })(reader.provider),
        modelName: reader.model,
        effort: campaign.panel?.effort,
        prompt: themesPrompt(analysis, asked.commonKinds),
        revision: `sha256:${sha256(analysis.sources.map(({ revision }) => revision).join('\n'))}`,
        dependencies: [],
        readOutput: (stored) => toldAnalysisSchema.safeParse(stored).data,
      },
      { store: tasks, clock, signal },
    );
    const { usage, costUsd } = outcome.metadata;
    if (outcome.status === 'succeeded') {
      report('done', `${outcome.output.themes.length} themes`);
      return { words: outcome.output, usage, costUsd, remarks: [] };
    }
    report('failed', outcome.error.message);
    return { words: undefined, usage, costUsd, remarks: [withoutModel(outcome.error.message)] };
  } catch (error) {
    if (error instanceof ModelError) {
      report('failed', error.message);
      return { ...nothing, remarks: [withoutModel(error.message)] };
    }
    throw error;
  }
}

function withoutModel(why: string): string {
  return `The summary is the host's, because no model could be asked for one. ${why}`;
}

/** What most of the rounds were analysed on: a task of theirs, or else their first reviewer. */
function whoRead(
  rounds: readonly PlanRounds[],
): { readonly provider: string; readonly model: string } | undefined {
  for (const { round, stored } of rounds) {
    const panel = stored.rounds.find((known) => known.round.number === round)?.round.panel;
    const task = panel?.tasks.find(({ phase }) => phase === 'analysis') ?? panel?.reviewers[0];
    if (task !== undefined) {
      return { provider: task.provider, model: task.model };
    }
  }
  return undefined;
}
