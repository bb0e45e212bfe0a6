import { z } from 'zod';

/**
 * `archived.json`, beside a review or a campaign over several plans: somebody has put it aside. Lists leave it out; nothing of
 * it is changed, and without the file it is back. A round that ends later brings its review back by itself.
 */
export const archiveSchema = z.strictObject({
  schemaVersion: z.literal(1),
  archivedAt: z.iso.datetime(),
  /** Who did; empty where nobody said. */
  by: z.string(),
});

export type Archive = z.infer<typeof archiveSchema>;

/** Since when a review is put aside: not where a round of it has ended since. Null where it is not. */
export function archivedSince(
  archive: Archive | undefined,
  lastCompletedAt: string | undefined,
): string | null {
  if (archive === undefined || (lastCompletedAt !== undefined && lastCompletedAt > archive.archivedAt)) {
    return null;
  }
  return archive.archivedAt;
}

/** What a list does with what is put aside: leaves it out, shows nothing else, or makes no difference. */
export type ArchivedFilter = 'hidden' | 'only' | 'all';
