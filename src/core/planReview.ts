import type { AnchorPlace } from './domain/anchor.ts';
import type { PlanCheck } from './domain/checkReport.ts';
import type { Claim } from './domain/claim.ts';
import type { Finding } from './domain/finding.ts';
import type { PlanIdentity, ReviewMode, Revision } from './domain/plan.ts';
import type { Review, Round } from './domain/round.ts';
import type { InconsistentRound } from './ports/artifactStore.ts';
import type { Progress } from './ports/progress.ts';

/** Which plan to look at. */
export interface PlanRequest {
  /** Relative to the workspace folder, with forward slashes. */
  readonly path: string;
  /** `plan` unless said otherwise. */
  readonly mode?: ReviewMode;
  readonly signal?: AbortSignal;
}

/** Which plan to check, and in which wording. */
export interface CheckRequest extends PlanRequest {
  /** The plan's text as an editor holds it; the file on disk where it is left out. */
  readonly text?: string;
}

/** Which plan to review, and who is told how it goes. */
export interface ReviewRequest extends PlanRequest {
  readonly progress?: Progress;
}

/** A finding and where its words are in the text that was asked about. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly place: AnchorPlace;
}

/** A finished round as people look at it. */
export interface RoundView {
  readonly round: Round;
  readonly findings: readonly PlacedFinding[];
  readonly claims: readonly Claim[];
  /** The round's folder, relative to the workspace folder. */
  readonly folder: string;
}

/** A plan's whole review. */
export interface ReviewView {
  readonly review: Review;
  /** Oldest first. */
  readonly rounds: readonly RoundView[];
  /** Rounds on disk whose artifacts contradict each other; they are left out of `rounds`. */
  readonly inconsistent: readonly InconsistentRound[];
  /** Why the latest verdict no longer describes the plan, or undefined while it does. */
  readonly stale: string | undefined;
}

/** The revision and identity of a plan that has just been read. */
export interface PlanView {
  readonly plan: PlanIdentity;
  readonly revision: Revision;
}

/** One line of `doctor`: a part that is there, or what to do about it. */
export interface Diagnosis {
  readonly part: string;
  readonly state: 'ok' | 'limited' | 'missing';
  readonly detail: string;
  /** What to do; only where something is limited or missing. */
  readonly wayOut?: string;
}

/**
 * Plan Review for one workspace folder. The command line and the editor both call this and nothing below it.
 * Every method that fails in a way to be expected rejects with a `PlanReviewError`.
 */
export interface PlanReview {
  /** The absolute path of the workspace folder. */
  readonly root: string;

  /** Reads a plan without judging it. */
  identify(request: CheckRequest): Promise<PlanView>;

  /** Runs the checks alone and stores nothing. */
  check(request: CheckRequest): Promise<PlanCheck>;

  /** Runs a round on the plan as it is on disk and stores it. Aborting leaves no round behind. */
  review(request: ReviewRequest): Promise<RoundView>;

  /**
   * The plan's stored review with every finding placed in `text`, or in the file on disk where `text` is left out.
   * Undefined when nobody has reviewed the plan.
   */
  history(request: CheckRequest): Promise<ReviewView | undefined>;

  /** The exact text that a round reviewed. */
  snapshot(path: string, round: number): Promise<string>;

  /** What is there to work with, and what is not. */
  doctor(): Promise<readonly Diagnosis[]>;
}
