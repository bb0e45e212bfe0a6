/** Runs one piece of work per key when that key has been left alone for a while. */
export class Idle {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #delayMs: number;
  readonly #work: (key: string) => void;

  constructor(delayMs: number, work: (key: string) => void) {
    this.#delayMs = delayMs;
    this.#work = work;
  }

  /** `key` was touched: its work is put off once more. */
  touch(key: string): void {
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.#work(key);
    }, this.#delayMs);
    this.#timers.set(key, timer);
  }

  /** Forgets `key`; its work is not done. */
  drop(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) {
      clearTimeout(timer);
    }
    this.#timers.clear();
  }
}
