import { join } from 'node:path';
import { PlanReviewError } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import { notesSchema, type Notes } from '../domain/notes.ts';
import type { NotesPlace, NotesStore, StoredNotes } from '../ports/notesStore.ts';
import { parseArtifact, toJsonBytes } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import {
  CAMPAIGN_FILE,
  CAMPAIGNS_FOLDER,
  NOTES_DOCUMENT,
  NOTES_FILE,
  REVIEWS_FOLDER,
  ROUND_FILE,
  roundFolderName,
  STORE_FOLDER,
} from './layout.ts';
import { takeLock } from './lock.ts';
import type { StoreDeps } from './storeDeps.ts';
import { unwritable, UPDATE } from './storeErrors.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { writeAtomically } from './writeAtomically.ts';

/** The notes of one workspace folder. */
export function createNotesStore(deps: StoreDeps): NotesStore {
  return {
    read: async (place) => ((await isThere(place, deps)) ? read(place, deps) : undefined),
    write: async (place, written, seen) => {
      const levels = levelsOf(place);
      const shown = levels.join('/');
      try {
        // Nothing is written through a link.
        const folder = await makeFolderDurably(deps, ...levels);
        // A lock of its own: a round may be running on the review for minutes, and notes are no part of it.
        const lock = await takeLock(folder, shown, deps);
        try {
          if ((await read(place, deps)).version !== seen) {
            throw outdated();
          }
          await replace(folder, written, deps);
          return await read(place, deps);
        } finally {
          await lock.release();
        }
      } catch (error) {
        throw unwritable(`The notes in "${shown}"`, error);
      }
    },
  };
}

/** The notes of a round, as part of what its folder holds. What cannot be used is left out. */
export async function readNotes(folder: string, ops: FileOps): Promise<Notes | undefined> {
  const bytes = await ops.read(join(folder, NOTES_FILE)).catch(() => undefined);
  const parsed = bytes && parseArtifact(bytes, notesSchema);
  return parsed?.ok === true ? parsed.value : undefined;
}

/** Which folder it is, level by level. */
function levelsOf(place: NotesPlace): readonly string[] {
  return place.kind === 'round'
    ? [STORE_FOLDER, REVIEWS_FOLDER, place.slug, roundFolderName(place.round)]
    : [STORE_FOLDER, CAMPAIGNS_FOLDER, place.id];
}

/** Whether there is a finished round, or a campaign. Nothing is read through a link. */
async function isThere(place: NotesPlace, { root, ops }: StoreDeps): Promise<boolean> {
  let path = root;
  for (const level of levelsOf(place)) {
    path = join(path, level);
    if ((await ops.kind(path)) !== 'directory') {
      return false;
    }
  }
  return (await ops.kind(join(path, place.kind === 'round' ? ROUND_FILE : CAMPAIGN_FILE))) === 'file';
}

async function read(place: NotesPlace, { root, ops }: StoreDeps): Promise<StoredNotes> {
  const levels = levelsOf(place);
  const name = `"${[...levels, NOTES_FILE].join('/')}"`;
  let bytes: Uint8Array | undefined;
  try {
    bytes = await ops.read(join(root, ...levels, NOTES_FILE));
  } catch {
    return { version: 'unreadable', notes: undefined, problem: `${name} cannot be read.` };
  }
  if (bytes === undefined) {
    return { version: null, notes: undefined, problem: undefined };
  }
  const version = sha256(bytes);
  const parsed = parseArtifact(bytes, notesSchema);
  if (parsed.ok) {
    return { version, notes: parsed.value, problem: undefined };
  }
  const wayOut = parsed.isNewer ? UPDATE : 'Restore it from version control, or write the notes anew.';
  return { version, notes: undefined, problem: `${name} ${parsed.problem}. ${wayOut}` };
}

/** The document first: there are notes when there is `notes.json`. */
async function replace(
  folder: string,
  written: { readonly notes: Notes; readonly document: string } | undefined,
  deps: StoreDeps,
): Promise<void> {
  const [json, document] = [join(folder, NOTES_FILE), join(folder, NOTES_DOCUMENT)];
  if (written === undefined) {
    for (const file of [json, document]) {
      if ((await deps.ops.kind(file)) !== 'missing') {
        await deps.ops.remove(file);
      }
    }
  } else {
    await writeAtomically(document, new TextEncoder().encode(written.document), deps);
    await writeAtomically(json, toJsonBytes(notesSchema.parse(written.notes)), deps);
  }
  await deps.ops.syncFolder(folder);
}

function outdated(): PlanReviewError {
  return new PlanReviewError({
    code: 'notes-outdated',
    message: 'The notes were changed elsewhere since they were opened.',
    wayOut: 'Look at them as they are now, then make your changes to that.',
    isRetryable: true,
  });
}
