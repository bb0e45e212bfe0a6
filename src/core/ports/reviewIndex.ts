import type {
  Campaign,
  CampaignAnalysis,
  CampaignAnswer,
  CampaignDetail,
  CampaignResolution,
  CampaignResponse,
  CampaignReview,
  CampaignStatus,
  CampaignUsage,
  ContentVersion,
  ReviewerTally,
} from '../domain/campaign.ts';
import type { Archive, ArchivedFilter } from '../domain/archive.ts';
import type { Category, Severity } from '../domain/finding.ts';
import type { FindingStatus, IndexedFinding } from '../domain/indexedFinding.ts';
import type { PlanIdentity } from '../domain/plan.ts';
import type { VerdictValue } from '../domain/verdict.ts';
import type { StoredReview, UnfinishedRound } from './artifactStore.ts';

/** All that the artifacts of one review say, as the index takes them. */
export interface ReviewArtifacts extends Pick<StoredReview, 'rounds' | 'inconsistent' | 'responses'> {
  /** The name of the review's folder. */
  readonly slug: string;
  /** The folder, relative to the workspace folder. */
  readonly folder: string;
  /** Undefined where nothing in the folder says whose it is. */
  readonly plan: PlanIdentity | undefined;
  /** Who put it aside, and when; undefined where nobody did. */
  readonly archive: Archive | undefined;
  readonly unfinished: Pick<UnfinishedRound, 'number' | 'request' | 'tasks'> | undefined;
}

/** What the index holds of one review: nothing but what follows from its artifacts. */
export interface ReviewRows {
  readonly contents: readonly ContentVersion[];
  readonly campaigns: readonly Campaign[];
  readonly reviews: readonly CampaignReview[];
  readonly analyses: readonly CampaignAnalysis[];
  readonly findings: readonly IndexedFinding[];
  readonly responses: readonly CampaignResponse[];
  readonly answers: readonly CampaignAnswer[];
  readonly resolutions: readonly CampaignResolution[];
  readonly usage: readonly CampaignUsage[];
}

/** Derives what the index holds of a review. Pure: the same artifacts give the same rows. */
export type DeriveRows = (artifacts: ReviewArtifacts) => ReviewRows;

/** A part of a long list. */
interface Page {
  /** 100 where left out. */
  readonly limit?: number;
  /** How many to leave out first. */
  readonly offset?: number;
}

/** Which campaigns to list. What is left out narrows nothing. */
export interface CampaignQuery extends Page {
  readonly status?: readonly CampaignStatus[];
  readonly verdict?: readonly VerdictValue[];
  /** `hidden` where left out. */
  readonly archived?: ArchivedFilter;
  /** The id of somebody who was asked to read: a persona, or `checks`. */
  readonly reviewer?: string;
  /** The path of a plan or of a folder that plans are in, relative to the workspace folder. */
  readonly content?: string;
}

/** Which findings to list. What is left out narrows nothing. */
export interface FindingQuery extends Page {
  /** Paths of plans, or of folders that plans are in. */
  readonly content?: readonly string[];
  /** `open` and `closed` say whether a finding still counts; every other word is what the last decision said. */
  readonly status?: 'open' | 'closed' | Exclude<FindingStatus, 'open'>;
  /** As severe as this, or more. */
  readonly severity?: Severity;
  readonly reviewer?: string;
  readonly category?: Category;
  /** `hidden` where left out. */
  readonly archived?: ArchivedFilter;
}

/** Part of a list, and how long the whole is. */
export interface CampaignPage {
  readonly total: number;
  /** The latest first; those without a date last. */
  readonly campaigns: readonly Campaign[];
}

/** Part of a list, and how long the whole is. */
export interface FindingPage {
  readonly total: number;
  /** The worst first, then by plan and number. */
  readonly findings: readonly IndexedFinding[];
}

/** What trends are computed from, for the campaigns of one plan or folder. */
export interface TrendData {
  /** The oldest first. */
  readonly campaigns: readonly Campaign[];
  readonly reviews: readonly CampaignReview[];
  readonly resolutions: readonly CampaignResolution[];
}

/** What building the index came to. */
export interface IndexReport {
  readonly reviews: number;
  readonly campaigns: number;
  readonly findings: number;
}

/**
 * Answers questions about all reviews of a workspace. Holds nothing that the artifacts do not say: every question first
 * brings it up to date with them, so that nobody has to know that it exists, and it can be deleted at any time.
 *
 * All methods reject with PlanReviewError `index-unavailable` where this Node.js has no SQLite, and `index-newer` where a
 * later version has written the index. In every other trouble (locked, read-only, full, corrupt) questions are answered from
 * the artifacts themselves, and the log has one sentence about it.
 */
export interface ReviewIndex {
  /**
   * Builds the index anew from the artifacts.
   * @throws PlanReviewError `index-busy`; `index-unwritable`. The artifacts are as they were.
   */
  reindex(signal?: AbortSignal): Promise<IndexReport>;

  /** Takes in what has just been stored of the plan at `path`. Never rejects: what fails is logged, and caught up later. */
  note(path: string): Promise<void>;

  /** Campaigns of all plans. */
  campaigns(query: CampaignQuery): Promise<CampaignPage>;

  /** A campaign with all that is known of it, or undefined where there is none with this id. */
  campaign(id: string): Promise<CampaignDetail | undefined>;

  /** Findings of all plans after all rounds. */
  findings(query: FindingQuery): Promise<FindingPage>;

  /** What the trends of a plan, or of all plans in a folder, are computed from. */
  trend(content: string): Promise<TrendData>;

  /** How often what each reviewer found was answered and decided in which way, over all plans. */
  tallies(): Promise<readonly ReviewerTally[]>;
}
