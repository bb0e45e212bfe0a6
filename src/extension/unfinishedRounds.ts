import type { UnfinishedView } from '../core/index.ts';

/** The rounds that were begun and not finished, as far as this window has looked. */
export class UnfinishedRounds {
  readonly #known = new Map<string, UnfinishedView | undefined>();
  readonly #listeners = new Set<(plan: string) => void>();

  /** Calls `listener` with the plan's address when something else is known of it. */
  onDidChange(listener: (plan: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Whether somebody has looked since the window was opened. */
  has(plan: string): boolean {
    return this.#known.has(plan);
  }

  /** The plan's unfinished round; undefined when it has none, or nobody has looked. */
  get(plan: string): UnfinishedView | undefined {
    return this.#known.get(plan);
  }

  set(plan: string, view: UnfinishedView | undefined): void {
    const isNews = JSON.stringify(view) !== JSON.stringify(this.#known.get(plan));
    this.#known.set(plan, view);
    if (isNews) {
      for (const listener of this.#listeners) {
        listener(plan);
      }
    }
  }
}
