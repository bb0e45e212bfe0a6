import { dirname, join } from 'node:path';
import { sha256 } from '../base/hash.ts';
import { analysisSchema } from '../domain/campaignAnalysis.ts';
import { executionSchema } from '../domain/execution.ts';
import { ARTIFACT_SCHEMA_VERSION, roundSchema } from '../domain/round.ts';
import type { RoundContent, StoredRound } from '../ports/artifactStore.ts';
import { claimsFileSchema, findingsFileSchema, toJsonBytes } from './artifactFiles.ts';
import {
  ANALYSIS_DOCUMENT,
  ANALYSIS_FILE,
  CHECKS_FILE,
  CLAIMS_FILE,
  EXECUTION_DOCUMENT,
  EXECUTION_FILE,
  FINDINGS_FILE,
  REQUEST_FILE,
  REVIEW_DOCUMENT,
  REVIEWER_DOCUMENTS_FOLDER,
  ROUND_FILE,
} from './layout.ts';
import type { RoundFolder } from './readRound.ts';
import { fileNameOf } from './slug.ts';
import { taskArtifacts } from './taskStore.ts';
import { removeQuietly, writeAtomically, type WriteDeps } from './writeAtomically.ts';

/** A round whose snapshot is stored. */
export interface RoundToWrite {
  readonly folder: RoundFolder;
  /** The snapshot's file name and bytes. */
  readonly snapshot: { readonly name: string; readonly bytes: Uint8Array };
  readonly content: RoundContent;
}

/**
 * Writes a round: every artifact, brought to the disk, and then `round.json` with their hashes. Until that last rename
 * the round does not exist for anyone who reads. What is written passes the same schemas as what is read.
 */
export async function writeRound(
  { folder, snapshot, content }: RoundToWrite,
  deps: WriteDeps,
): Promise<StoredRound> {
  const files = artifactsOf(content);
  const own = [[snapshot.name, snapshot.bytes] as const, ...files].map(([path, bytes]) => ({
    path,
    sha256: sha256(bytes),
  }));
  const artifacts = [
    ...own,
    ...(await earlierArtifacts(folder, deps)),
    ...(await taskArtifacts(folder, deps.ops)),
  ];
  const round = roundSchema.parse({ ...content.round, artifacts });

  const touched = new Set<string>();
  for (const [name, bytes] of files) {
    const path = join(folder.path, name);
    // Most documents of reviewers were stored, and brought to the disk, when those had answered.
    if (!(await holds(path, bytes, deps))) {
      await writeAtomically(path, bytes, deps);
      touched.add(dirname(path));
    }
  }
  for (const path of touched) {
    await deps.ops.syncFolder(path);
  }
  await writeLast(join(folder.path, ROUND_FILE), toJsonBytes(round), deps);
  const { findings, claims, analysis, execution } = content;
  return {
    round,
    findings,
    claims,
    ...(analysis === undefined ? {} : { analysis: { ok: true, analysis: analysis.analysis } }),
    ...(execution === undefined ? {} : { execution: execution.execution }),
  };
}

async function holds(path: string, bytes: Uint8Array, { ops }: WriteDeps): Promise<boolean> {
  const stored = await ops.read(path);
  return stored !== undefined && Buffer.compare(stored, bytes) === 0;
}

/** What was stored when the round began. */
async function earlierArtifacts(
  folder: RoundFolder,
  { ops }: WriteDeps,
): Promise<{ readonly path: string; readonly sha256: string }[]> {
  const artifacts: { path: string; sha256: string }[] = [];
  for (const path of [REQUEST_FILE, CHECKS_FILE]) {
    const bytes = await ops.read(join(folder.path, path));
    if (bytes !== undefined) {
      artifacts.push({ path, sha256: sha256(bytes) });
    }
  }
  return artifacts;
}

/** Every file of the round besides its snapshot and `round.json`, by path below the round's folder. */
function artifactsOf(content: RoundContent): Map<string, Uint8Array> {
  const schemaVersion = ARTIFACT_SCHEMA_VERSION;
  const claims = claimsFileSchema.parse({ schemaVersion, claims: content.claims });
  const findings = findingsFileSchema.parse({ schemaVersion, findings: content.findings });
  const files = new Map([
    [CLAIMS_FILE, toJsonBytes(claims)],
    [FINDINGS_FILE, toJsonBytes(findings)],
    [REVIEW_DOCUMENT, new TextEncoder().encode(content.reviewDocument)],
  ]);
  if (content.analysis !== undefined) {
    const { analysis, document } = content.analysis;
    files.set(ANALYSIS_FILE, toJsonBytes(analysisSchema.parse(analysis)));
    files.set(ANALYSIS_DOCUMENT, new TextEncoder().encode(document));
  }
  if (content.execution !== undefined) {
    const { execution, document } = content.execution;
    files.set(EXECUTION_FILE, toJsonBytes(executionSchema.parse(execution)));
    files.set(EXECUTION_DOCUMENT, new TextEncoder().encode(document));
  }
  for (const [reviewer, document] of content.reviewerDocuments) {
    files.set(`${REVIEWER_DOCUMENTS_FOLDER}/${fileNameOf(reviewer)}.md`, new TextEncoder().encode(document));
  }
  return files;
}

async function writeLast(path: string, bytes: Uint8Array, deps: WriteDeps): Promise<void> {
  await writeAtomically(path, bytes, deps);
  try {
    await deps.ops.syncFolder(dirname(path));
  } catch (error) {
    // The caller will be told that the round was not stored, so nobody may find it.
    await removeQuietly(path, deps.ops);
    throw error;
  }
}
