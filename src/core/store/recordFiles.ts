import { join } from 'node:path';
import { recordSchema, type ReviewRecord } from '../domain/record.ts';
import type { StoredRecord } from '../ports/artifactStore.ts';
import { parseArtifact, toJsonBytes } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import { RECORD_DOCUMENT, RECORD_FILE, type ReviewFolder } from './layout.ts';
import { UPDATE } from './storeErrors.ts';
import { writeAtomically, type WriteDeps } from './writeAtomically.ts';

/** Reads the record of a review; undefined where nobody has signed one. Never throws for what is on disk. */
export async function readRecord(folder: ReviewFolder, ops: FileOps): Promise<StoredRecord | undefined> {
  const bytes = await ops.read(join(folder.path, RECORD_FILE)).catch(() => undefined);
  if (bytes === undefined) {
    return undefined;
  }
  const parsed = parseArtifact(bytes, recordSchema);
  if (parsed.ok) {
    return { ok: true, record: parsed.value };
  }
  const wayOut = parsed.isNewer
    ? UPDATE
    : 'Restore it from version control, or delete it and finalize the review again.';
  return { ok: false, problem: `"${folder.shown}/${RECORD_FILE}" ${parsed.problem}. ${wayOut}` };
}

/** Writes the record of a review: the document first, since a review counts as signed by its `record.json`. */
export async function writeRecordFiles(
  folder: ReviewFolder,
  { record, document }: { readonly record: ReviewRecord; readonly document: string },
  deps: WriteDeps,
): Promise<void> {
  const json = toJsonBytes(recordSchema.parse(record));
  await writeAtomically(join(folder.path, RECORD_DOCUMENT), new TextEncoder().encode(document), deps);
  await writeAtomically(join(folder.path, RECORD_FILE), json, deps);
  await deps.ops.syncFolder(folder.path);
}
