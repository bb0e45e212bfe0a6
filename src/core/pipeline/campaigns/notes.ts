import { PlanReviewError } from '../../base/errors.ts';
import { isCampaignId } from '../../domain/campaign.ts';
import { isJointCampaignId } from '../../domain/jointCampaign.ts';
import { longestNotes } from '../../domain/notes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { NotesPlace, NotesStore, StoredNotes } from '../../ports/notesStore.ts';
import { notesDocument } from '../../reports/notesDocument.ts';

/** What somebody has written on a campaign, and on top of what. */
export interface NotesDraft {
  readonly author: string;
  /** Markdown; blank removes the notes. */
  readonly text: string;
  /** The version that the writer has seen; null where there was none. */
  readonly seen: string | null;
}

/** What notes need. */
export interface NotesDeps {
  readonly notes: NotesStore;
  readonly clock: Clock;
}

/** What a person has noted on the analysis of a campaign. @throws PlanReviewError `campaign-not-found` */
export async function notesOn({ notes }: NotesDeps, campaign: string): Promise<StoredNotes> {
  const stored = await notes.read(placeOf(campaign));
  if (stored === undefined) {
    throw notFound(campaign);
  }
  return stored;
}

/**
 * Stores them.
 * @throws PlanReviewError `notes-incomplete` without a name, or where they are too long; otherwise as the store.
 */
export async function saveNotes(
  deps: NotesDeps,
  campaign: string,
  { author, text, seen }: NotesDraft,
): Promise<StoredNotes> {
  await notesOn(deps, campaign);
  const place = placeOf(campaign);
  if (text.trim() === '') {
    return deps.notes.write(place, undefined, seen);
  }
  if (author.trim() === '') {
    throw incomplete('Nobody is named as the author of the notes.', 'Write your name beside them.');
  }
  if (text.length > longestNotes) {
    throw incomplete(
      `The notes have ${text.length} characters, and ${longestNotes} is the most.`,
      'Shorten them, or keep them in a document of their own.',
    );
  }
  const notes = {
    schemaVersion: 1 as const,
    author: author.trim(),
    updatedAt: new Date(deps.clock.now()).toISOString(),
    text,
  };
  return deps.notes.write(place, { notes, document: notesDocument(notes, `campaign ${campaign}`) }, seen);
}

function placeOf(campaign: string): NotesPlace {
  if (isJointCampaignId(campaign)) {
    return { kind: 'campaign', id: campaign };
  }
  if (!isCampaignId(campaign)) {
    throw notFound(campaign);
  }
  const at = campaign.indexOf('@');
  return { kind: 'round', slug: campaign.slice(0, at), round: Number(campaign.slice(at + 1)) };
}

function incomplete(message: string, wayOut: string): PlanReviewError {
  return new PlanReviewError({ code: 'notes-incomplete', message, wayOut });
}

function notFound(campaign: string): PlanReviewError {
  return new PlanReviewError({
    code: 'campaign-not-found',
    message: `There is no finished campaign ${campaign} to note anything on.`,
    wayOut: 'Run "plan-review list" to see those that there are.',
  });
}
