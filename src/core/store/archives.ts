import { join } from 'node:path';
import { archiveSchema, type Archive } from '../domain/archive.ts';
import type { ArchivePlace, Archives } from '../ports/archives.ts';
import { parseArtifact, toJsonBytes } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import { ARCHIVE_FILE, CAMPAIGNS_FOLDER, REVIEWS_FOLDER, STORE_FOLDER } from './layout.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { unwritable } from './storeErrors.ts';
import { writeAtomically, type WriteDeps } from './writeAtomically.ts';

/** What is put aside in one workspace folder. */
export function createArchives(deps: WriteDeps & { readonly root: string }): Archives {
  const { root, ops } = deps;
  const levels = ({ kind, name }: ArchivePlace): readonly string[] => [
    STORE_FOLDER,
    kind === 'review' ? REVIEWS_FOLDER : CAMPAIGNS_FOLDER,
    name,
  ];
  return {
    read: (place) => readArchive(join(root, ...levels(place)), ops),
    write: async (place, archive) => {
      try {
        // Nothing is written through a link.
        const folder = await makeFolderDurably(deps, ...levels(place));
        await writeAtomically(join(folder, ARCHIVE_FILE), toJsonBytes(archiveSchema.parse(archive)), deps);
        await ops.syncFolder(folder);
      } catch (error) {
        throw unwritable(`That "${place.name}" is archived`, error);
      }
    },
    remove: async (place) => {
      try {
        const folder = await makeFolderDurably(deps, ...levels(place));
        const file = join(folder, ARCHIVE_FILE);
        if ((await ops.kind(file)) === 'missing') {
          return false;
        }
        await ops.remove(file);
        await ops.syncFolder(folder);
        return true;
      } catch (error) {
        throw unwritable(`That "${place.name}" is back`, error);
      }
    },
  };
}

/** What says that the review or campaign in `folder` is put aside. What cannot be used hides nothing. */
export async function readArchive(folder: string, ops: FileOps): Promise<Archive | undefined> {
  const bytes = await ops.read(join(folder, ARCHIVE_FILE)).catch(() => undefined);
  const parsed = bytes && parseArtifact(bytes, archiveSchema);
  return parsed?.ok === true ? parsed.value : undefined;
}
