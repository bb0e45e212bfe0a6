import type { AnchorPlace } from '../domain/anchor.ts';
import type { FindingState } from '../analysis/findingStates.ts';
import type { Analysis } from '../domain/campaignAnalysis.ts';
import type { Claim } from '../domain/claim.ts';
import type { Execution } from '../domain/execution.ts';
import type { Finding } from '../domain/finding.ts';
import type { PlanIdentity, Revision } from '../domain/plan.ts';
import type { ReviewRecord } from '../domain/record.ts';
import type { Response } from '../domain/response.ts';
import type { Review, Round } from '../domain/round.ts';
import type { InconsistentRound } from '../ports/artifactStore.ts';

/** A finding and where its words are in the text that was asked about. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly place: AnchorPlace;
}

/** A finding after all rounds, and where its words are in the text that was asked about. */
export interface PlacedState extends FindingState {
  readonly place: AnchorPlace;
  /** Where its words are in the file of the plan that a packet is about; undefined where it quotes none. */
  readonly inPlan?: { readonly path: string; readonly place: AnchorPlace } | undefined;
}

/** A finished round as people look at it. */
export interface RoundView {
  readonly round: Round;
  readonly findings: readonly PlacedFinding[];
  /** Every finding that was open when the round had ended, those of earlier rounds among them. */
  readonly openFindings: readonly Finding[];
  /** What the author has answered, as it was last stored; undefined where there is nothing. */
  readonly response: Response | undefined;
  readonly claims: readonly Claim[];
  /** What its reviewers on models say together; undefined where there is nothing, or it cannot be used. */
  readonly analysis?: Analysis | undefined;
  /** Whether the plan was carried out; undefined before the work, and where its file cannot be used. */
  readonly execution?: Execution | undefined;
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
  /** Every finding of the review in the order of its number, with what became of it. */
  readonly findings: readonly PlacedState[];
  /** How the review ended; undefined while nobody has signed it, or where its record cannot be read. */
  readonly record: ReviewRecord | undefined;
  /** Responses and records that cannot be used, one sentence each. */
  readonly problems: readonly string[];
  /** Why the latest verdict no longer describes the plan, or undefined while it does. */
  readonly stale: string | undefined;
}

/** The revision and identity of a plan that has just been read. */
export interface PlanView {
  readonly plan: PlanIdentity;
  readonly revision: Revision;
  /** Whether it lies in one of the folders in which the workspace keeps its plans. */
  readonly isInPlanFolder: boolean;
  /** The line of the heading that is its title, from 1; the first line where no heading is. */
  readonly titleLine: number;
}
