import type { PlanCheck } from './domain/checkReport.ts';
import type { CheckProblem } from './domain/checkReport.ts';
import type { CheckRule } from './domain/checkRule.ts';
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
  /**
   * `known` runs no command of a documentation-driven check and tells only what is remembered, as is right for every
   * stroke of a key; `run` unless said otherwise.
   */
  readonly commands?: 'run' | 'known';
}

/** The command of a documentation-driven check, which runs only with the user's consent. */
export interface OwnCommand {
  readonly check: string;
  readonly title: string;
  /** The file that defines it, relative to the workspace folder, and the line of its heading, from 1. */
  readonly path: string;
  readonly line: number;
  /** The text that the shell is given. */
  readonly command: string;
  /** The SHA-256 of the whole definition: what a consent is bound to. */
  readonly sha256: string;
  readonly isAgreed: boolean;
}

/** What plans of a workspace are checked with. */
export interface CheckCatalogue {
  /** The built-in checks and the workspace's own. */
  readonly rules: readonly CheckRule[];
  readonly commands: readonly OwnCommand[];
  /** What is wrong with the workspace's own checks and settings. */
  readonly problems: readonly CheckProblem[];
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

  /**
   * The path, relative to the workspace folder, of the plan with this id, such as `PRP-30`, in the plan folders.
   * @throws PlanReviewError `plan-not-found` with the closest ids; `plan-ambiguous` with all that fit.
   */
  findPlan(id: string, signal?: AbortSignal): Promise<string>;

  /** What plans are checked with: rules, commands that wait for a consent, and what is wrong with either. */
  catalogue(): Promise<CheckCatalogue>;

  /**
   * Records that the user, having read it, agrees to the definition of `check` whose text has this SHA-256.
   * @throws PlanReviewError `check-not-found` where there is no such definition with such a text;
   * `consent-unavailable`; `not-trusted`.
   */
  agreeToCommand(check: string, sha256: string): Promise<void>;

  /** Forgets the consent to a check's command. False where there was none. */
  revokeConsent(check: string): Promise<boolean>;

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
