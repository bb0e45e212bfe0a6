import type { Comparing } from './comparison.ts';
import type { Insights } from './insights/insights.ts';
import type { Recording } from './record/recordDesk.ts';
import type { Answering } from './response/answers.ts';
import type { PanelFinding, PanelRound, PanelState } from './types.ts';
import type { View } from './view.ts';

/** Everything that the page is drawn from. */
export interface Screen {
  readonly state: PanelState;
  readonly view: View;
  /** The round that is shown; undefined before the first review. */
  readonly round: PanelRound | undefined;
  /** Its findings that pass the filters, in the order of the list. */
  readonly findings: readonly PanelFinding[];
  /** The author's side of the latest round. */
  readonly answering: Answering;
  /** The end of the review. */
  readonly recording: Recording;
  /** What changed in the plan, where somebody looks. */
  readonly comparing: Comparing;
  /** What all reviewers say together, where somebody looks. */
  readonly insights: Insights;
  readonly areAllReasonsShown: boolean;
  readonly claimLimit: number;
  /** What screen readers are told, when it changes. */
  readonly announcement: string;
}
