import type { Intent } from './claim.ts';
import type { ExecutionStatus } from './execution.ts';
import type { Range } from './position.ts';

/** A path that a plan names, and what it wants with it. */
export interface PlannedPath {
  /** As the plan spells it. */
  readonly value: string;
  readonly intent: Intent;
  /** Whether words say so plainly. */
  readonly isFirm: boolean;
  /** Where it may lie below the tree's root, likeliest first; empty where it leads out of it or stands for several. */
  readonly paths: readonly string[];
  readonly isDirectory: boolean;
  readonly range: Range;
}

/** A phase or a step, with the files that it says it touches. */
export interface PlannedStep {
  /** `2`, or `2.1` for the first step of the second phase. */
  readonly id: string;
  readonly title: string;
  readonly range: Range;
  readonly isTicked: boolean | null;
  /** What it changes itself; what its own steps change stands with those. */
  readonly changes: readonly PlannedPath[];
}

/** A command by which a plan wants its work to be validated. */
export interface PlannedCommand {
  /** The exact text for the shell. */
  readonly command: string;
  readonly range: Range;
  /** The first program that it runs, such as `npm`; undefined where the shell itself does it all, or nobody can tell. */
  readonly program: string | undefined;
  /** What it needs and the repository has not; undefined where nothing of the kind is known. */
  readonly missing: MissingTarget | undefined;
  /** Whether the plan reckons with its failure: `make lint || true`. */
  readonly isOptional: boolean;
}

/** A file or a script that a command needs and that is not there. */
export interface MissingTarget {
  /** One short phrase: `package.json has no script "e2e"`. */
  readonly detail: string;
  /** Whether the plan says that it makes it, so that it is no fault before the work. */
  readonly isPlanned: boolean;
}

/** A success criterion. */
export interface PlannedCriterion {
  readonly text: string;
  readonly range: Range;
  readonly isTicked: boolean | null;
  readonly paths: readonly PlannedPath[];
}

/** What a plan says is to be done, and how one is to tell that it was. */
export interface PlannedWork {
  /** The branch that the work is done on, as the plan names it. */
  readonly branch: string | undefined;
  /** The ids that the plan goes by, such as `PRP-31`. */
  readonly ids: readonly string[];
  readonly status: ExecutionStatus | undefined;
  /** Phases before their steps, in the order of the text. */
  readonly steps: readonly PlannedStep[];
  /** What the plan takes for granted and does not say it changes. */
  readonly reliedOn: readonly PlannedPath[];
  /** Whether the plan names a path of the tree, a folder around it or a pattern that fits it, for whatever purpose. */
  readonly names: (path: string) => boolean;
  readonly commands: readonly PlannedCommand[];
  readonly criteria: readonly PlannedCriterion[];
  /** Where findings about the whole go: the title. */
  readonly title: Range;
}
