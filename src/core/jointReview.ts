import type { ArchivedFilter } from './domain/archive.ts';
import type { CampaignStatus } from './domain/campaign.ts';
import type { JointRequest, JointRetry, JointView } from './pipeline/campaigns/jointDeps.ts';
import type { NotesDraft } from './pipeline/campaigns/notes.ts';
import type { StoredCampaign } from './ports/campaignStore.ts';
import type { StoredNotes } from './ports/notesStore.ts';

/** Which campaigns over several plans to list. What is left out narrows nothing. */
export interface JointQuery {
  readonly status?: readonly CampaignStatus[];
  /** The path of a plan or of a folder that plans are in, relative to the workspace folder. */
  readonly content?: string;
  /** `hidden` where left out. */
  readonly archived?: ArchivedFilter;
}

/** The part of `PlanReview` that reviews several plans as one campaign. */
export interface JointReview {
  /**
   * The plans that plans, folders and globs mean, relative to the workspace folder and sorted: what `reviewTogether` would
   * review. A folder means the Markdown and HTML files in it and below, without a README and its like.
   * @throws PlanReviewError `plan-not-found` for a word that means no plan; `plan-too-large` for more than 500.
   */
  plansOf(content: readonly string[], signal?: AbortSignal): Promise<readonly string[]>;

  /**
   * Reviews several plans as one campaign. Each gets a round of its own, with its own snapshot, findings and verdict, which all
   * other methods know as they know any round; the campaign is stored in `.plan-review/campaigns/<id>/`, with an analysis of all
   * of them together. A plan that fails harms no other one: the campaign then ends as `partial`, each plan with its problem.
   * Aborting leaves a campaign that asking again, or `retryTogether`, goes on with; nothing that was answered is asked again.
   * @throws PlanReviewError `plan-not-found`; `campaign-exists`; `store-busy`; `sending-refused`; `persona-not-found`;
   * `cancelled`; ModelError `model-unavailable`.
   */
  reviewTogether(request: JointRequest): Promise<JointView>;

  /**
   * Goes on with a campaign over several plans: what was not reviewed is, what was left unfinished is resumed, and of finished
   * rounds the reviewers that had failed are asked again, and nobody else.
   * @throws PlanReviewError `campaign-not-found`; `nothing-to-retry`; otherwise as `reviewTogether`.
   */
  retryTogether(request: JointRetry): Promise<JointView>;

  /**
   * The campaigns over several plans, the latest first, as they are on disk. `content` leaves those that have a plan at this
   * path or in this folder. One that cannot be read has a `problem` and no `campaign`. Needs no index.
   * @throws PlanReviewError `store-inconsistent` where the folder of campaigns cannot be read.
   */
  jointCampaigns(query?: JointQuery): Promise<readonly StoredCampaign[]>;

  /**
   * A campaign over several plans with its analysis, or undefined where there is none with this id.
   * @throws PlanReviewError `store-inconsistent` where it cannot be read.
   */
  jointCampaign(id: string): Promise<JointView | undefined>;

  /**
   * Puts a campaign over several plans aside, by its id; or a review, by its plan's path, the name of its folder, or the id of one
   * of its campaigns. Lists leave it out unless they are asked; nothing is deleted, and a later round brings a review back.
   * @throws PlanReviewError `campaign-not-found`; `not-trusted`; `store-unwritable`.
   */
  archive(request: { readonly name: string; readonly by: string }): Promise<void>;

  /**
   * What a person has noted on the analysis of a campaign, of one plan or of several, by its id.
   * @throws PlanReviewError `campaign-not-found`
   */
  notes(campaign: string): Promise<StoredNotes>;

  /**
   * Stores such notes beside the analysis; a blank text removes them.
   * @throws PlanReviewError `notes-incomplete`; `notes-outdated`; `campaign-not-found`; `not-trusted`; `store-busy`;
   * `store-unwritable`.
   */
  saveNotes(campaign: string, draft: NotesDraft): Promise<StoredNotes>;

  /** Brings back what was put aside; false where it was not. Throws as `archive`. */
  bringBack(name: string): Promise<boolean>;
}
