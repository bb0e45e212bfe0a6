/** A command that the user has agreed to, about to be run. */
export interface CommandCall {
  /** The exact text that was agreed to: of a check's definition, in which no text of a plan stands, or of a plan. */
  readonly command: string;
  /** What the plan claims; the command finds it in the environment as `PLAN_REVIEW_VALUE`. Empty for a plan's own command. */
  readonly value: string;
  /** Milliseconds after which the command, with all that it started, is stopped. */
  readonly timeLimit: number;
  readonly signal: AbortSignal | undefined;
}

/** How a command ended. */
export type CommandEnd = (
  | { readonly state: 'exited'; readonly status: number }
  | { readonly state: 'timed-out' }
  /** It could not be started, or something else stopped it. `reason` completes "its command …". */
  | { readonly state: 'failed'; readonly reason: string }
) & {
  /**
   * What it wrote, standard output and standard error as they came, without a terminal's colours: at most 64 KiB, of
   * more than that the beginning and the end.
   */
  readonly output: string;
};

/** Runs commands in the workspace folder, a few at a time. */
export interface CommandRunner {
  /** Why no command can be run here, as a sentence; undefined where they can. */
  readonly unsupported: string | undefined;
  /** What of the user's environment a command gets to see, so that a change of it can be noticed. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Runs one command to its end. A command that fails is an answer, not an error.
   * @throws PlanReviewError `cancelled` when `signal` is aborted; the command is stopped first.
   */
  run(call: CommandCall): Promise<CommandEnd>;
}

/** A place in one of several texts, in UTF-16 offsets. */
export interface PatternMatch {
  readonly text: number;
  readonly start: number;
  readonly end: number;
}

/** Matches patterns that somebody else wrote, and gives up on those that take too long. */
export interface PatternMatcher {
  /**
   * Where the pattern's group captures something, in the order of the texts; `too-slow` when that takes more than half
   * a second. At most 10,000 places.
   */
  match(
    pattern: { readonly source: string; readonly flags: string },
    texts: readonly string[],
  ): readonly PatternMatch[] | 'too-slow';
}
