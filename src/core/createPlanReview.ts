import { relative, sep } from 'node:path';
import { version as nodeVersion } from 'node:process';
import type { CheckSettings } from './checks/settings.ts';
import { checkPlan } from './pipeline/checkPlan.ts';
import { diagnose } from './pipeline/diagnose.ts';
import { placeRound, planHistory } from './pipeline/history.ts';
import { identityOf, readPlan, textOf } from './pipeline/readPlan.ts';
import { reviewPlan } from './pipeline/reviewPlan.ts';
import type { PlanReview } from './planReview.ts';
import { PlanReviewError } from './base/errors.ts';
import type { Logger } from './ports/logger.ts';
import { createArtifactStore } from './store/artifactStore.ts';
import { createGit, type SystemGit } from './system/git.ts';
import { createNodeFiles } from './system/nodeFiles.ts';
import { createNodeMachine } from './system/nodeMachine.ts';
import { createPlanFiles } from './system/planFiles.ts';
import { currentProcess } from './system/currentProcess.ts';
import { systemClock } from './system/systemClock.ts';
import { uniqueSuffix } from './system/uniqueSuffix.ts';
import { wireChecks } from './wireChecks.ts';

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
   * there is none, no command of a documentation-driven check is run.
   */
  readonly stateFolder?: string;
}

/** Wires the engine for one workspace folder. Cheap: nothing is read before the first call. */
export function createPlanReview(options: PlanReviewOptions): PlanReview {
  const { root, isTrusted, version } = options;
  const planFiles = createPlanFiles({ root });
  const store = createArtifactStore({
    ...withLogger(options.logger),
    root,
    clock: systemClock,
    uniqueSuffix,
    owner: currentProcess(),
  });
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

  return Object.freeze<PlanReview>({
    root,
    identify: async (request) => {
      const { document, revision } = await readPlan(planFiles, request);
      return { plan: identityOf(document), revision };
    },
    check: async (request) => {
      const plan = await readPlan(planFiles, request);
      const { mode = 'plan', signal, commands = 'run' } = request;
      return checkPlan(checking.run, plan, { mode, signal, commands });
    },
    findPlan: checking.findPlan,
    catalogue: checking.catalogue,
    agreeToCommand: checking.agreeToCommand,
    revokeConsent: checking.revokeConsent,
    review: async (request) => {
      if (!isTrusted) {
        throw new PlanReviewError({
          code: 'not-trusted',
          message: 'A review is stored in the workspace, and this workspace is not trusted.',
          wayOut: 'Trust the workspace, or check the plan without storing anything.',
        });
      }
      const { git, workspacePrefix } = await tree();
      const stored = await reviewPlan(
        {
          planFiles,
          store,
          git,
          clock: systemClock,
          runChecks: checking.run,
          treePath: (path) => workspacePrefix + path,
        },
        {
          path: request.path,
          mode: request.mode ?? 'plan',
          signal: request.signal,
          progress: request.progress,
        },
      );
      return placeRound(stored, await readPlan(planFiles, request));
    },
    history: (request) => planHistory({ planFiles, store }, request),
    snapshot: async (path, round) => textOf(path, await store.snapshot(path, round)),
    doctor: async () => {
      const { git } = await tree();
      const { environment } = options;
      const machine = createNodeMachine({
        root,
        nodeVersion: nodeVersion.replace(/^v/, ''),
        searchPath: environment['PATH'] ?? environment['Path'] ?? '',
        extensions: environment['PATHEXT'] ?? '',
      });
      return diagnose({ machine, git, version, root });
    },
  });
}

/** The files and the history that plans of a workspace folder speak about. */
interface Tree {
  readonly files: ReturnType<typeof createNodeFiles>;
  readonly git: SystemGit;
  /** Where the workspace folder lies below the tree's root: empty, or with a slash at its end. */
  readonly workspacePrefix: string;
}

/**
 * The tree is the repository that holds the workspace folder, or that folder alone. A repository, once found, is not
 * looked for again; where there is none, one may be made any time.
 */
function openTree({ root, isTrusted, environment, logger }: PlanReviewOptions): () => Promise<Tree> {
  const gitAt = (folder: string): SystemGit =>
    createGit({ root: folder, isTrusted, environment, ...withLogger(logger) });
  const atRoot = gitAt(root);
  let found: Tree | undefined;
  return async () => {
    if (found !== undefined) {
      return found;
    }
    const topLevel = await atRoot.topLevel();
    const git = topLevel === undefined ? atRoot : gitAt(topLevel);
    const below = topLevel === undefined ? '' : relative(topLevel, root).split(sep).join('/');
    const tree: Tree = {
      files: createNodeFiles({ root: topLevel ?? root, listTracked: (signal) => git.listFiles(signal) }),
      git,
      workspacePrefix: below === '' ? '' : `${below}/`,
    };
    if (topLevel !== undefined) {
      found = tree;
    }
    return tree;
  };
}

function withLogger(logger: Logger | undefined): { logger?: Logger } {
  return logger === undefined ? {} : { logger };
}
