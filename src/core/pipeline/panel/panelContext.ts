import type { CampaignReview } from '../../domain/campaign.ts';
import type { RoundChecks } from '../../domain/roundChecks.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { OpenRound } from '../../ports/artifactStore.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import type { Progress } from '../../ports/progress.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import type { LookUpFalsifier } from './raiseFindings.ts';

/** Asks for the index's rows of the campaign with this id. */
export type IndexedReviews = (
  campaign: string,
) => Promise<readonly Pick<CampaignReview, 'reviewer' | 'status'>[] | undefined>;

/** What the phases of a round with reviewers on models share. */
export interface PanelContext {
  /** The snapshot, taken apart. */
  readonly document: PlanDocument;
  readonly request: RoundRequestFile;
  readonly checks: RoundChecks;
  readonly open: OpenRound;
  readonly clock: Clock;
  readonly openModel: (provider: string) => Promise<LanguageModel>;
  readonly lookUp: LookUpFalsifier;
  /**
   * The rows that the index has of the reviewers of a campaign, brought up to date; undefined where there is no index to ask. Left
   * out where nobody brought one in.
   */
  readonly indexed?: IndexedReviews | undefined;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress | undefined;
}
