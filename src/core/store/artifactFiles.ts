import { z } from 'zod';
import { claimSchema } from '../domain/claim.ts';
import { findingSchema } from '../domain/finding.ts';
import { ARTIFACT_SCHEMA_VERSION } from '../domain/round.ts';

const versionSchema = z.literal(ARTIFACT_SCHEMA_VERSION);

/** `findings.json`: every finding of a round. Later rounds and responses refer to them by id. */
export const findingsFileSchema = z.strictObject({
  schemaVersion: versionSchema,
  findings: z.array(findingSchema),
});

/** `claims.json`: every claim of a round with its verdict. */
export const claimsFileSchema = z.strictObject({
  schemaVersion: versionSchema,
  claims: z.array(claimSchema),
});

/** Why a file's content is not what it should be: a phrase that follows the file's name. */
interface ArtifactProblem {
  readonly problem: string;
  /** Whether a later version of Plan Review wrote it. */
  readonly isNewer: boolean;
}

export type ParsedArtifact<T> =
  { readonly ok: true; readonly value: T } | ({ readonly ok: false } & ArtifactProblem);

const versionOnly = z.object({ schemaVersion: z.int() });

/** Reads a JSON artifact of a schema version up to `known`. A schema version above ours is told apart, and nothing else of it is looked at. */
export function parseArtifact<T>(
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  known: number = ARTIFACT_SCHEMA_VERSION,
): ParsedArtifact<T> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { ok: false, problem: 'is not valid JSON', isNewer: false };
  }
  const version = versionOnly.safeParse(json);
  if (version.success && version.data.schemaVersion > known) {
    const problem = `was written by a newer Plan Review (schema version ${version.data.schemaVersion})`;
    return { ok: false, problem, isNewer: true };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) {
    return { ok: true, value: parsed.data };
  }
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at "${issue.path.join('.')}"`;
  return { ok: false, problem: `does not have the expected content${place}`, isNewer: false };
}

/** A JSON artifact's bytes: indented, so that a change to it reads well in a diff. */
export function toJsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
