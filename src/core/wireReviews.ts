import { join } from 'node:path';
import { PlanReviewError } from './base/errors.ts';
import type { Tree } from './openTree.ts';
import { falsifierLookup } from './checks/falsifiers.ts';
import { planHistory, roundView, type HistoryDeps } from './pipeline/history.ts';
import { listReviews } from './pipeline/listReviews.ts';
import type { PanelDeps } from './pipeline/panel/startPanel.ts';
import { reviewerTaskIds } from './pipeline/panel/reviewerTasks.ts';
import { askedIn } from './pipeline/panel/roles.ts';
import { estimatePanel } from './pipeline/panel/startPanel.ts';
import { readPersonas } from './pipeline/personas/readPersonas.ts';
import type { DraftDeps } from './pipeline/drafts/draftContext.ts';
import { draftResponse, estimateDraft } from './pipeline/drafts/draftResponse.ts';
import { applyEdits } from './pipeline/drafts/proposedEdits.ts';
import { readAuthors } from './pipeline/personas/readAuthors.ts';
import { readPlan } from './pipeline/readPlan.ts';
import { readAbout, resumeReview, retryReview, reviewPlan } from './pipeline/reviewPlan.ts';
import type { ReviewDeps } from './pipeline/roundDeps.ts';
import { approvalOf } from './pipeline/rounds/approval.ts';
import { planChangesView } from './pipeline/rounds/changes.ts';
import { exportReview } from './pipeline/rounds/exportReview.ts';
import { finalizeReview, proposeRecord, type FinalizeDeps } from './pipeline/rounds/finalize.ts';
import { nextRound } from './pipeline/rounds/nextRound.ts';
import { draftFromText, responseView, saveResponse, submitResponse } from './pipeline/rounds/responses.ts';
import { total } from './pipeline/tasks/taskCosts.ts';
import { wireExecution } from './wireExecution.ts';
import { agreeToPlanCommand, planCommands } from './pipeline/execution/planCommands.ts';
import { workToShow } from './pipeline/execution/workToShow.ts';
import { updateStatus } from './pipeline/execution/updateStatus.ts';
import { commandSubject } from './pipeline/execution/validation.ts';
import type { PlanReview, UnfinishedView } from './planReview.ts';
import type { NotesStore } from './ports/notesStore.ts';
import type { CampaignStore } from './ports/campaignStore.ts';
import type { ArtifactStore, UnfinishedRound } from './ports/artifactStore.ts';
import type { StoredBatchRecord } from './ports/batchLedger.ts';
import type { PlanFiles, PlanWriter } from './ports/files.ts';
import type { MarkdownFiles } from './ports/markdownFiles.ts';
import type { Logger } from './ports/logger.ts';
import type { Machine } from './ports/machine.ts';
import { createArchives } from './store/archives.ts';
import { createBatchLedger } from './store/batchLedger.ts';
import { createConsents } from './store/consents.ts';
import { nodeFileOps } from './store/nodeFileOps.ts';
import { createAuthorFiles, createMarkdownFiles, createPersonaFiles } from './store/workspaceFiles.ts';
import { systemClock } from './system/systemClock.ts';
import { uniqueSuffix } from './system/uniqueSuffix.ts';
import type { Checking } from './wireChecks.ts';
import type { JointReview } from './jointReview.ts';
import { wireCampaigns } from './wireCampaigns.ts';
import { wireModels, type ModelOptions } from './wireModels.ts';

/** What wiring the reviews needs. */
export interface ReviewWiring {
  readonly root: string;
  readonly isTrusted: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stateFolder: string | undefined;
  readonly logger: Logger | undefined;
  readonly models: ModelOptions;
  /** The absolute path of the folder of the personas that come with Plan Review. */
  readonly personasFolder: string | undefined;
  readonly machine: Machine;
  readonly planFiles: PlanFiles;
  readonly planWriter: PlanWriter;
  readonly store: ArtifactStore;
  readonly campaigns: CampaignStore;
  readonly notes: NotesStore;
  /** How what each reviewer found was answered so far. */
  readonly tallies: NonNullable<PanelDeps['tallies']>;
  /** What the index has of a round of the plan; undefined where there is no index to ask. */
  readonly indexed: NonNullable<PanelDeps['indexed']>;
  readonly checking: Checking;
  readonly tree: () => Promise<Tree>;
}

/** The parts of the façade that are about rounds. */
export type Reviewing = Pick<
  PlanReview,
  | 'review'
  | 'next'
  | 'resume'
  | 'retry'
  | keyof JointReview
  | 'unfinished'
  | 'history'
  | 'reviews'
  | 'response'
  | 'readResponse'
  | 'saveResponse'
  | 'submitResponse'
  | 'draftResponse'
  | 'estimateDraft'
  | 'applyEdits'
  | 'authors'
  | 'proposeRecord'
  | 'finalize'
  | 'approval'
  | 'changes'
  | 'export'
  | 'estimate'
  | 'personas'
  | 'providers'
  | 'planCommands'
  | 'agreeToPlanCommand'
  | 'revokePlanCommand'
  | 'updateStatus'
>;

/** Wires rounds: the checks, the reviewers on models, and where both are stored. Reads nothing yet. */
export function wireReviews(wiring: ReviewWiring): Reviewing {
  const { root, planFiles, store, checking, stateFolder, logger } = wiring;
  const onDisk = { root, ops: nodeFileOps, clock: systemClock, uniqueSuffix, logger };
  const batches = createBatchLedger(onDisk);
  const panel: PanelDeps = {
    clock: systemClock,
    consents: createConsents({ ...onDisk, stateFolder }),
    providers: wireModels({ ...wiring, batches }),
    personas: {
      builtIn: builtInFolder(wiring),
      own: createPersonaFiles(onDisk),
    },
    lookUpFor: async (document, signal) => {
      const tree = await wiring.tree();
      return falsifierLookup({ ...tree, settings: await checking.settings() }, document, signal);
    },
    tallies: wiring.tallies,
    indexed: wiring.indexed,
  };
  const examining = wireExecution(wiring, panel.consents);
  const deps = async (): Promise<ReviewDeps> => {
    refuseUntrusted(wiring);
    const { git, workspacePrefix } = await wiring.tree();
    return {
      execution: await examining(),
      planFiles,
      store,
      git,
      clock: systemClock,
      runChecks: checking.run,
      treePath: (path) => workspacePrefix + path,
      panel,
    };
  };
  const answering = { planFiles, store, clock: systemClock };
  const { providers, consents } = panel;
  const drafting: DraftDeps = {
    ...answering,
    providers,
    consents,
    runChecks: checking.run,
    authors: { builtIn: builtInFolder(wiring, 'authors'), own: createAuthorFiles(onDisk) },
  };
  const looking = async (): Promise<HistoryDeps> => {
    const { git, workspacePrefix } = await wiring.tree();
    return { planFiles, store, git, treePath: (path) => workspacePrefix + path };
  };
  const ending = async (): Promise<FinalizeDeps> => ({
    ...(await looking()),
    runChecks: checking.run,
    clock: systemClock,
  });
  return {
    review: async ({ mode = 'plan', ...request }) => {
      const stored = await reviewPlan(await deps(), {
        ...request,
        mode,
        signal: request.signal,
        progress: request.progress,
      });
      return roundView(await looking(), { path: request.path, round: stored });
    },
    next: async (request) => {
      const stored = await nextRound(await deps(), {
        ...request,
        signal: request.signal,
        progress: request.progress,
      });
      return roundView(await looking(), { path: request.path, round: stored });
    },
    resume: async (request) => {
      const stored = await resumeReview(await deps(), {
        ...request,
        signal: request.signal,
        progress: request.progress,
      });
      return roundView(await looking(), { path: request.path, round: stored });
    },
    retry: async (request) => {
      const stored = await retryReview(await deps(), {
        ...request,
        signal: request.signal,
        progress: request.progress,
      });
      return roundView(await looking(), { path: request.path, round: stored });
    },
    ...wireCampaigns({
      campaigns: wiring.campaigns,
      archives: createArchives(onDisk),
      notes: wiring.notes,
      rounds: deps,
      tree: wiring.tree,
    }),
    unfinished: async (path) => {
      const left = await store.unfinished(path);
      return left === undefined ? undefined : viewOf(left, await batches.list());
    },
    history: async (request) => planHistory(await looking(), request),
    reviews: () => listReviews({ store, planFiles }),
    response: (path) => responseView(answering, path),
    readResponse: (path, text) => draftFromText(answering, { path, ...text }),
    saveResponse: async (path, draft) => {
      refuseUntrusted(wiring);
      return saveResponse(answering, path, draft);
    },
    submitResponse: async (path, draft) => {
      refuseUntrusted(wiring);
      return submitResponse(answering, path, draft);
    },
    draftResponse: async (request) => {
      refuseUntrusted(wiring);
      return draftResponse(drafting, request);
    },
    estimateDraft: (request) => estimateDraft(drafting, request),
    applyEdits: async (path, id) => {
      refuseUntrusted(wiring);
      return applyEdits({ ...answering, planWriter: wiring.planWriter }, { path, id });
    },
    authors: () => readAuthors(drafting.authors),
    proposeRecord: async (path, signal) => proposeRecord(await ending(), { path, signal }),
    finalize: async (request) => {
      refuseUntrusted(wiring);
      return finalizeReview(await ending(), request);
    },
    approval: async (path, signal) => approvalOf(await ending(), { path, signal }),
    changes: (request) => planChangesView(answering, request),
    export: async (request) => exportReview(await ending(), request),
    estimate: async ({ panel: asked, mode = 'plan', signal, path, kind, chapter, about }) => {
      const plan = await readPlan(planFiles, { path, kind });
      const stored = await store.load(path);
      const { claims } = await checking.run(plan.document, { mode, signal });
      const startedAt = systemClock.now();
      const seen = mode === 'execution' ? await workToShow(await examining(), plan.document, signal) : {};
      const round = { plan, asked, mode, startedAt, chapter, stored };
      const beside = await readAbout(planFiles, { path, about });
      return estimatePanel(panel, { ...round, checks: { claims: [...claims], ...seen }, about: beside });
    },
    personas: () => readPersonas(panel.personas),
    providers: (signal) => panel.providers.states(signal),
    planCommands: async (request) =>
      planCommands(await examining(), await readPlan(planFiles, request), request.signal),
    agreeToPlanCommand: async (path, sha256) => {
      refuseUntrusted(wiring);
      await agreeToPlanCommand(await examining(), await readPlan(planFiles, { path }), sha256);
    },
    revokePlanCommand: (sha256) => consents.revoke(commandSubject(sha256)),
    updateStatus: async (request) => {
      refuseUntrusted(wiring);
      return updateStatus({ ...(await examining()), planFiles, planWriter: wiring.planWriter }, request);
    },
  };
}

/** The files that come with Plan Review in the personas' folder, or in one below it. */
function builtInFolder({ personasFolder }: ReviewWiring, ...below: readonly string[]): MarkdownFiles {
  return personasFolder === undefined
    ? { read: () => Promise.resolve(new Map<string, string>()) }
    : createMarkdownFiles(nodeFileOps, {
        folder: join(personasFolder, ...below),
        shown: ['personas', ...below].join('/'),
      });
}

function viewOf(
  { number, folder, request, tasks, isRunning }: UnfinishedRound,
  batches: readonly StoredBatchRecord[],
): UnfinishedView {
  const answered = new Set(tasks.flatMap(({ id, status }) => (status === 'succeeded' ? [id] : [])));
  return {
    missing: askedIn(request)
      .filter(({ id }) => !reviewerTaskIds(id, request).every((task) => answered.has(task)))
      .map(({ id, name }) => ({ id, name })),
    number,
    folder,
    startedAt: request.startedAt,
    succeeded: tasks.filter(({ status }) => status === 'succeeded').length,
    ended: tasks.length,
    failures: tasks.flatMap(({ id, error }) =>
      error === undefined ? [] : [{ task: id, message: error.message, wayOut: error.wayOut }],
    ),
    costUsd: total(tasks.map(({ costUsd }) => costUsd)),
    isRunning,
    inBatch: inBatchOf({ number, request, tasks }, batches),
  };
}

/** What a round waits for in batches: those of its tasks that a batch holds and that have not ended. */
function inBatchOf(
  { number, request, tasks }: Pick<UnfinishedRound, 'number' | 'request' | 'tasks'>,
  batches: readonly StoredBatchRecord[],
): UnfinishedView['inBatch'] {
  if (request.delivery !== 'batch') {
    return undefined;
  }
  const ended = new Set(tasks.map(({ id }) => id));
  const own = batches.flatMap(({ record: { begunAt, tasks: asked } }) =>
    asked
      .filter(({ plan, round, task }) => plan === request.plan.path && round === number && !ended.has(task))
      .map(({ task }) => ({ task, begunAt })),
  );
  const since = own.map(({ begunAt }) => begunAt).toSorted()[0];
  return since === undefined ? undefined : { requests: new Set(own.map(({ task }) => task)).size, since };
}

function refuseUntrusted({ isTrusted }: ReviewWiring): void {
  if (!isTrusted) {
    throw new PlanReviewError({
      code: 'not-trusted',
      message: 'A review is stored in the workspace, and this workspace is not trusted.',
      wayOut: 'Trust the workspace, or check the plan without storing anything.',
    });
  }
}
