import type { PanelResponse } from '../protocol/panelResponse.ts';

/** The author's side of the latest round of each plan, as far as this window has looked. */
export class Responses {
  readonly #known = new Map<string, PanelResponse | undefined>();
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #listeners = new Set<(plan: string) => void>();

  /** Calls `listener` with the plan's address when something else is known of it. */
  onDidChange(listener: (plan: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** The plans that somebody has looked at since the window was opened. */
  known(): readonly string[] {
    return [...this.#known.keys()];
  }

  has(plan: string): boolean {
    return this.#known.has(plan);
  }

  /** The plan's response; undefined when there is nothing to answer, or nobody has looked. */
  get(plan: string): PanelResponse | undefined {
    return this.#known.get(plan);
  }

  /** Notes what was read or stored, and gives what is known now: the same value while it says the same. */
  set(plan: string, response: PanelResponse | undefined): PanelResponse | undefined {
    const known = this.#known.get(plan);
    const isNews = JSON.stringify(response) !== JSON.stringify(known);
    this.#known.set(plan, isNews ? response : known);
    if (isNews) {
      for (const listener of this.#listeners) {
        listener(plan);
      }
    }
    return this.#known.get(plan);
  }

  /** Does one thing after the other for a plan, so that nothing that was read early is taken for what was stored late. */
  inTurn<T>(plan: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(plan) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(plan, turn);
    return turn;
  }
}
