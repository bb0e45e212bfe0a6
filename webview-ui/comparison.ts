import type { HostMessage } from '../src/protocol/messages.ts';
import type { Compared, PanelChanges } from '../src/protocol/panelChanges.ts';
import type { Host } from './host.ts';
import type { PanelRound, PanelState } from './types.ts';
import type { View } from './view.ts';

type ChangesMessage = Extract<HostMessage, { type: `changes/${string}` }>;

/** What changed in the plan, as the page draws it. */
export interface Comparing {
  /** The texts that are compared; undefined where there is nothing to compare. */
  readonly compared: Compared | undefined;
  /** Undefined until the host has said. */
  readonly changes: PanelChanges | undefined;
  readonly failure:
    Pick<Extract<ChangesMessage, { type: 'changes/failed' }>, 'message' | 'wayOut'> | undefined;
}

/** What can be compared with a round's snapshot: the round before it, and for the latest the plan as it is. */
export function comparisonsOf(state: PanelState, round: PanelRound): readonly Compared[] {
  const before = state.rounds[state.rounds.indexOf(round) - 1];
  return [
    ...(before === undefined ? [] : [{ from: before.number, to: round.number }]),
    ...(round === state.rounds.at(-1) ? [{ from: round.number, to: 'now' as const }] : []),
  ];
}

/** The comparison that the user looks at. */
export function shownComparison(state: PanelState, round: PanelRound, view: View): Compared | undefined {
  const all = comparisonsOf(state, round);
  return view.isComparedWithNow ? all.at(-1) : all[0];
}

/** Asks the host what changed, when somebody looks. */
export interface Comparison {
  readonly now: () => Comparing;
  /** To be called before changes are drawn. */
  readonly look: (compared: Compared | undefined, state: PanelState) => void;
  readonly hear: (message: ChangesMessage) => void;
}

/** `changed` draws the page. */
export function createComparison(deps: { readonly host: Host; readonly changed: () => void }): Comparison {
  let compared: Compared | undefined;
  let askedAt: PanelState | undefined;
  let changes: PanelChanges | undefined;
  let failure: Comparing['failure'];

  return {
    now: () => ({ compared, changes, failure }),
    look(wanted, state) {
      const isSame = wanted !== undefined && isTheSame(wanted, compared);
      if (!isSame) {
        changes = undefined;
        failure = undefined;
      }
      compared = wanted;
      // Another state may come of another text, or of other findings at the same one.
      if (wanted !== undefined && (!isSame || askedAt !== state)) {
        askedAt = state;
        deps.host.send({ type: 'changes/get', compared: wanted });
      }
    },
    hear(message) {
      const about = message.type === 'changes/set' ? message.changes : message.compared;
      if (isTheSame(about, compared)) {
        changes = message.type === 'changes/set' ? message.changes : undefined;
        failure = message.type === 'changes/failed' ? message : undefined;
        deps.changed();
      }
    },
  };
}

function isTheSame(a: Compared, b: Compared | undefined): boolean {
  return a.from === b?.from && a.to === b.to;
}
