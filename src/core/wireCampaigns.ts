import { archive, bringBack, type ArchiveDeps } from './pipeline/campaigns/archive.ts';
import { isInFolder } from './pipeline/findPlan.ts';
import type { JointDeps, PlanTurn } from './pipeline/campaigns/jointDeps.ts';
import { notesOn, saveNotes } from './pipeline/campaigns/notes.ts';
import { plansOf } from './pipeline/campaigns/plansOf.ts';
import { retryTogether, reviewTogether, viewOf } from './pipeline/campaigns/reviewTogether.ts';
import { agreeToSend } from './pipeline/panel/sending.ts';
import { requestOf } from './pipeline/panel/startPanel.ts';
import { readPlan } from './pipeline/readPlan.ts';
import { resumeReview, retryReview, reviewPlan } from './pipeline/reviewPlan.ts';
import { panelDeps, type ReviewDeps } from './pipeline/roundDeps.ts';
import type { Tree } from './openTree.ts';
import type { JointQuery, JointReview } from './jointReview.ts';
import type { Archives } from './ports/archives.ts';
import type { CampaignStore, StoredCampaign } from './ports/campaignStore.ts';
import type { NotesStore } from './ports/notesStore.ts';
import { systemClock } from './system/systemClock.ts';

/** What wiring campaigns over several plans needs. */
export interface CampaignWiring {
  readonly campaigns: CampaignStore;
  readonly archives: Archives;
  readonly notes: NotesStore;
  /** What rounds need. @throws PlanReviewError `not-trusted` */
  readonly rounds: () => Promise<ReviewDeps>;
  readonly tree: () => Promise<Tree>;
}

/** Wires campaigns over several plans. Reads nothing yet. */
export function wireCampaigns({ campaigns, archives, notes, rounds, tree }: CampaignWiring): JointReview {
  const meant = async (content: readonly string[], signal: AbortSignal | undefined) =>
    plansOf(await tree(), content, signal);
  const joint = async (): Promise<JointDeps> => {
    const deps = await rounds();
    const panel = panelDeps(deps);
    return {
      campaigns,
      store: deps.store,
      clock: systemClock,
      providers: panel.providers,
      plansOf: meant,
      revisionOf: async (path) => (await readPlan(deps.planFiles, { path })).revision,
      preflight: async (asked, path, ask) => {
        const plan = await readPlan(deps.planFiles, { path, text: '' });
        const request = await requestOf(panel, { plan, asked, mode: 'plan', startedAt: systemClock.now() });
        const openModel = panel.providers.forRound({ limitUsd: undefined, spentUsd: 0 });
        await agreeToSend(request, { consents: panel.consents, answered: new Set(), openModel, ask });
      },
      review: (turn: PlanTurn) => reviewPlan(deps, turn),
      resume: (turn) => resumeReview(deps, { ...turn, maxCostUsd: turn.panel?.maxCostUsd }),
      retry: (turn) => retryReview(deps, turn),
    };
  };
  const aside = async (): Promise<ArchiveDeps> => {
    const { store } = await rounds();
    return { archives, store, campaigns, clock: systemClock };
  };
  return {
    archive: async (request) => archive(await aside(), request),
    bringBack: async (name) => bringBack(await aside(), name),
    notes: (campaign) => notesOn({ notes, clock: systemClock }, campaign),
    saveNotes: async (campaign, draft) => {
      // Refuses where the workspace is not trusted.
      await rounds();
      return saveNotes({ notes, clock: systemClock }, campaign, draft);
    },
    plansOf: (content, signal) => meant(content, signal),
    reviewTogether: async (request) => reviewTogether(await joint(), request),
    retryTogether: async (request) => retryTogether(await joint(), request),
    jointCampaigns: async (query = {}) =>
      (await campaigns.list()).filter((stored) => isAskedFor(stored, query)).toSorted(latestFirst),
    jointCampaign: async (id) => {
      const stored = await campaigns.load(id);
      return stored === undefined ? undefined : viewOf(stored);
    },
  };
}

/** What cannot be read is listed unless something is asked of it. */
function isAskedFor(
  { campaign, archivedAt }: StoredCampaign,
  { status, content, archived = 'hidden' }: JointQuery,
): boolean {
  if (archived !== 'all' && (archivedAt === null) === (archived === 'only')) {
    return false;
  }
  if (campaign === undefined) {
    return status === undefined && content === undefined;
  }
  return (
    (status?.includes(campaign.status) ?? true) &&
    (content === undefined ||
      campaign.plans.some(
        ({ path }) => path === content || isInFolder(path, [content === '' ? '.' : content]),
      ))
  );
}

function latestFirst(a: StoredCampaign, b: StoredCampaign): number {
  const [first, second] = [a.campaign?.startedAt ?? '', b.campaign?.startedAt ?? ''];
  return first === second ? 0 : first < second ? 1 : -1;
}
