import type { PlanCheck, Range, ReviewView, TextChange } from '../core/index.ts';
import { doubtsOf, mergeFindings, stillInDoubt, type Doubt } from './diagnostics/mergeFindings.ts';
import { questionsOf, type Question } from './diagnostics/questions.ts';
import {
  fromCheck,
  fromReview,
  trackEdits,
  trackThrough,
  type TrackedFinding,
  type TrackRange,
} from './diagnostics/trackedFindings.ts';

/** What the last check of a plan said, moved with the edits since. */
export interface CheckedPlan {
  readonly findings: readonly TrackedFinding[];
  /** Where it could not tell. */
  readonly doubts: readonly Doubt[];
  /** What only the author can tell. */
  readonly questions: readonly Question[];
  /** Whether it keeps up with the editor, and goes when the editor is closed. */
  readonly isLive: boolean;
  /** The text that was checked and what was found in it; undefined when that text is unknown. */
  readonly found: { readonly text: string; readonly findings: readonly TrackedFinding[] } | undefined;
}

/** What this window knows of one plan. */
export interface PlanEntry {
  /** The stored review; undefined when there is none or nobody has looked. */
  readonly view: ReviewView | undefined;
  /** The findings of all rounds, each once, moved with the edits since they were placed. */
  readonly roundFindings: readonly TrackedFinding[];
  /** Whether those that are open are marked in the plan. */
  readonly isRoundShown: boolean;
  readonly checked: CheckedPlan | undefined;
  /** Whether somebody asked for a check of it here. */
  readonly isAsked: boolean;
  /** Whether the user swept the findings away; they stay away until the plan is opened again or somebody asks. */
  readonly isCleared: boolean;
  /** Whether the plan was renamed here, so that what is known stays, though no review is stored under the new name. */
  readonly isMoved: boolean;
}

/** What a check read, who wanted it, and what has happened to the text since. */
export interface CheckedText {
  /** `user`: somebody asked for it; `typing`: it keeps up with the editor. */
  readonly wantedBy: 'user' | 'typing';
  /** The editor's text; left out when the check read the file. */
  readonly text?: string;
  /** The edits made while the check ran, in the order in which they were applied. */
  readonly since?: { readonly changes: readonly TextChange[]; readonly trackRange: TrackRange };
}

const unknown: PlanEntry = {
  view: undefined,
  roundFindings: [],
  isRoundShown: false,
  checked: undefined,
  isAsked: false,
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

  /**
   * The findings that are marked in the plan: of all rounds what is open, and what the last check found. What was
   * resolved, withdrawn or settled by being acknowledged is not marked, not even as a hint: a mark asks for something to
   * be done, and one that asks for nothing teaches people to look past all of them. The tree and the panel keep it.
   */
  shown(plan: string): readonly TrackedFinding[] {
    const { isRoundShown, roundFindings, checked } = this.entry(plan);
    const round = isRoundShown ? roundFindings.filter(({ isOpen }) => isOpen) : [];
    return checked === undefined ? round : mergeFindings(round, checked.findings, checked.doubts);
  }

  /** What the last check asks the author. */
  questions(plan: string): readonly Question[] {
    return this.entry(plan).checked?.questions ?? [];
  }

  /** A check has ended: its findings are marked from now on. */
  setCheck(plan: string, check: PlanCheck, read: CheckedText): void {
    const { wantedBy, text, since } = read;
    const entry = this.entry(plan);
    const isLive = wantedBy === 'typing';
    const findings = fromCheck(check.findings, text);
    const doubts = doubtsOf(check.claims);
    // As one types no command is run: what commands said before holds until they are run again.
    const doubtful = isLive ? stillInDoubt(entry.checked?.findings ?? [], findings, doubts) : [];
    const all = [...findings, ...doubtful];
    const checked = {
      findings: all,
      doubts,
      questions: questionsOf(check.claims),
      isLive,
      found: text === undefined ? undefined : { text, findings: all },
    };
    this.#change(plan, {
      checked: since === undefined ? checked : edited(checked, since.changes, since.trackRange),
      isAsked: entry.isAsked || !isLive,
      isCleared: false,
    });
  }

  /** A round has ended: its findings are marked as soon as the stored review is read. */
  expectRound(plan: string): void {
    const { checked } = this.entry(plan);
    this.#change(plan, { isRoundShown: true, checked: onlyLive(checked), isCleared: false });
  }

  /** The stored review was read; the findings' places are those in the plan's present text. */
  setView(plan: string, view: ReviewView | undefined, options: { readonly isSnapshotText: boolean }): void {
    const entry = this.entry(plan);
    if (view === undefined && (entry.isMoved || !this.has(plan))) {
      return;
    }
    const isNews = latestRound(view) !== latestRound(entry.view);
    this.#change(plan, {
      view,
      roundFindings: view === undefined ? [] : fromReview(view, options),
      // Marks that were swept away stay away, but for those of a round that came since, whoever ran it.
      isRoundShown: view !== undefined && (entry.isRoundShown || !entry.isCleared || isNews),
      // A check that does not keep up is older than the round.
      ...(isNews ? { checked: onlyLive(entry.checked) } : {}),
      isMoved: false,
    });
  }

  /** The plan was edited; `changes` in the order in which they were applied. */
  edit(plan: string, changes: readonly TextChange[], trackRange: TrackRange): void {
    const { roundFindings, checked } = this.entry(plan);
    if (roundFindings.length === 0 && checked === undefined) {
      return;
    }
    this.#change(plan, {
      roundFindings: trackEdits(roundFindings, changes, trackRange),
      checked: checked && edited(checked, changes, trackRange),
    });
  }

  /** The editor is at rest with `text`: if that is what a check read, its findings are where it found them. */
  settle(plan: string, text: string): void {
    const { checked } = this.entry(plan);
    if (checked?.found?.text === text && checked.findings !== checked.found.findings) {
      this.#change(plan, { checked: { ...checked, findings: checked.found.findings } });
    }
  }

  /** The plan was opened in an editor: what was swept away before may be marked again. */
  open(plan: string): void {
    const { isCleared, view } = this.entry(plan);
    if (isCleared) {
      this.#change(plan, { isCleared: false, isRoundShown: view !== undefined });
    }
  }

  /** Nothing keeps up with the plan's editor any more: what did is forgotten. */
  dropLive(plan: string): void {
    const { checked, view, isAsked, isCleared } = this.entry(plan);
    if (checked?.isLive !== true) {
      return;
    }
    if (view === undefined && !isAsked && !isCleared) {
      this.remove(plan);
    } else {
      this.#change(plan, { checked: undefined });
    }
  }

  /** Sweeps the marks out of every plan; what is stored stays stored. */
  clear(): void {
    for (const plan of this.known()) {
      this.#change(plan, { isRoundShown: false, checked: undefined, isAsked: false, isCleared: true });
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

function edited(checked: CheckedPlan, changes: readonly TextChange[], trackRange: TrackRange): CheckedPlan {
  return {
    ...checked,
    findings: trackEdits(checked.findings, changes, trackRange),
    doubts: moved(checked.doubts, changes, trackRange),
    questions: moved(checked.questions, changes, trackRange),
  };
}

/** What stands at a range, moved with the edits; gone where its words are. */
function moved<P extends { readonly range: Range }>(
  places: readonly P[],
  changes: readonly TextChange[],
  trackRange: TrackRange,
): readonly P[] {
  return places.flatMap((place) => {
    const range = trackThrough(place.range, changes, trackRange);
    return range === undefined ? [] : [{ ...place, range }];
  });
}

function onlyLive(checked: CheckedPlan | undefined): CheckedPlan | undefined {
  return checked?.isLive === true ? checked : undefined;
}

function latestRound(view: ReviewView | undefined): number | undefined {
  return view?.rounds.at(-1)?.round.number;
}
