import type { Compared } from '../src/protocol/panelChanges.ts';
import type {
  PanelFinding,
  PanelResolution,
  PanelRound,
  PanelRun,
  PanelState,
} from '../src/protocol/panelState.ts';
import type { PageMessage } from '../src/protocol/messages.ts';
import type { RecordActions } from './record/recordDesk.ts';
import type { NotesActions } from './insights/notesDesk.ts';
import type { ResponseActions } from './response/answers.ts';

export type { PanelFinding, PanelResolution, PanelRound, PanelRun, PanelState };

export type Finding = PanelFinding['finding'];
export type Place = PanelFinding['place'];
export type Severity = Finding['severity'];
export type FindingStatus = PanelState['findings'][number]['status'];
export type Claim = PanelRound['claims'][number];
export type ClaimVerdict = Claim['verdict'];
export type Reviewer = PanelRound['reviewers'][number];
export type Verdict = PanelRound['verdict'];
/** What reviewers on models were and took. */
export type PanelRecord = NonNullable<PanelRound['panel']>;
/** What a round says of a packet. */
export type PacketReport = NonNullable<PanelRound['packet']>;
type RoundDocument = Extract<PageMessage, { type: 'document/open' }>['document'];

/** Worst first. */
export const severities = ['critical', 'major', 'minor', 'suggestion'] as const satisfies readonly Severity[];

export const severityNames: Record<Severity, string> = {
  critical: 'Critical',
  major: 'Major',
  minor: 'Minor',
  suggestion: 'Suggestion',
};

export const tabs = [
  'execution',
  'areas',
  'findings',
  'response',
  'resolutions',
  'analysis',
  'changes',
  'claims',
  'notes',
  'reviewers',
  'run',
] as const;

export type Tab = (typeof tabs)[number];

/** Which findings of a round are listed, beside severities and search. Empty texts let all through. */
export interface Filters {
  /** `open`: those that are there to answer. */
  readonly open: 'all' | 'open';
  readonly reviewer: string;
  /** The section, or one that holds it, as `sectionText` writes it. */
  readonly section: string;
  /** A disposition, or `none` for findings without an answer. */
  readonly disposition: string;
}

/** What the user can ask for. Every part of the page is drawn with these and knows nothing else of the page. */
export interface Actions {
  readonly startRound: () => void;
  readonly cancelRound: () => void;
  readonly resumeRound: () => void;
  readonly restartRound: () => void;
  readonly openDocument: (round: number, document: RoundDocument) => void;
  /** Marks a finding and asks the host to show its words in the plan. */
  readonly showFinding: (id: string) => void;
  /** Brings a finding into view inside the page, whatever round or filter hides it. */
  readonly revealFinding: (id: string) => void;
  readonly toggleFinding: (id: string) => void;
  readonly chooseRound: (round: number) => void;
  /** Shows how the review ends, in the place of the rounds. */
  readonly showRecord: () => void;
  /** Shows how the plan has come along, in the place of the rounds. */
  readonly showTrends: () => void;
  readonly chooseTab: (tab: Tab) => void;
  readonly toggleSeverity: (severity: Severity) => void;
  readonly search: (text: string) => void;
  readonly filter: (filters: Partial<Filters>) => void;
  readonly clearFilters: () => void;
  readonly showAllReasons: () => void;
  readonly showMoreClaims: () => void;
  /** What the author can ask for. */
  readonly response: ResponseActions;
  /** What the user can do about the end of the review. */
  readonly record: RecordActions;
  /** What the user can note on an analysis. */
  readonly notes: NotesActions;
  /** What the user can do about changes of the plan. */
  readonly changes: {
    readonly choose: (compared: Compared) => void;
    readonly open: (compared: Compared) => void;
  };
}
