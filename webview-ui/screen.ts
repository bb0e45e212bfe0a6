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
  readonly areAllReasonsShown: boolean;
  readonly claimLimit: number;
  /** What screen readers are told, when it changes. */
  readonly announcement: string;
}
