import type { Archive } from '../domain/archive.ts';
import type { Analysis } from '../domain/campaignAnalysis.ts';
import type { Claim } from '../domain/claim.ts';
import type { Execution } from '../domain/execution.ts';
import type { Finding } from '../domain/finding.ts';
import type { Notes } from '../domain/notes.ts';
import type { PlanIdentity, Revision } from '../domain/plan.ts';
import type { ReviewRecord } from '../domain/record.ts';
import type { Response } from '../domain/response.ts';
import type { Review, Round } from '../domain/round.ts';
import type { RoundChecks } from '../domain/roundChecks.ts';
import type { RoundRequestFile } from '../domain/roundRequest.ts';
import type { TaskMetadata } from '../domain/task.ts';
import type { TaskStore } from './taskStore.ts';

/** Everything a finished round left behind, read back and verified. */
export interface StoredRound {
  readonly round: Round;
  readonly findings: readonly Finding[];
  readonly claims: readonly Claim[];
  /** What its reviewers on models say together; left out where there is nothing of the kind. */
  readonly analysis?: StoredAnalysis | undefined;
  /** What a person has noted on it; left out where nobody has, or it cannot be used. */
  readonly notes?: Notes | undefined;
  /** Whether the plan was carried out; undefined before the work, and where the file cannot be used. */
  readonly execution?: Execution | undefined;
}

/** The analysis of a round as it is on disk, or why it cannot be used. */
export type StoredAnalysis =
  | { readonly ok: true; readonly analysis: Analysis }
  /** `problem` names the file and everything that is wrong with it. */
  | { readonly ok: false; readonly problem: string };

/** A round whose artifacts contradict its `round.json`, and in what. */
export interface InconsistentRound {
  readonly number: number;
  readonly problem: string;
}

/** What the store knows of a plan. */
export interface StoredReview {
  readonly review: Review;
  /** The review's folder, relative to the workspace folder. */
  readonly folder: string;
  /** Finished rounds by number. */
  readonly rounds: readonly StoredRound[];
  readonly inconsistent: readonly InconsistentRound[];
  /** The exact bytes that each of the rounds reviewed, by its number. */
  readonly snapshots: ReadonlyMap<number, Uint8Array>;
  /** The author's side of each of the rounds that has one, by its number. */
  readonly responses: ReadonlyMap<number, StoredResponse>;
  /** What models drafted for the response to the latest round, the latest draft last; what cannot be used is left out. */
  readonly drafts: readonly StoredDraft[];
  /** How the review ended; undefined while nobody has signed it. */
  readonly record: StoredRecord | undefined;
  /** Who put it aside, and when; undefined where nobody did. */
  readonly archive?: Archive | undefined;
}

/** One folder of reviews, whatever state it is in. */
export interface ListedReview {
  /** Relative to the workspace folder. */
  readonly folder: string;
  /** What it holds; undefined where not even the plan that it is about can be told. */
  readonly stored: StoredReview | undefined;
  /** What is wrong with the folder itself, one sentence each; problems of rounds are in `stored`. */
  readonly problems: readonly string[];
}

/** The author's side of a round as it is on disk. */
export interface StoredResponse {
  /** Names what is on disk, both files together: whoever writes says what they have seen. */
  readonly version: string;
  /** What `response.json` says. Undefined where there is none; `problem` where it cannot be used. */
  readonly response: Response | undefined;
  /** A sentence that names the file and what to do; undefined where nothing is wrong. */
  readonly problem: string | undefined;
  /** The text of `response.md`, which people may have edited; undefined where there is none. */
  readonly document: string | undefined;
}

/** The record of a review as it is on disk, or why it cannot be used. */
export type StoredRecord =
  | { readonly ok: true; readonly record: ReviewRecord }
  /** `problem` is a sentence that names the file and what to do. */
  | { readonly ok: false; readonly problem: string };

/** What a response is stored as. */
export interface ResponseFiles {
  readonly response: Response;
  /** The same for people, `response.md`. */
  readonly document: string;
}

/** What a finished round is made of. `round.artifacts` is filled in by the store. */
export interface RoundContent {
  readonly round: Omit<Round, 'artifacts'>;
  readonly findings: readonly Finding[];
  readonly claims: readonly Claim[];
  /** The round's review document, `review.md`. */
  readonly reviewDocument: string;
  /** What its reviewers on models say together, and the same for people; left out for a round of checks alone. */
  readonly analysis?: { readonly analysis: Analysis; readonly document: string };
  /** Whether the plan was carried out, and the same for people; left out before the work. */
  readonly execution?: { readonly execution: Execution; readonly document: string };
  /** Each reviewer's own document, by reviewer id. */
  readonly reviewerDocuments: ReadonlyMap<string, string>;
}

/** A round that is being written. Held by one process at a time. */
export interface OpenRound {
  readonly number: number;
  /** Where the round is stored, relative to the workspace folder. */
  readonly folder: string;
  /** The first number that no finding of this review has had. */
  readonly nextFinding: number;
  /** What the round was asked to be: as it was begun, where it is taken up again. Undefined for one of checks alone. */
  readonly request: RoundRequestFile | undefined;
  /** What the checks said when the round was begun; undefined until it is stored. */
  readonly checks: RoundChecks | undefined;
  readonly tasks: TaskStore;
  /**
   * Takes over what the tasks of a finished round of this review came to, where they succeeded. What is there already stays.
   * @throws PlanReviewError `store-unwritable`, `store-busy`
   */
  takeOver(round: number): Promise<void>;
  /** Replaces `request.json`, once more is known of it. @throws PlanReviewError `store-unwritable`, `store-busy` */
  storeRequest(request: RoundRequestFile): Promise<void>;
  /** Stores `checks.json`. @throws PlanReviewError `store-unwritable`, `store-busy` */
  storeChecks(checks: RoundChecks): Promise<void>;
  /**
   * Stores a reviewer's own document before the round is complete, so that it can be read should that never be.
   * @throws PlanReviewError `store-unwritable`, `store-busy`
   */
  storeDocument(reviewer: string, document: string): Promise<void>;
  /** A reviewer's own document as it is on disk; undefined where none can be read. */
  readDocument(reviewer: string): Promise<string | undefined>;
  /**
   * Writes every artifact and, last of all, `round.json`; until then the round does not count.
   * @throws PlanReviewError `store-unwritable` when a file cannot be written whole; nothing earlier is harmed.
   */
  complete(content: RoundContent): Promise<StoredRound>;
  /** Lets others in. An incomplete round is left to be taken up again. */
  release(): Promise<void>;
}

/** What models drafted, or are drafting, for the author's side of a round. Held by one process at a time. */
export interface OpenDrafts {
  readonly tasks: TaskStore;
  /** Lets others in. */
  release(): Promise<void>;
}

/** A draft that succeeded: what it took, and its output as it was stored. */
export interface StoredDraft {
  readonly metadata: TaskMetadata;
  readonly output: unknown;
}

/** How a round is begun. */
export interface BeginOptions {
  /** What it is asked to be; left out for a round of checks alone. */
  readonly request?: RoundRequestFile;
  /** `restart` throws away what an unfinished round has come to; `resume`, unless said, refuses to. */
  readonly unfinished?: 'resume' | 'restart';
}

/** A round that was begun, has no `round.json`, and holds more than checks. */
export interface UnfinishedRound {
  readonly number: number;
  /** Relative to the workspace folder. */
  readonly folder: string;
  readonly request: RoundRequestFile;
  /** The bytes that the round is about. */
  readonly snapshot: Uint8Array;
  /** Tasks that ended, in the order in which they did. */
  readonly tasks: readonly TaskMetadata[];
  /** Whether a process is at work on it at this moment. */
  readonly isRunning: boolean;
}

/** What a finished round was run on. */
export interface FinishedRound {
  readonly request: RoundRequestFile;
  readonly checks: RoundChecks;
  /** The bytes that it reviewed. */
  readonly snapshot: Uint8Array;
}

/** The reviews on disk, below `.plan-review/`. */
export interface ArtifactStore {
  /** The review of the plan at `path`, or undefined when nobody has reviewed it. */
  load(path: string): Promise<StoredReview | undefined>;

  /**
   * Every review on disk, by the name of its folder. A folder in which no round was ever finished is none, and one that
   * cannot be used is listed with what is wrong with it.
   * @throws PlanReviewError `store-inconsistent` where the folder of all reviews cannot be read.
   */
  list(): Promise<readonly ListedReview[]>;

  /** The round of the plan at `path` that was left unfinished and can be resumed, or undefined. */
  unfinished(path: string): Promise<UnfinishedRound | undefined>;

  /**
   * Begins the next round of a plan, or takes up the unfinished one, with its snapshot stored. What its tasks came to
   * is kept where it is about the same revision and asks for the same.
   * @throws PlanReviewError `store-busy` while another process holds the review; `store-unwritable`;
   * `round-unfinished` where a task of an unfinished round succeeded that asks for something else.
   */
  begin(
    plan: PlanIdentity,
    snapshot: { readonly revision: Revision; readonly bytes: Uint8Array },
    options?: BeginOptions,
  ): Promise<OpenRound>;

  /** What a finished round with reviewers on models was run on; undefined where it had none, or its files do not say. */
  finished(path: string, round: number): Promise<FinishedRound | undefined>;

  /** The exact bytes that a round reviewed. */
  snapshot(path: string, round: number): Promise<Uint8Array>;

  /**
   * Stores the author's side of the latest round in the place of the version that the writer has seen; null where there
   * was none.
   * @returns the version that is stored now
   * @throws PlanReviewError `response-outdated` where something else is stored by now, or a later round is there;
   * `store-busy`; `store-unwritable`; `store-inconsistent` where there is no such round.
   */
  saveResponse(path: string, files: ResponseFiles, seen: string | null): Promise<string>;

  /**
   * Opens the drafts of the response to the latest round. Apart from the review's own lock: the author can go on writing
   * while a model drafts.
   * @throws PlanReviewError `store-busy` while another process drafts; `response-outdated` where a later round is there;
   * `store-unwritable`; `store-inconsistent` where there is no such round.
   */
  openDrafts(path: string, round: number): Promise<OpenDrafts>;

  /**
   * Stores the record of a review, `record.json` and `record.md`, in the place of an earlier one.
   * @throws PlanReviewError `store-busy`; `store-unwritable`; `store-inconsistent` where the latest round is another one
   * than the record is about.
   */
  saveRecord(
    path: string,
    files: { readonly record: ReviewRecord; readonly document: string },
  ): Promise<void>;
}
