import { version as nodeVersion } from 'node:process';
import { personaRecords } from './analysis/personaRecords.ts';
import type { CheckSettings } from './checks/settings.ts';
import { diagnose } from './pipeline/diagnose.ts';
import { identityOf, readPlan, textOf } from './pipeline/readPlan.ts';
import type { PlanReview } from './planReview.ts';
import { readLanes } from './checks/readLanes.ts';
import { packetPlans } from './pipeline/packetPlans.ts';
import { packetTemplate } from './pipeline/packetTemplate.ts';
import { titleLine } from './text/planDocument.ts';
import type { OpenHistory } from './ports/commitHistory.ts';
import type { Logger } from './ports/logger.ts';
import { createArtifactStore, type ArtifactStoreOptions } from './store/artifactStore.ts';
import { createNotesStore } from './store/notes.ts';
import { nodeFileOps } from './store/nodeFileOps.ts';
import { createCampaignStore } from './store/campaignStore.ts';
import { createNodeMachine } from './system/nodeMachine.ts';
import { createPlanFiles } from './system/planFiles.ts';
import { createPlanWriter } from './system/planWriter.ts';
import { currentProcess } from './system/currentProcess.ts';
import { systemClock } from './system/systemClock.ts';
import { uniqueSuffix } from './system/uniqueSuffix.ts';
import { trendsOf } from './pipeline/campaigns/trends.ts';
import { notedStore } from './pipeline/campaigns/notedStore.ts';
import { runBacktest } from './wireBacktest.ts';
import { openTree } from './openTree.ts';
import { wireChecks } from './wireChecks.ts';
import { indexDiagnosis, wireIndex } from './wireIndex.ts';
import type { ModelOptions } from './wireModels.ts';
import { wireReviews } from './wireReviews.ts';

/** What the engine needs from whoever runs it. */
export interface PlanReviewOptions {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  /** Whether the user trusts the folder's content. Where not, no git is asked and no review is stored. */
  readonly isTrusted: boolean;
  /** The version that reports name. */
  readonly version: string;
  readonly logger?: Logger;
  /** The user's environment variables. What a child process gets to see of them is chosen below. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Settings that go before those of the workspace's file, `.plan-review/settings.json`. */
  readonly settings?: Partial<CheckSettings>;
  /**
   * The absolute path of a folder of this user's, outside the workspace, in which consents to commands are kept. Where
   * there is none, no command of a documentation-driven check is run, and each sending of a plan is asked about.
   */
  readonly stateFolder?: string;
  /** The user's models and keys, from settings that no workspace can change. */
  readonly models?: ModelOptions;
  /** The absolute path of the folder of the personas that come with Plan Review. */
  readonly personasFolder?: string;
}

/** Wires the engine for one workspace folder. Cheap: nothing is read before the first call. */
export function createPlanReview(options: PlanReviewOptions): PlanReview {
  const { root, isTrusted, version } = options;
  const planFiles = createPlanFiles({ root });
  const { index, queries, indexed } = wireIndex({ root, isTrusted, logger: options.logger });
  const onDisk: ArtifactStoreOptions = {
    ...(options.logger === undefined ? {} : { logger: options.logger }),
    root,
    clock: systemClock,
    uniqueSuffix,
    owner: currentProcess(),
  };
  const artifacts = createArtifactStore(onDisk);
  const store = notedStore(artifacts, index);
  const tree = openTree(options);
  const checking = wireChecks({
    root,
    isTrusted,
    environment: options.environment,
    settings: options.settings,
    stateFolder: options.stateFolder,
    logger: options.logger,
    tree,
  });
  const { environment } = options;
  const machine = createNodeMachine({
    root,
    nodeVersion: nodeVersion.replace(/^v/, ''),
    searchPath: environment['PATH'] ?? environment['Path'] ?? '',
    extensions: environment['PATHEXT'] ?? '',
  });
  const reviewing = wireReviews({
    root,
    isTrusted,
    environment,
    stateFolder: options.stateFolder,
    logger: options.logger,
    models: options.models ?? {},
    personasFolder: options.personasFolder,
    machine,
    planFiles,
    planWriter: createPlanWriter({ root, uniqueSuffix }),
    store,
    campaigns: createCampaignStore(onDisk),
    notes: createNotesStore({ ...onDisk, ops: nodeFileOps, logger: options.logger }),
    tallies: () => queries.tallies(),
    indexed,
    checking,
    tree,
  });

  return Object.freeze<PlanReview>({
    root,
    identify: async (request) => {
      const { document, revision } = await readPlan(planFiles, request);
      const isInPlanFolder = await checking.isInPlanFolder(request.path);
      return { plan: identityOf(document), revision, isInPlanFolder, titleLine: titleLine(document) };
    },
    packetTemplate: async (request) => packetTemplate((await readPlan(planFiles, request)).document),
    packetPlans: async (request) => packetPlans((await readPlan(planFiles, request)).document, planFiles),
    lanes: async ({ paths, signal }) => {
      const plans = await Promise.all(paths.map((path) => readPlan(planFiles, { path })));
      const { files, workspacePrefix } = await tree();
      return readLanes(
        { files, workspacePrefix, signal },
        plans.map(({ document }) => document),
      );
    },
    check: (request) => {
      const { mode = 'plan', signal, commands = 'run', beside = [] } = request;
      return checking.check(() => readPlan(planFiles, request), { mode, signal, commands, beside });
    },
    backtest: async ({ globs, progress, signal }) => {
      const { git, workspacePrefix } = await tree();
      const settings = await checking.settings();
      const openHistory: OpenHistory = (stop) => git.openHistory(workspacePrefix, stop);
      return runBacktest({ openHistory, settings, workspacePrefix }, { globs, progress, signal });
    },
    findPlan: checking.findPlan,
    catalogue: checking.catalogue,
    agreeToCommand: checking.agreeToCommand,
    revokeConsent: checking.revokeConsent,
    ...reviewing,
    ...queries,
    trends: (content) => trendsOf(queries, content),
    personaRecords: async () => personaRecords(await queries.tallies()),
    snapshot: async (path, round) => textOf(path, await store.snapshot(path, round)),
    doctor: async () => {
      const { git } = await tree();
      const parts = await diagnose({ machine, git, version, root, providers: await reviewing.providers() });
      return [...parts, indexDiagnosis(machine.nodeVersion)];
    },
  });
}
