import type { Analysis } from '../domain/campaignAnalysis.ts';
import type { JointCampaign } from '../domain/jointCampaign.ts';
import type { StoredAnalysis } from './artifactStore.ts';
import type { TaskStore } from './taskStore.ts';

/** A campaign over several plans as it is on disk. */
export interface StoredCampaign {
  readonly id: string;
  /** Relative to the workspace folder. */
  readonly folder: string;
  /** Undefined where `campaign.json` cannot be used; `problem` says why and what to do. */
  readonly campaign: JointCampaign | undefined;
  readonly problem: string | undefined;
  /** What the reviewers of all plans say together; undefined where there is nothing of the kind. */
  readonly analysis: StoredAnalysis | undefined;
  /** Whether a process is at work on it at this moment. */
  readonly isRunning: boolean;
  /** Since when it is put aside; null where it is not. */
  readonly archivedAt: string | null;
}

/** A campaign over several plans that nobody else works on until it is released. */
export interface OpenCampaign {
  /** Relative to the workspace folder. */
  readonly folder: string;
  /** The tasks of the campaign itself; those of its plans are with their rounds. */
  readonly tasks: TaskStore;
  /**
   * Stores `campaign.json`, and `campaign.md` for people.
   * @throws PlanReviewError `store-unwritable`; `store-busy`.
   */
  save(campaign: JointCampaign, document: string): Promise<void>;
  /** Stores `analysis.json` and `analysis.md`. @throws PlanReviewError `store-unwritable`; `store-busy`. */
  saveAnalysis(analysis: Analysis, document: string): Promise<void>;
  /** Lets others in. */
  release(): Promise<void>;
}

/** The campaigns over several plans on disk, below `.plan-review/campaigns/`. */
export interface CampaignStore {
  /** All of them, by id. @throws PlanReviewError `store-inconsistent` where the folder cannot be read. */
  list(): Promise<readonly StoredCampaign[]>;
  /** The campaign with this id, or undefined where there is none. */
  load(id: string): Promise<StoredCampaign | undefined>;
  /**
   * Opens a campaign for writing, and makes its folder where there is none.
   * @throws PlanReviewError `store-busy` while another process works on it; `store-unwritable`.
   */
  open(id: string): Promise<OpenCampaign>;
  /** The first id of this name that no campaign has had: `docs-plans+3`. */
  nextId(name: string): Promise<string>;
}
