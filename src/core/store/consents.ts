import { mkdir, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { z } from 'zod';
import { PlanReviewError, systemErrorCode } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import type { Clock } from '../ports/clock.ts';
import type { Consents } from '../ports/consents.ts';
import type { Logger } from '../ports/logger.ts';
import type { FileOps } from './fileOps.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { writeAtomically } from './writeAtomically.ts';

/** What `createConsents` needs. */
export interface ConsentsOptions {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  /** The absolute path of the folder in which this user's state is kept; undefined where there is none. */
  readonly stateFolder: string | undefined;
  readonly ops: FileOps;
  readonly clock: Clock;
  readonly uniqueSuffix: () => string;
  readonly logger: Logger | undefined;
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** For people who look into the file. */
  workspace: z.string(),
  agreed: z.array(
    z.strictObject({
      subject: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      agreed_at: z.string(),
    }),
  ),
});

type Agreed = z.infer<typeof fileSchema>['agreed'];

/**
 * Consents in `<state folder>/consents/`, a file for each workspace, named by the hash of its real path. A state folder
 * inside the workspace is not used: a repository could bring its own consents along.
 */
export function createConsents(options: ConsentsOptions): Consents {
  return {
    isAgreed: async (hash) => {
      const place = await placeOf(options);
      return place !== undefined && (await read(place, options)).some((entry) => entry.sha256 === hash);
    },
    agree: async ({ subject, sha256: hash }) => {
      const place = await placeOf(options);
      if (place === undefined) {
        throw unavailable(options);
      }
      const others = (await read(place, options)).filter((entry) => entry.subject !== subject);
      const agreed_at = new Date(options.clock.now()).toISOString();
      await write(place, [...others, { subject, sha256: hash, agreed_at }], options);
    },
    revoke: async (subject) => {
      const place = await placeOf(options);
      const before = place === undefined ? [] : await read(place, options);
      const left = before.filter((entry) => entry.subject !== subject);
      if (place === undefined || left.length === before.length) {
        return false;
      }
      await write(place, left, options);
      return true;
    },
  };
}

interface Place {
  readonly stateFolder: string;
  readonly workspace: string;
  readonly file: string;
}

async function placeOf({ root, stateFolder }: ConsentsOptions): Promise<Place | undefined> {
  if (stateFolder === undefined || !isAbsolute(stateFolder)) {
    return undefined;
  }
  const workspace = await realPath(root);
  const real = await realPath(stateFolder);
  const way = relative(workspace, real);
  if (way === '' || (!way.startsWith('..') && !isAbsolute(way))) {
    return undefined;
  }
  return { stateFolder: real, workspace, file: `${sha256(workspace)}.json` };
}

/** The path without links, as far as it exists. */
async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if (parent === path || systemErrorCode(error) !== 'ENOENT') {
      return path;
    }
    return join(await realPath(parent), path.slice(parent.length));
  }
}

async function read(place: Place, { ops, logger }: ConsentsOptions): Promise<Agreed> {
  try {
    const bytes = await ops.read(join(place.stateFolder, 'consents', place.file));
    const file =
      bytes === undefined ? undefined : fileSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (file?.success === true && file.data.workspace === place.workspace) {
      return file.data.agreed;
    }
    if (file !== undefined) {
      logger?.warn('What was agreed to for this workspace cannot be read: everything is asked about anew.');
    }
  } catch (error) {
    logger?.warn(`What was agreed to for this workspace cannot be read: ${String(error)}`);
  }
  return [];
}

async function write(place: Place, agreed: Agreed, options: ConsentsOptions): Promise<void> {
  const document: z.infer<typeof fileSchema> = { version: 1, workspace: place.workspace, agreed };
  try {
    await mkdir(place.stateFolder, { recursive: true, mode: 0o700 });
    const folder = await makeFolderDurably({ root: place.stateFolder, ops: options.ops }, 'consents');
    const bytes = new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);
    await writeAtomically(join(folder, place.file), bytes, options);
  } catch (error) {
    throw unavailable(options, error);
  }
}

function unavailable({ stateFolder }: ConsentsOptions, cause?: unknown): PlanReviewError {
  return new PlanReviewError({
    code: 'consent-unavailable',
    message:
      stateFolder === undefined || cause === undefined
        ? 'There is no folder outside the workspace in which your consent could be kept.'
        : `Your consent could not be written to "${stateFolder}" (${systemErrorCode(cause) ?? 'for no known reason'}).`,
    wayOut: 'Set XDG_STATE_HOME to a folder of yours that is outside the workspace and can be written to.',
    cause,
  });
}
