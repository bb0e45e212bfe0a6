/**
 * Runs a piece of work at most once in so many milliseconds. Asking starts the time, and asking again meanwhile does not
 * put it off, so that a stream of requests is served while it lasts.
 */
export class Pace {
  readonly #everyMs: number;
  readonly #work: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number, work: () => void) {
    this.#everyMs = everyMs;
    this.#work = work;
  }

  /** The work is to be done once the time is over. */
  ask(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#work();
    }, this.#everyMs);
  }

  /** Work that was asked for is not done. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
