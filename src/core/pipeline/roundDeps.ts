import type { PlanKind, ReviewMode } from '../domain/plan.ts';
import type { RoundChecks } from '../domain/roundChecks.ts';
import type { RoundRequestFile } from '../domain/roundRequest.ts';
import type { ArtifactStore, BeginOptions } from '../ports/artifactStore.ts';
import type { Clock } from '../ports/clock.ts';
import type { PlanFiles } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { Progress } from '../ports/progress.ts';
import type { RunChecks } from './checkPlan.ts';
import type { ExecutionDeps } from './execution/examineWork.ts';
import type { PanelRequest } from './panel/assignReviewers.ts';
import type { Remaining } from './panel/changeRemaining.ts';
import type { AskToSend } from './panel/sending.ts';
import type { PanelDeps } from './panel/startPanel.ts';
import type { ReadPlan } from './readPlan.ts';

/** What rounds need. */
export interface ReviewDeps {
  readonly planFiles: PlanFiles;
  readonly store: ArtifactStore;
  readonly git: Git;
  readonly clock: Clock;
  readonly runChecks: RunChecks;
  /** A plan's path below the tree's root. */
  readonly treePath: (planPath: string) => string;
  /** What reviewers on models need; a round of checks alone needs none of it. */
  readonly panel?: PanelDeps;
  /** What looking at the work and running commands needs; a round before the work needs none of it. */
  readonly execution?: ExecutionDeps;
}

/** How to look at the work, or at the gates before it. */
export interface WorkRequest {
  /** The commit that the work is counted from; the one that brought the plan where left out. */
  readonly since?: string | undefined;
  /** `no` leaves the plan's commands alone, agreed to or not; `yes` unless said. */
  readonly commands?: 'yes' | 'no' | undefined;
  /** Milliseconds for each of the plan's commands; five minutes unless said. */
  readonly timeLimit?: number | undefined;
}

/** What a round is run on, and who hears of it. */
export interface RoundRequest {
  readonly path: string;
  readonly mode: ReviewMode;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress | undefined;
  /** Who reads beside the checks; nobody where left out. */
  readonly panel?: PanelRequest | undefined;
  /** The plan that a packet is about, relative to the workspace folder: reviewers on models read it too. */
  readonly about?: string | undefined;
  readonly unfinished?: BeginOptions['unfinished'];
  /** The one chapter that reviewers on models read, by its number, id or title; all of the plan where left out. */
  readonly chapter?: string | undefined;
  /** What the plan is, where somebody says; what its name and words say where left out. */
  readonly kind?: PlanKind | undefined;
  /** Asked before a plan of this workspace is sent to a provider for the first time; without it, none is. */
  readonly askToSend?: AskToSend | undefined;
  /** How the work is looked at in the mode `execution`. */
  readonly work?: WorkRequest | undefined;
  /** Whether the plan's validation commands are looked at before the work; `leave` unless said. */
  readonly gates?: 'look' | 'leave' | undefined;
  /** What is otherwise for those who have not answered, in a round that is resumed. */
  readonly remaining?: Remaining | undefined;
}

/** What reviewers on models need, in a round that has some. */
export function panelDeps({ panel }: ReviewDeps): PanelDeps {
  if (panel === undefined) {
    throw new Error('Reviewers on models were asked for, and nobody brought them in');
  }
  return panel;
}

/** A round that is about to begin. */
export interface Beginning {
  readonly plan: ReadPlan;
  /** What reviewers on models are asked; undefined for the checks alone. */
  readonly asked: RoundRequestFile | undefined;
  /** What the checks said, where the round goes on from a finished one; they look for themselves where left out. */
  readonly checks?: RoundChecks | undefined;
  readonly startedAt: number;
  readonly unfinished: BeginOptions['unfinished'];
  /** Whether it decides what became of earlier findings, or reviews the plan openly. */
  readonly isResolution: boolean;
}
