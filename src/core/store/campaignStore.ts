import { join } from 'node:path';
import { PlanReviewError } from '../base/errors.ts';
import { archivedSince } from '../domain/archive.ts';
import { analysisSchema, checkAnalysis } from '../domain/campaignAnalysis.ts';
import { isJointCampaignId, jointCampaignSchema, type JointCampaign } from '../domain/jointCampaign.ts';
import type { StoredAnalysis } from '../ports/artifactStore.ts';
import type { CampaignStore, OpenCampaign, StoredCampaign } from '../ports/campaignStore.ts';
import { readArchive } from './archives.ts';
import { parseArtifact, toJsonBytes } from './artifactFiles.ts';
import type { ArtifactStoreOptions } from './artifactStore.ts';
import {
  ANALYSIS_DOCUMENT,
  ANALYSIS_FILE,
  CAMPAIGN_DOCUMENT,
  CAMPAIGN_FILE,
  CAMPAIGNS_FOLDER,
  STORE_FOLDER,
  TASKS_FOLDER,
} from './layout.ts';
import { writeGitignore } from './gitignore.ts';
import { isLocked, takeLock, type Lock } from './lock.ts';
import { nodeFileOps } from './nodeFileOps.ts';
import { slugOf } from './slug.ts';
import type { StoreDeps } from './storeDeps.ts';
import { inconsistent, unwritable, UPDATE } from './storeErrors.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { createTaskStore, taskIds } from './taskStore.ts';
import { removeLeftovers, writeAtomically } from './writeAtomically.ts';

/** The campaigns over several plans of one workspace folder. Nothing is read or made before the first call. */
export function createCampaignStore(options: ArtifactStoreOptions): CampaignStore {
  const deps: StoreDeps = { ...options, ops: options.ops ?? nodeFileOps, logger: options.logger };
  return {
    list: async () => {
      const stored = await Promise.all((await idsIn(deps)).map((id) => load(id, deps)));
      return stored.flatMap((campaign) => campaign ?? []);
    },
    load: (id) => load(id, deps),
    open: (id) => open(id, deps),
    nextId: async (name) => {
      const slug = slugOf(name);
      const taken = (await idsIn(deps))
        .filter((id) => id.startsWith(`${slug}+`))
        .map((id) => Number(id.slice(slug.length + 1)));
      return `${slug}+${Math.max(0, ...taken) + 1}`;
    },
  };
}

interface CampaignFolder {
  readonly path: string;
  readonly shown: string;
}

function folderOf(id: string, { root }: StoreDeps): CampaignFolder {
  return {
    path: join(root, STORE_FOLDER, CAMPAIGNS_FOLDER, id),
    shown: `${STORE_FOLDER}/${CAMPAIGNS_FOLDER}/${id}`,
  };
}

/** The names of folders that campaigns are in. Nothing is read through a link: it may lead anywhere. */
async function idsIn({ root, ops }: StoreDeps): Promise<readonly string[]> {
  const all = join(root, STORE_FOLDER, CAMPAIGNS_FOLDER);
  try {
    for (const folder of [join(root, STORE_FOLDER), all]) {
      if ((await ops.kind(folder)) !== 'directory') {
        return [];
      }
    }
    return (await ops.names(all)).filter(isJointCampaignId).toSorted();
  } catch (error) {
    throw inconsistent(
      `The campaigns in "${STORE_FOLDER}/${CAMPAIGNS_FOLDER}" cannot be read.`,
      'Check the permissions of that folder and what is in it.',
      error,
    );
  }
}

/** Never throws for what is in the campaign's folder: that is told in `problem`. */
async function load(id: string, deps: StoreDeps): Promise<StoredCampaign | undefined> {
  if (!(await idsIn(deps)).includes(id)) {
    return undefined;
  }
  const folder = folderOf(id, deps);
  const told = { id, folder: folder.shown };
  if ((await deps.ops.kind(folder.path)) !== 'directory') {
    const problem = `"${folder.shown}" is no folder, and campaigns are not read through links.`;
    return { ...told, campaign: undefined, problem, analysis: undefined, isRunning: false, archivedAt: null };
  }
  const isRunning = await isLocked(folder.path, deps);
  const archive = await readArchive(folder.path, deps.ops);
  const read = await readCampaign(id, folder, deps);
  if (typeof read === 'string') {
    const archivedAt = archive?.archivedAt ?? null;
    return { ...told, campaign: undefined, problem: read, analysis: undefined, isRunning, archivedAt };
  }
  return {
    ...told,
    campaign: read,
    problem: undefined,
    analysis: await readAnalysis(folder, deps),
    isRunning,
    archivedAt: archivedSince(archive, read.completedAt ?? undefined),
  };
}

/** What `campaign.json` says, or why it cannot be used. */
async function readCampaign(
  id: string,
  folder: CampaignFolder,
  { ops }: StoreDeps,
): Promise<JointCampaign | string> {
  const file = `"${folder.shown}/${CAMPAIGN_FILE}"`;
  const restore =
    'Restore it from version control, or delete the folder to do without the campaign; the reviews of its plans stay.';
  const bytes = await ops.read(join(folder.path, CAMPAIGN_FILE)).catch(() => undefined);
  if (bytes === undefined) {
    return `${file} is missing. ${restore}`;
  }
  const parsed = parseArtifact(bytes, jointCampaignSchema);
  if (!parsed.ok) {
    return `${file} ${parsed.problem}. ${parsed.isNewer ? UPDATE : restore}`;
  }
  return parsed.value.id === id
    ? parsed.value
    : `${file} says that it is ${JSON.stringify(parsed.value.id)}: the folder was copied or renamed. ${restore}`;
}

async function readAnalysis(folder: CampaignFolder, { ops }: StoreDeps): Promise<StoredAnalysis | undefined> {
  const bytes = await ops.read(join(folder.path, ANALYSIS_FILE)).catch(() => undefined);
  if (bytes === undefined) {
    return undefined;
  }
  const file = `"${folder.shown}/${ANALYSIS_FILE}"`;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return { ok: false, problem: `${file} is not valid JSON.` };
  }
  const checked = checkAnalysis(json);
  return checked.ok
    ? { ok: true, analysis: checked.analysis }
    : { ok: false, problem: `${file} cannot be used. ${checked.problems.join(' ')}` };
}

async function open(id: string, deps: StoreDeps): Promise<OpenCampaign> {
  const folder = folderOf(id, deps);
  const names = [STORE_FOLDER, CAMPAIGNS_FOLDER, id];
  try {
    await makeFolderDurably(deps, ...names);
    const lock = await lockCampaign(id, folder, deps);
    try {
      await writeGitignore(folder.path, deps);
      await removeLeftovers(folder.path, deps.ops);
      const place = { ...folder, number: 1 };
      for (const task of await taskIds(place, deps.ops)) {
        await removeLeftovers(join(folder.path, TASKS_FOLDER, task), deps.ops);
      }
      return opened(id, { folder, lock, names }, deps);
    } catch (error) {
      await lock.release().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw unwritable(`The campaign ${id}`, error);
  }
}

function opened(
  id: string,
  {
    folder,
    lock,
    names,
  }: { readonly folder: CampaignFolder; readonly lock: Lock; readonly names: readonly string[] },
  deps: StoreDeps,
): OpenCampaign {
  const expectHeld = async (): Promise<void> => {
    if (!(await lock.isHeld())) {
      throw new PlanReviewError({
        code: 'store-busy',
        message: `The campaign ${id} took so long that another process has taken over.`,
        wayOut: 'Look at the campaign as it is now, then go on with it.',
        isRetryable: true,
      });
    }
  };
  /** Documents first: whoever finds the JSON finds them too. */
  const write = async (files: readonly (readonly [name: string, bytes: Uint8Array])[]): Promise<void> => {
    await expectHeld();
    try {
      for (const [name, bytes] of files) {
        await writeAtomically(join(folder.path, name), bytes, deps);
      }
      await deps.ops.syncFolder(folder.path);
    } catch (error) {
      throw unwritable(`The campaign ${id}`, error);
    }
  };
  return {
    folder: folder.shown,
    tasks: createTaskStore(
      { ...folder, number: 1 },
      {
        ...deps,
        expectHeld,
        makeFolder: async (task) => void (await makeFolderDurably(deps, ...names, TASKS_FOLDER, task)),
      },
    ),
    save: (campaign, document) =>
      write([
        [CAMPAIGN_DOCUMENT, new TextEncoder().encode(document)],
        [CAMPAIGN_FILE, toJsonBytes(jointCampaignSchema.parse(campaign))],
      ]),
    saveAnalysis: (analysis, document) =>
      write([
        [ANALYSIS_DOCUMENT, new TextEncoder().encode(document)],
        [ANALYSIS_FILE, toJsonBytes(analysisSchema.parse(analysis))],
      ]),
    release: () =>
      lock.release().catch((error: unknown) => {
        deps.logger?.warn(`The lock in ${folder.shown} could not be removed: ${String(error)}`);
      }),
  };
}

async function lockCampaign(id: string, { path }: CampaignFolder, deps: StoreDeps): Promise<Lock> {
  try {
    return await takeLock(path, id, deps);
  } catch (error) {
    if (error instanceof PlanReviewError && error.code === 'store-busy') {
      throw new PlanReviewError({
        code: 'store-busy',
        message: `Another process is at work on the campaign ${id}.`,
        wayOut:
          'Wait for it, or stop it. If it is gone for good, delete "review.lock" in the folder of the campaign.',
        isRetryable: true,
        cause: error,
      });
    }
    throw error;
  }
}
