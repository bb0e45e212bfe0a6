import type { Progress, RoundView } from '../core/index.ts';
import type { PanelRun } from '../protocol/panelState.ts';
import { describeFailure, type Failure } from './failure.ts';
import { alreadyRunning } from './refusal.ts';
import { afterEvent, newRun } from './runProgress.ts';

/** Which plan to run a round on, and how. */
export interface RunRequest {
  /** The plan's address, a URI as text. */
  readonly plan: string;
  /** How people call it. */
  readonly name: string;
  /** Runs the round, tells how it goes, and stops when it is told to. */
  readonly round: (hooks: {
    readonly signal: AbortSignal;
    readonly progress: Progress;
  }) => Promise<RoundView>;
  /** Called with the finished round before the run counts as ended, so that nobody sees an end without a result. */
  readonly finished: () => Promise<void>;
}

/** The rounds that this window is running, at most one per plan. */
export class PlanRuns {
  readonly #running = new Map<string, { run: PanelRun; readonly controller: AbortController }>();
  readonly #failures = new Map<string, Failure>();
  readonly #listeners = new Set<(plan: string) => void>();
  #isDisposed = false;

  /** Whether the window is going away, so that nobody is there to be told anything. */
  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Calls `listener` with the plan's address when its round begins, gets on or ends. */
  onDidChange(listener: (plan: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** The plan's round, or undefined when none is running. */
  current(plan: string): PanelRun | undefined {
    return this.#running.get(plan)?.run;
  }

  /** The plans that have a round running. */
  running(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** Why the plan's last round did not come about; undefined when it did, or when the user cancelled it. */
  failure(plan: string): Failure | undefined {
    return this.#failures.get(plan);
  }

  /** A round has come about after all, elsewhere: why one did not before is of no interest any more. */
  forgetFailure(plan: string): void {
    if (this.#failures.delete(plan)) {
      this.#tell(plan);
    }
  }

  /** Asks the plan's round to stop. It ends with the error `cancelled` when it has. */
  cancel(plan: string): void {
    const entry = this.#running.get(plan);
    if (entry !== undefined) {
      entry.run = { ...entry.run, canCancel: false };
      entry.controller.abort();
      this.#tell(plan);
    }
  }

  /** Stops every round; for when the window goes away. */
  dispose(): void {
    this.#isDisposed = true;
    for (const plan of this.running()) {
      this.cancel(plan);
    }
  }

  /**
   * Runs a round.
   * @throws Refusal when the plan has a round running already; whatever `round` throws.
   */
  async start(request: RunRequest): Promise<RoundView> {
    const { plan } = request;
    if (this.#running.has(plan)) {
      throw alreadyRunning(request.name);
    }
    const entry = { run: newRun, controller: new AbortController() };
    this.#running.set(plan, entry);
    this.#failures.delete(plan);
    this.#tell(plan);
    try {
      const round = await request.round({
        signal: entry.controller.signal,
        progress: {
          report: (event) => {
            entry.run = afterEvent(entry.run, event);
            this.#tell(plan);
          },
        },
      });
      await request.finished();
      return round;
    } catch (error) {
      const failure = describeFailure(error);
      if (failure.kind !== 'cancelled') {
        this.#failures.set(plan, failure);
      }
      throw error;
    } finally {
      this.#running.delete(plan);
      this.#tell(plan);
    }
  }

  #tell(plan: string): void {
    for (const listener of this.#listeners) {
      listener(plan);
    }
  }
}
