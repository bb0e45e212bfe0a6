declare const PLAN_REVIEW_VERSION: string | undefined;

/** The version that the build put in; a run from the sources has none. */
export const version: string = typeof PLAN_REVIEW_VERSION === 'string' ? PLAN_REVIEW_VERSION : '0.0.0-source';

/** The process as the commands see it. */
export interface CliContext {
  /** The words behind the program's name. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes to standard output: what was asked for. */
  readonly out: (text: string) => void;
  /** Writes to standard error: errors and progress. */
  readonly err: (text: string) => void;
  /** Whether a person watches standard error. */
  readonly isTerminal: boolean;
  /** Whether standard output shows colours, and the user has nothing against them. */
  readonly hasColour: boolean;
  /** Asks the person at the terminal a question and tells whether the answer was yes; undefined without a person. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** How a command ended. The numbers are a public contract. */
export const exitStatus = {
  fine: 0,
  /** The verdict, or a finding at or above `--fail-on`, says no. */
  refused: 1,
  /** The command line or the plan is not one that can be worked with. */
  usage: 2,
  /** The work was not finished, and can be taken up again. */
  incomplete: 3,
} as const;
