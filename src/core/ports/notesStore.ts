import type { Notes } from '../domain/notes.ts';

/** What notes are about: a finished round of the review in the folder `slug`, or a campaign over several plans. */
export type NotesPlace =
  | { readonly kind: 'round'; readonly slug: string; readonly round: number }
  | { readonly kind: 'campaign'; readonly id: string };

/** Notes as they are on disk. */
export interface StoredNotes {
  /** Names what is on disk: whoever writes says what they have seen. Null where nothing is. */
  readonly version: string | null;
  /** Undefined where there are none, or what is there cannot be used: `problem` says why. */
  readonly notes: Notes | undefined;
  readonly problem: string | undefined;
}

/** What people note on analyses. Nothing else rests on it. */
export interface NotesStore {
  /** Undefined where there is nothing that could be noted on. */
  read(place: NotesPlace): Promise<StoredNotes | undefined>;
  /**
   * Stores notes, with a document for people beside them, or removes both.
   * @throws PlanReviewError `notes-outdated` where something else was stored than the writer has `seen`; `store-busy`;
   * `store-unwritable`.
   */
  write(
    place: NotesPlace,
    written: { readonly notes: Notes; readonly document: string } | undefined,
    seen: string | null,
  ): Promise<StoredNotes>;
}
