import type { StoredDraft } from '../ports/artifactStore.ts';
import type { FileOps } from './fileOps.ts';
import { DRAFTS_FOLDER } from './layout.ts';
import type { RoundFolder } from './readRound.ts';
import { endedOf, readTasks } from './taskStore.ts';

/** The drafts of a round that succeeded, in the order in which they did. Whatever cannot be used is left out. */
export async function readDrafts(place: RoundFolder, ops: FileOps): Promise<readonly StoredDraft[]> {
  const ended = endedOf(await readTasks(place, ops, DRAFTS_FOLDER));
  return ended.filter(({ metadata }) => metadata.status === 'succeeded');
}
