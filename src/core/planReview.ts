import type { PlanCheck } from './domain/checkReport.ts';
import type { ReviewMode } from './domain/plan.ts';
import type { Diagnosis } from './pipeline/diagnose.ts';
import type { PlanView, ReviewView, RoundView } from './pipeline/views.ts';
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
