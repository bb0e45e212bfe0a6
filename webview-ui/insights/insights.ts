import type { HostMessage } from '../../src/protocol/messages.ts';
import type { Host } from '../host.ts';
import type { PanelState } from '../types.ts';
import { createNotesDesk, type NotesActions, type NotesDesk, type NotesForm } from './notesDesk.ts';

/** What the host says of the analysis of a round. */
export type AnalysisTold = Extract<HostMessage, { type: 'analysis/set' }>;
/** What the host says of the trends of the plan. */
export type TrendsTold = Extract<HostMessage, { type: 'trends/set' }>;
type NotesTold = Extract<HostMessage, { type: 'notes/set' }>;
type InsightsMessage = AnalysisTold | TrendsTold | NotesTold;

/** What all reviewers say together, as the page draws it. */
export interface Insights {
  /** Of the round that is shown; undefined until the host has said. */
  readonly analysis: AnalysisTold | undefined;
  readonly trends: TrendsTold | undefined;
  /** What somebody notes on the analysis that is shown; undefined where nobody can. */
  readonly notes: NotesForm | undefined;
}

/** What is done with an analysis, wherever it is shown. */
export interface AnalysisActions {
  /** Brings a finding into view; `plan` is its plan's path. */
  readonly reveal: (finding: string, plan: string) => void;
  readonly showMore: () => void;
}

/** What the user looks at: the analysis of a round, by its number, or the trends. */
export type LookedAt = number | 'trends' | undefined;

/** Asks the host for analyses and trends, when somebody looks. */
export interface InsightsDesk {
  readonly now: () => Insights;
  /** To be called before anything of it is drawn. */
  readonly look: (at: LookedAt, state: PanelState) => void;
  readonly hear: (message: InsightsMessage) => void;
  readonly notes: NotesActions;
  /** What somebody notes and has not stored, to be kept over a reload. */
  readonly kept: () => ReturnType<NotesDesk['kept']>;
}

/** `changed` draws the page. */
export function createInsightsDesk(deps: {
  readonly host: Host;
  readonly kept: unknown;
  readonly changed: () => void;
  readonly announce: (text: string) => void;
}): InsightsDesk {
  const notes = createNotesDesk({
    ...deps,
    send: (campaign, draft) => deps.host.send({ type: 'notes/save', campaign, draft }),
  });
  let analysis: AnalysisTold | undefined;
  let trends: TrendsTold | undefined;
  let asked: { readonly at: LookedAt; readonly state: PanelState } | undefined;

  return {
    now: () => ({ analysis, trends, notes: notes.form(analysis?.noted?.campaign) }),
    notes: notes.actions,
    kept: notes.kept,
    look(at, state) {
      // Another state may come of another round, and so of other trends.
      if (at === undefined || (asked?.at === at && asked.state === state)) {
        return;
      }
      asked = { at, state };
      if (at === 'trends') {
        deps.host.send({ type: 'trends/get' });
        return;
      }
      analysis = analysis?.round === at ? analysis : undefined;
      deps.host.send({ type: 'analysis/get', round: at });
    },
    hear(message) {
      if (message.type === 'notes/set') {
        notes.answered(message.campaign, message.notes, message.failure);
        return;
      }
      if (message.type === 'trends/set') {
        trends = message;
      } else if (message.round === asked?.at) {
        analysis = message;
        if (message.noted !== undefined) {
          notes.hear(message.noted.campaign, message.noted.notes);
        }
      }
      deps.changed();
    },
  };
}
