import type { Claim } from '../domain/claim.ts';
import type { Finding } from '../domain/finding.ts';
import type { PlanIdentity, Revision } from '../domain/plan.ts';
import type { Review, Round } from '../domain/round.ts';

/** Everything a finished round left behind, read back and verified. */
export interface StoredRound {
  readonly round: Round;
  readonly findings: readonly Finding[];
  readonly claims: readonly Claim[];
}

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
}

/** What a finished round is made of. `round.artifacts` is filled in by the store. */
export interface RoundContent {
  readonly round: Omit<Round, 'artifacts'>;
  readonly findings: readonly Finding[];
  readonly claims: readonly Claim[];
  /** The round's review document, `review.md`. */
  readonly reviewDocument: string;
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
  /**
   * Writes every artifact and, last of all, `round.json`; until then the round does not count.
   * @throws PlanReviewError `store-unwritable` when a file cannot be written whole; nothing earlier is harmed.
   */
  complete(content: RoundContent): Promise<StoredRound>;
  /** Lets others in. An incomplete round is left to be taken up again. */
  release(): Promise<void>;
}

/** The reviews on disk, below `.plan-review/`. */
export interface ArtifactStore {
  /** The review of the plan at `path`, or undefined when nobody has reviewed it. */
  load(path: string): Promise<StoredReview | undefined>;

  /**
   * Begins the next round of a plan, or takes up the unfinished one, with its snapshot stored.
   * @throws PlanReviewError `store-busy` while another process holds the review; `store-unwritable`.
   */
  begin(
    plan: PlanIdentity,
    snapshot: { readonly revision: Revision; readonly bytes: Uint8Array },
  ): Promise<OpenRound>;

  /** The exact bytes that a round reviewed. */
  snapshot(path: string, round: number): Promise<Uint8Array>;
}
