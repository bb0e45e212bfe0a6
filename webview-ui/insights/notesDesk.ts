import type { CampaignNotes, NotesDraft } from '../../src/protocol/panelInsights.ts';

/** What somebody is writing and has not stored. */
interface Written {
  readonly author: string;
  readonly text: string;
  /** What was stored when they began. */
  readonly seen: string | null;
}

/** The notes on an analysis, as the page draws them. */
export interface NotesForm {
  readonly campaign: string;
  readonly author: string;
  readonly text: string;
  /** What is stored. */
  readonly stored: CampaignNotes;
  /** Whether the form says something else than what is stored. */
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  /** Whether somebody else has stored notes since these were begun. */
  readonly isOvertaken: boolean;
  /** Why they were not stored. */
  readonly failure: { readonly message: string; readonly wayOut: string } | undefined;
}

/** What the user can do about notes. */
export interface NotesActions {
  readonly write: (campaign: string, fields: Partial<Pick<Written, 'author' | 'text'>>) => void;
  readonly save: (campaign: string) => void;
  /** Does without what was written, and shows what is stored. */
  readonly discard: (campaign: string) => void;
}

/** The page's part in noting on analyses. */
export interface NotesDesk {
  /** The form of what is stored of a campaign; undefined where nothing is known of it. */
  readonly form: (campaign: string | undefined) => NotesForm | undefined;
  readonly actions: NotesActions;
  /** What the host says is stored. */
  readonly hear: (campaign: string, stored: CampaignNotes) => void;
  /** What is stored after a save, and why it did not go well. */
  readonly answered: (campaign: string, stored: CampaignNotes, failure: NotesForm['failure']) => void;
  /** What is to be kept over a reload. */
  readonly kept: () => Readonly<Record<string, Written>>;
}

/** `changed` draws the page and keeps it over a reload. */
export function createNotesDesk(deps: {
  readonly kept: unknown;
  readonly send: (campaign: string, draft: NotesDraft) => void;
  readonly changed: () => void;
  readonly announce: (text: string) => void;
}): NotesDesk {
  const written = new Map(Object.entries(restored(deps.kept)));
  const known = new Map<string, CampaignNotes>();
  const saving = new Set<string>();
  const failures = new Map<string, NotesForm['failure']>();
  const overtaken = new Set<string>();

  function form(campaign: string | undefined): NotesForm | undefined {
    const stored = campaign === undefined ? undefined : known.get(campaign);
    if (campaign === undefined || stored === undefined) {
      return undefined;
    }
    const own = written.get(campaign);
    const { author, text } = own ?? stored;
    return {
      campaign,
      author,
      text,
      stored,
      isChanged: own !== undefined && (own.text !== stored.text || own.author !== stored.author),
      isSaving: saving.has(campaign),
      isOvertaken: overtaken.has(campaign),
      failure: failures.get(campaign),
    };
  }

  return {
    form,
    hear(campaign, stored) {
      known.set(campaign, stored);
      deps.changed();
    },
    answered(campaign, stored, failure) {
      known.set(campaign, stored);
      saving.delete(campaign);
      failures.set(campaign, failure);
      const own = written.get(campaign);
      if (failure === undefined) {
        written.delete(campaign);
        overtaken.delete(campaign);
        deps.announce('The notes are stored.');
      } else if (own !== undefined && own.seen !== stored.version) {
        // They are shown below what was written, so whoever saves again has seen them.
        overtaken.add(campaign);
        written.set(campaign, { ...own, seen: stored.version });
      }
      deps.changed();
    },
    kept: () => Object.fromEntries(written),
    actions: {
      write(campaign, fields) {
        const now = form(campaign);
        if (now !== undefined) {
          const seen = written.get(campaign)?.seen ?? now.stored.version;
          written.set(campaign, { author: now.author, text: now.text, seen, ...fields });
          deps.changed();
        }
      },
      save(campaign) {
        const now = form(campaign);
        if (now !== undefined && !now.isSaving) {
          saving.add(campaign);
          failures.delete(campaign);
          const seen = written.get(campaign)?.seen ?? now.stored.version;
          deps.send(campaign, { author: now.author, text: now.text, seen });
          deps.changed();
        }
      },
      discard(campaign) {
        written.delete(campaign);
        failures.delete(campaign);
        overtaken.delete(campaign);
        deps.changed();
      },
    },
  };
}

/** What an earlier page kept; what is of another shape is no notes. */
function restored(kept: unknown): Record<string, Written> {
  const all: Record<string, Written> = {};
  for (const [campaign, value] of Object.entries(typeof kept === 'object' && kept !== null ? kept : {})) {
    const { author, text, seen }: Partial<Record<keyof Written, unknown>> =
      typeof value === 'object' && value !== null ? { ...value } : {};
    if (typeof author === 'string' && typeof text === 'string') {
      all[campaign] = { author, text, seen: typeof seen === 'string' ? seen : null };
    }
  }
  return all;
}
