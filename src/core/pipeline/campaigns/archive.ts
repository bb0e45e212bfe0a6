import { PlanReviewError } from '../../base/errors.ts';
import { isCampaignId } from '../../domain/campaign.ts';
import { isJointCampaignId } from '../../domain/jointCampaign.ts';
import type { ArtifactStore } from '../../ports/artifactStore.ts';
import type { ArchivePlace, Archives } from '../../ports/archives.ts';
import type { CampaignStore } from '../../ports/campaignStore.ts';
import type { Clock } from '../../ports/clock.ts';

/** What putting reviews and campaigns aside needs. */
export interface ArchiveDeps {
  readonly archives: Archives;
  readonly store: Pick<ArtifactStore, 'load' | 'list'>;
  readonly campaigns: Pick<CampaignStore, 'load'>;
  readonly clock: Clock;
}

/** Puts a review or a campaign over several plans aside. */
export async function archive(
  deps: ArchiveDeps,
  { name, by }: { readonly name: string; readonly by: string },
): Promise<void> {
  const place = await placeOf(deps, name);
  await deps.archives.write(place, {
    schemaVersion: 1,
    archivedAt: new Date(deps.clock.now()).toISOString(),
    by: by.trim(),
  });
}

/** Brings it back. False where it was not put aside. */
export async function bringBack(deps: ArchiveDeps, name: string): Promise<boolean> {
  return deps.archives.remove(await placeOf(deps, name));
}

/** What somebody means by a plan's path, the name of a review's folder, or the id of a campaign. */
async function placeOf({ store, campaigns }: ArchiveDeps, name: string): Promise<ArchivePlace> {
  if (isJointCampaignId(name)) {
    if ((await campaigns.load(name)) !== undefined) {
      return { kind: 'campaign', name };
    }
    throw nothingCalled(name);
  }
  const stored = isCampaignId(name) ? undefined : await store.load(name);
  if (stored !== undefined) {
    return { kind: 'review', name: slugOf(stored.folder) };
  }
  const slug = isCampaignId(name) ? name.slice(0, name.indexOf('@')) : name;
  if ((await store.list()).some(({ folder }) => slugOf(folder) === slug)) {
    return { kind: 'review', name: slug };
  }
  throw nothingCalled(name);
}

function slugOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

function nothingCalled(name: string): PlanReviewError {
  return new PlanReviewError({
    code: 'campaign-not-found',
    message: `There is no review or campaign that "${name}" names.`,
    wayOut: 'Give the path of a reviewed plan, or an id that "plan-review list" shows.',
  });
}
