import type { PlanCheck, ReviewView, TextChange } from '../core/index.ts';
import {
  fromCheck,
  fromReview,
  trackEdits,
  type TrackedFinding,
  type TrackRange,
} from './diagnostics/trackedFindings.ts';

/** Whose findings are marked in the plan: nobody's, the last bare check's, or the latest round's. */
export type Shown = 'nothing' | 'check' | 'round';

/** What this window knows of one plan. */
export interface PlanEntry {
  /** The stored review; undefined when there is none or nobody has looked. */
  readonly view: ReviewView | undefined;
  readonly shown: Shown;
  /** The findings of all rounds, each once, moved with the edits since they were placed. */
  readonly roundFindings: readonly TrackedFinding[];
  readonly checkFindings: readonly TrackedFinding[];
  /** What the last bare check found, and in which text; undefined when there was none or its text is unknown. */
  readonly checked: { readonly text: string; readonly findings: readonly TrackedFinding[] } | undefined;
  /** Whether the user swept the findings away; they stay away until somebody asks for a check or a round. */
  readonly isCleared: boolean;
  /** Whether the plan was renamed here, so that what is known stays, though no review is stored under the new name. */
  readonly isMoved: boolean;
}

/** What a bare check read, and what has happened to it since. */
export interface CheckedText {
  /** The editor's text; left out when the check read the file. */
  readonly text?: string;
  /** The edits made while the check ran, in the order in which they were applied. */
  readonly since?: { readonly changes: readonly TextChange[]; readonly trackRange: TrackRange };
}

const unknown: PlanEntry = {
  view: undefined,
  shown: 'nothing',
  roundFindings: [],
  checkFindings: [],
  checked: undefined,
  isCleared: false,
  isMoved: false,
};

/**
 * The plans that this window has looked at, by their address (a URI as text). Holds what was found out, moves it with
 * the edits, and tells its listeners; it reads nothing itself.
 */
export class ReviewedPlans {
  readonly #entries = new Map<string, PlanEntry>();
  readonly #listeners = new Set<(plan: string) => void>();

  /** Calls `listener` with the address of every plan whose entry changes. Returns a way to stop that. */
  onDidChange(listener: (plan: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** The addresses of all plans that something is known of. */
  known(): readonly string[] {
    return [...this.#entries.keys()];
  }

  has(plan: string): boolean {
    return this.#entries.has(plan);
  }

  entry(plan: string): PlanEntry {
    return this.#entries.get(plan) ?? unknown;
  }

  /** The findings that are marked in the plan. */
  shown(plan: string): readonly TrackedFinding[] {
    const entry = this.entry(plan);
    if (entry.shown === 'check') {
      return entry.checkFindings;
    }
    const latest = entry.view?.rounds.at(-1)?.round.number;
    return entry.shown === 'round' ? entry.roundFindings.filter((finding) => finding.round === latest) : [];
  }

  /** A bare check has ended: its findings are marked from now on. */
  setCheck(plan: string, check: PlanCheck, read: CheckedText): void {
    const { text, since } = read;
    const findings = fromCheck(check.findings);
    this.#change(plan, {
      shown: 'check',
      checkFindings: since === undefined ? findings : trackEdits(findings, since.changes, since.trackRange),
      checked: text === undefined ? undefined : { text, findings },
      isCleared: false,
    });
  }

  /** A round has ended: its findings are marked as soon as the stored review is read. */
  expectRound(plan: string): void {
    this.#change(plan, { shown: 'round', checkFindings: [], checked: undefined, isCleared: false });
  }

  /** The stored review was read; the findings' places are those in the plan's present text. */
  setView(plan: string, view: ReviewView | undefined, options: { readonly isSnapshotText: boolean }): void {
    const entry = this.entry(plan);
    if (view === undefined && (entry.isMoved || !this.has(plan))) {
      return;
    }
    const isShown = entry.shown === 'nothing' && !entry.isCleared && view !== undefined;
    this.#change(plan, {
      view,
      roundFindings: view === undefined ? [] : fromReview(view, options),
      isMoved: false,
      ...(isShown ? { shown: 'round' } : {}),
    });
  }

  /** The plan was edited; `changes` in the order in which they were applied. */
  edit(plan: string, changes: readonly TextChange[], trackRange: TrackRange): void {
    const entry = this.entry(plan);
    if (entry.roundFindings.length + entry.checkFindings.length === 0) {
      return;
    }
    this.#change(plan, {
      roundFindings: trackEdits(entry.roundFindings, changes, trackRange),
      checkFindings: trackEdits(entry.checkFindings, changes, trackRange),
    });
  }

  /** The editor is at rest with `text`: if that is what a bare check read, its findings are where it found them. */
  settle(plan: string, text: string): void {
    const { checked, checkFindings } = this.entry(plan);
    if (checked?.text === text && checkFindings !== checked.findings) {
      this.#change(plan, { checkFindings: checked.findings });
    }
  }

  /** Sweeps the marks out of every plan; what is stored stays stored. */
  clear(): void {
    for (const plan of this.known()) {
      this.#change(plan, { shown: 'nothing', checkFindings: [], checked: undefined, isCleared: true });
    }
  }

  /** The plan is gone. */
  remove(plan: string): void {
    if (this.#entries.delete(plan)) {
      this.#tell(plan);
    }
  }

  /** The plan has a new address. */
  move(from: string, to: string): void {
    const entry = this.#entries.get(from);
    if (entry !== undefined) {
      this.#entries.delete(from);
      this.#entries.set(to, { ...entry, isMoved: true });
      this.#tell(from);
      this.#tell(to);
    }
  }

  #change(plan: string, change: Partial<PlanEntry>): void {
    this.#entries.set(plan, { ...this.entry(plan), ...change });
    this.#tell(plan);
  }

  #tell(plan: string): void {
    for (const listener of this.#listeners) {
      listener(plan);
    }
  }
}
