import type { ApprovalView } from '../core/index.ts';
import { describeFailure } from './failure.ts';
import { Pace } from './pace.ts';

/** What is known of a plan's approval. */
export interface KnownApproval {
  /** Undefined where there is no review, or where it could not be looked at. */
  readonly approval: ApprovalView | undefined;
  /** Why it could not be looked at: whether an approval stands is not known then, and nobody may take it for standing. */
  readonly problem: string | undefined;
}

/** Looks whether a plan's approval stands. The plan is named by its address, a URI as text. */
export type LookAtApproval = (plan: string, signal: AbortSignal) => Promise<ApprovalView | undefined>;

/** Changes come in bursts, and looking means checking the plan and asking git: once in this time, in milliseconds. */
const paceMs = 500;

/**
 * Whether the approvals of the plans that somebody looks at still stand. One plan is looked at after the other, so that
 * no burst of changes starts git by the dozen, and a look at what has changed meanwhile is cancelled and done again.
 */
export class Approvals {
  readonly #look: LookAtApproval;
  readonly #told: (error: unknown) => void;
  readonly #known = new Map<string, KnownApproval>();
  readonly #wanted = new Set<string>();
  readonly #waiting = new Set<string>();
  readonly #listeners = new Set<(plan: string) => void>();
  readonly #pace: Pace;
  #running: { readonly plan: string; readonly controller: AbortController } | undefined;
  #isDisposed = false;

  /** `told` hears of what went wrong. `everyMs` is for tests. */
  constructor(look: LookAtApproval, told: (error: unknown) => void, everyMs = paceMs) {
    this.#look = look;
    this.#told = told;
    this.#pace = new Pace(everyMs, () => void this.#drain());
  }

  /** Calls `listener` with the address of a plan whose approval is another than before. */
  onDidChange(listener: (plan: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** What is known of the plan's approval; undefined until it was looked at. */
  get(plan: string): KnownApproval | undefined {
    return this.#known.get(plan);
  }

  /** The plans that somebody wants to know of. */
  wanted(): readonly string[] {
    return [...this.#wanted];
  }

  /** Somebody shows the plan: its approval is looked at, and kept in step from now on. */
  want(plan: string): void {
    if (!this.#wanted.has(plan)) {
      this.#wanted.add(plan);
      this.refresh(plan);
    }
  }

  /** Something that the plan's approval is bound to may have changed. Nothing happens where nobody wants to know. */
  refresh(plan: string): void {
    if (this.#wanted.has(plan) && !this.#isDisposed) {
      this.#waiting.add(plan);
      if (this.#running?.plan === plan) {
        this.#running.controller.abort();
      }
      this.#pace.ask();
    }
  }

  /** The plan is gone, or is called something else. */
  forget(plan: string): void {
    this.#wanted.delete(plan);
    this.#waiting.delete(plan);
    if (this.#running?.plan === plan) {
      this.#running.controller.abort();
    }
    if (this.#known.delete(plan)) {
      this.#tell(plan);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#waiting.clear();
    this.#pace.dispose();
    this.#running?.controller.abort();
  }

  async #drain(): Promise<void> {
    if (this.#running !== undefined) {
      // Whoever is at it goes on with what waits.
      return;
    }
    for (const plan of this.#waiting) {
      this.#waiting.delete(plan);
      const controller = new AbortController();
      this.#running = { plan, controller };
      const known = await this.#lookAt(plan, controller.signal);
      this.#running = undefined;
      if (known !== undefined && !controller.signal.aborted) {
        this.#set(plan, known);
      }
    }
  }

  async #lookAt(plan: string, signal: AbortSignal): Promise<KnownApproval | undefined> {
    try {
      return { approval: await this.#look(plan, signal), problem: undefined };
    } catch (error) {
      if (signal.aborted) {
        return undefined;
      }
      this.#told(error);
      const { message, wayOut } = describeFailure(error);
      return { approval: undefined, problem: `${message} ${wayOut}` };
    }
  }

  #set(plan: string, known: KnownApproval): void {
    if (JSON.stringify(known) !== JSON.stringify(this.#known.get(plan))) {
      this.#known.set(plan, known);
      this.#tell(plan);
    }
  }

  #tell(plan: string): void {
    for (const listener of this.#listeners) {
      listener(plan);
    }
  }
}
