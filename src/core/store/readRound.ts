import { join } from 'node:path';
import { sha256 } from '../base/hash.ts';
import type { Claim } from '../domain/claim.ts';
import { executionSchema, type Execution } from '../domain/execution.ts';
import type { Finding } from '../domain/finding.ts';
import { roundSchema, type Round } from '../domain/round.ts';
import type { StoredRound } from '../ports/artifactStore.ts';
import { readNotes } from './notes.ts';
import { readAnalysis } from './analysisFile.ts';
import { claimsFileSchema, findingsFileSchema, parseArtifact, type ParsedArtifact } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import { CLAIMS_FILE, EXECUTION_FILE, FINDINGS_FILE, ROUND_FILE, snapshotName } from './layout.ts';
import { RESTORE, UPDATE } from './storeErrors.ts';

/** What a round's folder holds. */
export type RoundOnDisk =
  | { readonly state: 'whole'; readonly stored: StoredRound; readonly snapshot: Uint8Array }
  /** There is a `round.json`, and something contradicts it. `round` is there when it could at least be read. */
  | {
      readonly state: 'broken';
      readonly problem: string;
      readonly isNewer: boolean;
      readonly round: Round | undefined;
    }
  /** No `round.json`: the round was never finished, and does not count. */
  | { readonly state: 'unfinished' };

/** A round's folder. `shown` is how messages name it. */
export interface RoundFolder {
  readonly number: number;
  readonly path: string;
  readonly shown: string;
}

/** Ends the reading of a round: says what is wrong with it. */
class BrokenRound extends Error {
  readonly isNewer: boolean;
  constructor(problem: string, isNewer: boolean) {
    super(problem);
    this.isNewer = isNewer;
  }
}

/**
 * Reads a round and verifies that what it relies on is what was written: the snapshot, the claims and the findings.
 * The documents for people (`review.md`, `reviews/*.md`) may be edited or deleted: nothing is read from them.
 * A file that the system refuses to read is reported like one that was changed. Never throws for what is on disk.
 */
export async function readRound(folder: RoundFolder, ops: FileOps): Promise<RoundOnDisk> {
  let round: Round | undefined;
  try {
    const bytes = await readFile(folder, ROUND_FILE, ops);
    if (bytes === undefined) {
      if ((await ops.kind(join(folder.path, ROUND_FILE))) === 'missing') {
        return { state: 'unfinished' };
      }
      throw broken(folder, ROUND_FILE, 'is not a regular file');
    }
    round = expectParsed(folder, ROUND_FILE, parseArtifact(bytes, roundSchema));
    return await readArtifacts(folder, round, ops);
  } catch (error) {
    if (error instanceof BrokenRound) {
      return { state: 'broken', problem: error.message, isNewer: error.isNewer, round };
    }
    throw error;
  }
}

async function readArtifacts(folder: RoundFolder, round: Round, ops: FileOps): Promise<RoundOnDisk> {
  if (round.number !== folder.number) {
    throw broken(folder, ROUND_FILE, `says that it is round ${round.number}`);
  }
  const snapshot = await readVerified(folder, snapshotName(round.plan.path), round, ops);
  if (`sha256:${sha256(snapshot)}` !== round.revision) {
    throw broken(folder, ROUND_FILE, 'names another revision than that of the snapshot beside it');
  }
  const claims = await readClaims(folder, round, ops);
  const findings = await readFindings(folder, round, ops);
  const analysis = await readAnalysis(folder, ops);
  const notes = await readNotes(folder.path, ops);
  const execution = round.execution === undefined ? undefined : await readExecution(folder, round, ops);
  return {
    state: 'whole',
    stored: {
      round,
      findings,
      claims,
      ...(analysis === undefined ? {} : { analysis }),
      ...(notes === undefined ? {} : { notes }),
      ...(execution === undefined ? {} : { execution }),
    },
    snapshot,
  };
}

async function readClaims(folder: RoundFolder, round: Round, ops: FileOps): Promise<readonly Claim[]> {
  const bytes = await readVerified(folder, CLAIMS_FILE, round, ops);
  return expectParsed(folder, CLAIMS_FILE, parseArtifact(bytes, claimsFileSchema)).claims;
}

/** Nothing rests on it that does not stand in the round, so one that is gone or was changed takes nothing from the round. */
async function readExecution(
  folder: RoundFolder,
  round: Round,
  ops: FileOps,
): Promise<Execution | undefined> {
  try {
    const bytes = await readVerified(folder, EXECUTION_FILE, round, ops);
    const parsed = parseArtifact(bytes, executionSchema);
    return parsed.ok ? parsed.value : undefined;
  } catch (error) {
    if (error instanceof BrokenRound) {
      return undefined;
    }
    throw error;
  }
}

async function readFindings(folder: RoundFolder, round: Round, ops: FileOps): Promise<readonly Finding[]> {
  const bytes = await readVerified(folder, FINDINGS_FILE, round, ops);
  return expectParsed(folder, FINDINGS_FILE, parseArtifact(bytes, findingsFileSchema)).findings;
}

/** A file's bytes, when they are those that `round.json` lists. */
async function readVerified(
  folder: RoundFolder,
  name: string,
  round: Round,
  ops: FileOps,
): Promise<Uint8Array> {
  // Only the names that we write are ever looked up, so a path in round.json cannot lead out of the folder.
  const listed = round.artifacts.find((artifact) => artifact.path === name);
  if (listed === undefined) {
    throw broken(folder, ROUND_FILE, `does not list "${name}"`);
  }
  const bytes = await readFile(folder, name, ops);
  if (bytes === undefined) {
    throw broken(folder, name, 'is missing');
  }
  if (sha256(bytes) !== listed.sha256) {
    throw broken(folder, name, 'was changed after the round was finished');
  }
  return bytes;
}

async function readFile(folder: RoundFolder, name: string, ops: FileOps): Promise<Uint8Array | undefined> {
  try {
    return await ops.read(join(folder.path, name));
  } catch (error) {
    throw Object.assign(broken(folder, name, 'cannot be read'), { cause: error });
  }
}

function expectParsed<T>(folder: RoundFolder, name: string, parsed: ParsedArtifact<T>): T {
  if (parsed.ok) {
    return parsed.value;
  }
  const sentence = `"${folder.shown}/${name}" ${parsed.problem}.`;
  throw new BrokenRound(`${sentence} ${parsed.isNewer ? UPDATE : RESTORE}`, parsed.isNewer);
}

function broken(folder: RoundFolder, name: string, problem: string): BrokenRound {
  return new BrokenRound(`"${folder.shown}/${name}" ${problem}. ${RESTORE}`, isOurs);
}

const isOurs = false;
