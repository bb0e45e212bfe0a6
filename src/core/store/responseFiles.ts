import { join } from 'node:path';
import { sha256 } from '../base/hash.ts';
import { responseSchema } from '../domain/response.ts';
import type { ResponseFiles, StoredResponse } from '../ports/artifactStore.ts';
import { parseArtifact, toJsonBytes } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import { RESPONSE_DOCUMENT, RESPONSE_FILE } from './layout.ts';
import type { RoundFolder } from './readRound.ts';
import { UPDATE } from './storeErrors.ts';
import { writeAtomically, type WriteDeps } from './writeAtomically.ts';

/** What to do about a response that cannot be used. */
const RESTORE_RESPONSE = 'Restore it from version control, or delete it to begin the response again.';

/**
 * Reads the author's side of a round. Never throws for what is on disk: it is written while people work, and no round
 * is less whole because of it.
 */
export async function readResponseFiles(
  folder: RoundFolder,
  ops: FileOps,
): Promise<StoredResponse | undefined> {
  let json: Uint8Array | undefined;
  let document: Uint8Array | undefined;
  try {
    json = await ops.read(join(folder.path, RESPONSE_FILE));
    document = await ops.read(join(folder.path, RESPONSE_DOCUMENT));
  } catch {
    const problem = `The response in "${folder.shown}" cannot be read. ${RESTORE_RESPONSE}`;
    return { version: 'unreadable', response: undefined, problem, document: undefined };
  }
  if (json === undefined && document === undefined) {
    return undefined;
  }
  return {
    version: versionOf(json, document),
    ...parse(json, folder),
    document: document === undefined ? undefined : new TextDecoder().decode(document),
  };
}

function parse(
  json: Uint8Array | undefined,
  folder: RoundFolder,
): Pick<StoredResponse, 'response' | 'problem'> {
  if (json === undefined) {
    return { response: undefined, problem: undefined };
  }
  const name = `"${folder.shown}/${RESPONSE_FILE}"`;
  const parsed = parseArtifact(json, responseSchema);
  if (!parsed.ok) {
    const wayOut = parsed.isNewer ? UPDATE : RESTORE_RESPONSE;
    return { response: undefined, problem: `${name} ${parsed.problem}. ${wayOut}` };
  }
  if (parsed.value.round !== folder.number) {
    const problem = `${name} says that it answers round ${parsed.value.round}. ${RESTORE_RESPONSE}`;
    return { response: undefined, problem };
  }
  return { response: parsed.value, problem: undefined };
}

/**
 * Writes the author's side of a round: the document first, because what `response.json` says is what counts. A process
 * that ends between the two leaves a document that reads like an edit by hand, and nothing is lost.
 * @returns the version of what is stored now
 */
export async function writeResponseFiles(
  folder: RoundFolder,
  { response, document }: ResponseFiles,
  deps: WriteDeps,
): Promise<string> {
  const json = toJsonBytes(responseSchema.parse(response));
  const text = new TextEncoder().encode(document);
  await writeAtomically(join(folder.path, RESPONSE_DOCUMENT), text, deps);
  await writeAtomically(join(folder.path, RESPONSE_FILE), json, deps);
  await deps.ops.syncFolder(folder.path);
  return versionOf(json, text);
}

function versionOf(json: Uint8Array | undefined, document: Uint8Array | undefined): string {
  return sha256([json, document].map((bytes) => (bytes === undefined ? 'none' : sha256(bytes))).join('\n'));
}
