import type { NotesActions, NotesForm } from '../insights/notesDesk.ts';
import type { CampaignPage } from '../../src/protocol/campaignPage.ts';

/** What the page of a campaign is drawn from. */
export interface CampaignScreen {
  /** Undefined until the host has said. */
  readonly campaign: CampaignPage | undefined;
  readonly failure: { readonly message: string; readonly wayOut: string } | undefined;
  /** How many rows of a list are drawn. */
  readonly limit: number;
  /** What somebody notes on it; undefined where nobody can. */
  readonly notes: NotesForm | undefined;
  /** What screen readers are told, when it changes. */
  readonly announcement: string;
}

/** What the user can ask for. Plans are named by their paths. */
export interface CampaignActions {
  readonly showFinding: (plan: string, finding: string) => void;
  readonly showReview: (plan: string) => void;
  readonly openPlan: (plan: string) => void;
  readonly notes: NotesActions;
  readonly goOn: () => void;
  /** Puts the campaign aside, or brings it back. */
  readonly archive: (isArchived: boolean) => void;
  readonly showMore: () => void;
}
