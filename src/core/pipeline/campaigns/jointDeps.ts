import { present } from '../../base/present.ts';
import type { JointCampaign, JointPanel } from '../../domain/jointCampaign.ts';
import type { Analysis } from '../../domain/campaignAnalysis.ts';
import type { ReviewMode } from '../../domain/plan.ts';
import type { ArtifactStore, StoredReview } from '../../ports/artifactStore.ts';
import type { CampaignStore } from '../../ports/campaignStore.ts';
import type { Clock } from '../../ports/clock.ts';
import type { JointProgress } from '../../ports/jointProgress.ts';
import type { Progress } from '../../ports/progress.ts';
import type { Providers } from '../../ports/providers.ts';
import type { PanelRequest } from '../panel/assignReviewers.ts';
import type { AskToSend } from '../panel/sending.ts';
import type { Reviewed } from '../reviewPlan.ts';

/** What a plan's part of a campaign is run with. */
export interface PlanTurn {
  readonly path: string;
  readonly mode: ReviewMode;
  readonly panel: PanelRequest | undefined;
  readonly askToSend: AskToSend | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/** What campaigns over several plans need. */
export interface JointDeps {
  readonly campaigns: CampaignStore;
  readonly store: Pick<ArtifactStore, 'load' | 'unfinished'>;
  readonly clock: Clock;
  readonly providers: Providers;
  /** The plans that folders and globs mean. */
  readonly plansOf: (
    content: readonly string[],
    signal: AbortSignal | undefined,
  ) => Promise<readonly string[]>;
  /** Names the plan's content as it is now. */
  readonly revisionOf: (path: string) => Promise<string>;
  /**
   * Makes sure, before anything is stored, that the reviewers, their models and the consent to send are there.
   * @throws PlanReviewError `persona-not-found`, `provider-not-found`, `sending-refused`; ModelError `model-unavailable`
   */
  readonly preflight: (panel: PanelRequest, path: string, ask: AskToSend | undefined) => Promise<void>;
  /** A round of a plan; what was left unfinished of the same round is gone on with. */
  readonly review: (turn: PlanTurn) => Promise<Reviewed>;
  /** Finishes the round of a plan that was left unfinished. */
  readonly resume: (turn: PlanTurn) => Promise<Reviewed>;
  /** Runs a finished round again for those of its reviewers that had failed. */
  readonly retry: (turn: PlanTurn & { readonly round: number }) => Promise<Reviewed>;
}

/** Which plans to review as one campaign, and who is told how it goes. */
export interface JointRequest {
  /** Plans, folders and globs, relative to the workspace folder, with forward slashes. */
  readonly content: readonly string[];
  /** What people call it; what it is about where left out. */
  readonly name?: string;
  /**
   * The id, such as `docs-plans+2`. Where there is a campaign with it, that one is gone on with, or returned as it is where it has
   * ended, so that asking twice does nothing twice. Where left out, an unfinished campaign that asks for the same is gone on with,
   * and otherwise a new one begun.
   */
  readonly id?: string;
  /** `plan` unless said. */
  readonly mode?: ReviewMode;
  /** Who reads beside the checks; nobody where left out. `maxCostUsd` is for all plans together. */
  readonly panel?: PanelRequest;
  /** Asked at most once for each provider. */
  readonly askToSend?: AskToSend;
  readonly progress?: JointProgress;
  readonly signal?: AbortSignal;
}

/** Which campaign over several plans to go on with. */
export interface JointRetry extends Pick<JointRequest, 'askToSend' | 'progress' | 'signal'> {
  readonly id: string;
}

/** A campaign over several plans as people look at it. */
export interface JointView {
  readonly campaign: JointCampaign;
  /** Relative to the workspace folder. */
  readonly folder: string;
  /** Undefined for the checks alone, while it has not ended, and where it cannot be used. */
  readonly analysis: Analysis | undefined;
  /** What is wrong with the stored analysis, or undefined. */
  readonly problem: string | undefined;
  /** Whether a process is at work on it at this moment. */
  readonly isRunning: boolean;
  /** Since when it is put aside; null where it is not. */
  readonly archivedAt: string | null;
}

/** The part of a request that is kept with the campaign. */
export function keptPanel({
  reviewers,
  strategy,
  provider,
  model,
  effort,
  delivery,
  maxCostUsd,
  contextWindow,
  unchanged,
}: PanelRequest): JointPanel {
  return present({
    reviewers: typeof reviewers === 'object' ? [...reviewers] : reviewers,
    strategy,
    provider,
    model,
    effort,
    delivery,
    maxCostUsd,
    contextWindow,
    unchanged,
  });
}

/** What was asked for, as a request again. */
export function panelRequestOf(panel: JointPanel): PanelRequest {
  return present(panel);
}

/** The finished rounds that the plans of a campaign have come to, each with its whole review. */
export interface PlanRounds {
  readonly path: string;
  readonly round: number;
  readonly stored: StoredReview;
}

/** The reviews behind the plans of a campaign that have a finished round. */
export async function roundsBehind(
  { store }: Pick<JointDeps, 'store'>,
  { plans }: Pick<JointCampaign, 'plans'>,
): Promise<readonly PlanRounds[]> {
  const found: PlanRounds[] = [];
  for (const { path, round } of plans) {
    const stored = round === null ? undefined : await store.load(path);
    if (round !== null && stored?.rounds.some((known) => known.round.number === round) === true) {
      found.push({ path, round, stored });
    }
  }
  return found;
}
