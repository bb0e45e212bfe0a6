/** Where the engine tells the people who run it what it met. Never given a secret or a plan's text. */
export interface Logger {
  /** Something a person debugging would want to know. */
  info(message: string): void;
  /** Something went wrong and the engine carried on. */
  warn(message: string): void;
}
