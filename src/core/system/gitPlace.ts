/** Where and how git runs. */
export interface GitPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds after which a process is killed. */
  readonly timeLimit: number;
  readonly signal: AbortSignal | undefined;
}
