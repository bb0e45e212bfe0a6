import { join } from 'node:path';
import { z } from 'zod';
import type { CacheKey, CacheSession, CheckCache } from '../ports/checkCache.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { FileOps } from './fileOps.ts';
import { STORE_FOLDER } from './layout.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { writeAtomically } from './writeAtomically.ts';

/** What `createCheckCache` needs. */
export interface CheckCacheOptions {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  readonly ops: FileOps;
  readonly clock: Clock;
  readonly uniqueSuffix: () => string;
  readonly logger: Logger | undefined;
}

const FOLDER = 'cache';
const FILE = 'checks.json';
/** In milliseconds. */
const LIFETIME = 60 * 60 * 1000;
const MOST_ENTRIES = 100;

const entrySchema = z.strictObject({
  result: z.enum(['PASS', 'FAIL']),
  verified_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  access_count: z.int().min(1),
  /** What the verdict holds under: the definition's text and the state of what it rests on, each a SHA-256. */
  rests_on: z.strictObject({ definition: z.string(), stamp: z.string() }),
});

const fileSchema = z.strictObject({
  version: z.literal('1.0'),
  last_cleanup: z.iso.datetime(),
  checks: z.record(z.string(), entrySchema),
});

type Entry = z.infer<typeof entrySchema>;
type Entries = ReadonlyMap<string, Entry>;

/** The cache in `.plan-review/cache/checks.json`. It can be deleted at any time. */
export function createCheckCache(options: CheckCacheOptions): CheckCache {
  return {
    open: async (definitions) => {
      const found = await load(options);
      return session(options, definitions, found);
    },
  };
}

function session(options: CheckCacheOptions, definitions: ReadonlySet<string>, found: Entries): CacheSession {
  const known = clean(found, definitions, options.clock.now());
  const used = new Map<string, number>();
  const learned = new Map<string, Entry>();
  return {
    get: (key) => {
      const name = nameOf(key);
      const entry = learned.get(name) ?? known.get(name);
      // Looked at anew: an hour may end while a plan is checked.
      if (entry === undefined || !holds(entry, key) || !isFresh(entry, options.clock.now())) {
        return undefined;
      }
      used.set(name, (used.get(name) ?? 0) + 1);
      return entry.result === 'PASS' ? 'pass' : 'fail';
    },
    put: (key, verdict) => {
      const now = options.clock.now();
      learned.set(nameOf(key), {
        result: verdict === 'pass' ? 'PASS' : 'FAIL',
        verified_at: new Date(now).toISOString(),
        expires_at: new Date(now + LIFETIME).toISOString(),
        access_count: 1,
        rests_on: { definition: key.definition, stamp: key.stamp },
      });
    },
    close: async () => {
      if (used.size > 0 || learned.size > 0 || known.size < found.size) {
        await save(options, { definitions, used, learned }).catch((error: unknown) => {
          options.logger?.info(`The cache of the checks could not be written: ${String(error)}`);
        });
      }
    },
  };
}

function nameOf({ check, value }: CacheKey): string {
  return `${check}:${value}`;
}

function holds({ rests_on }: Entry, key: CacheKey): boolean {
  return rests_on.definition === key.definition && rests_on.stamp === key.stamp;
}

/** Whatever the file says, nothing lives longer than an hour, and nothing comes from the future. */
function isFresh(entry: Entry, now: number): boolean {
  const verified = Date.parse(entry.verified_at);
  return verified <= now && now < Math.min(Date.parse(entry.expires_at), verified + LIFETIME);
}

/** Drops what is expired and what belongs to no definition, then all but the most used, and of those the latest. */
function clean(entries: Entries, definitions: ReadonlySet<string>, now: number): Entries {
  const kept = [...entries].filter(
    ([, entry]) => isFresh(entry, now) && definitions.has(entry.rests_on.definition),
  );
  const best = kept.sort(
    ([, a], [, b]) =>
      b.access_count - a.access_count || Date.parse(b.verified_at) - Date.parse(a.verified_at),
  );
  return new Map(best.slice(0, MOST_ENTRIES));
}

interface Changes {
  readonly definitions: ReadonlySet<string>;
  readonly used: ReadonlyMap<string, number>;
  readonly learned: Entries;
}

/** Reads the file again before it is written: another process may have learned something meanwhile. */
async function save(options: CheckCacheOptions, { definitions, used, learned }: Changes): Promise<void> {
  const now = options.clock.now();
  const entries = new Map(await load(options));
  for (const [name, entry] of learned) {
    entries.set(name, entry);
  }
  for (const [name, times] of used) {
    const entry = entries.get(name);
    if (entry !== undefined) {
      entries.set(name, { ...entry, access_count: entry.access_count + times });
    }
  }
  const document: z.infer<typeof fileSchema> = {
    version: '1.0',
    last_cleanup: new Date(now).toISOString(),
    checks: Object.fromEntries(clean(entries, definitions, now)),
  };
  const folder = await makeFolderDurably(options, STORE_FOLDER, FOLDER);
  const write = (name: string, text: string): Promise<void> =>
    writeAtomically(join(folder, name), new TextEncoder().encode(text), options);
  if ((await options.ops.kind(join(folder, '.gitignore'))) === 'missing') {
    // The cache speaks of this machine. A repository without reviews has nobody else who would leave it out.
    await write('.gitignore', '*\n');
  }
  await write(FILE, `${JSON.stringify(document, null, 2)}\n`);
}

async function load({ root, ops, logger }: CheckCacheOptions): Promise<Entries> {
  try {
    const folders = [join(root, STORE_FOLDER), join(root, STORE_FOLDER, FOLDER)];
    for (const folder of folders) {
      if ((await ops.kind(folder)) !== 'directory') {
        return new Map();
      }
    }
    const bytes = await ops.read(join(root, STORE_FOLDER, FOLDER, FILE));
    if (bytes === undefined) {
      return new Map();
    }
    const read = fileSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (read.success) {
      return new Map(Object.entries(read.data.checks));
    }
    logger?.warn('The cache of the checks is not as it was written, and is thrown away.');
  } catch (error) {
    logger?.warn(`The cache of the checks cannot be read, and is thrown away: ${String(error)}`);
  }
  return new Map();
}
