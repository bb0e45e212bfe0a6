import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { DraftFinding } from '../../../src/core/domain/finding.ts';
import type { Persona } from '../../../src/core/domain/persona.ts';
import { createAnthropicModel } from '../../../src/core/models/anthropic/createAnthropicModel.ts';
import { createBudget } from '../../../src/core/models/shared/budget.ts';
import { dependable } from '../../../src/core/models/shared/dependable.ts';
import { createLimiters } from '../../../src/core/models/shared/limiter.ts';
import { policies, type OperationPolicy, type Policies } from '../../../src/core/models/shared/policies.ts';
import type { RunChecks } from '../../../src/core/pipeline/checkPlan.ts';
import type { PanelRequest } from '../../../src/core/pipeline/panel/assignReviewers.ts';
import type { LookUpFalsifier } from '../../../src/core/pipeline/panel/raiseFindings.ts';
import { readPersonas } from '../../../src/core/pipeline/personas/readPersonas.ts';
import { resumeReview, reviewPlan } from '../../../src/core/pipeline/reviewPlan.ts';
import type { ReviewDeps, RoundRequest } from '../../../src/core/pipeline/roundDeps.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { ArtifactStore } from '../../../src/core/ports/artifactStore.ts';
import type { Consents } from '../../../src/core/ports/consents.ts';
import type { Providers } from '../../../src/core/ports/providers.ts';
import { nodeFileOps } from '../../../src/core/store/nodeFileOps.ts';
import { createMarkdownFiles, createPersonaFiles } from '../../../src/core/store/workspaceFiles.ts';
import { systemClock } from '../../../src/core/system/systemClock.ts';
import { systemTimer } from '../../../src/core/system/systemTimer.ts';
import { createFixedClock } from '../memory/fixedClock.ts';
import { createMemoryGit } from '../memory/memoryGit.ts';
import type { BatchBehaviour } from '../messagesServer/batches.ts';
import {
  startMessagesServer,
  type MessagesServer,
  type Script,
} from '../messagesServer/startMessagesServer.ts';
import { storeOf } from '../store/testStore.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { keyOfPersonas } from './panelScript.ts';

/** Where the plan is, and what it says. */
export const planPath = 'docs/plan.md';
export const quote = 'The nightly job copies every row.';
export const planText = `# Move the ledger\n\n${quote}\n\n## Steps\n\n1. Copy.\n2. Compare 4 phases.\n`;

/** Everything that waits, waits as briefly as a test can bear; silence counts sooner where a test wants it. */
function quickPolicies(silenceMs: number): Policies {
  const quick = (policy: OperationPolicy): OperationPolicy => ({
    ...policy,
    deadlineMs: 30_000,
    retry: { ...policy.retry, maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 1 },
    inactivity: { bytesMs: silenceMs, contentMs: silenceMs * 1.5 },
    graceMs: 500,
  });
  return {
    quick: quick(policies.quick),
    review: quick(policies.review),
    analysis: quick(policies.analysis),
  };
}

const folder = path.resolve(import.meta.dirname, '../../../personas');
const builtIn = createMarkdownFiles(nodeFileOps, { folder, shown: 'personas' });

export interface WorldOptions {
  /** The folder of the workspace. */
  readonly root: string;
  /** The base URL of the server that answers. */
  readonly url: string;
  readonly store?: ArtifactStore;
  /** What the records are dated with; it stands still unless said otherwise. */
  readonly clock?: Clock;
  readonly key?: string;
  /** After how much silence a call counts as dead, in milliseconds. */
  readonly silenceMs?: number;
  readonly lookUp?: LookUpFalsifier;
  readonly findings?: readonly DraftFinding[];
}

/** Real adapters, a real store on the disk, and a clock that stands still: what a round writes depends on nothing else. */
export function panelDeps(options: WorldOptions): ReviewDeps {
  const { root, url, key = 'key-1', silenceMs = 10_000 } = options;
  const clock = options.clock ?? createFixedClock('2026-03-01T09:00:00Z');
  const consents: Consents = {
    isAgreed: () => Promise.resolve(true),
    agree: () => Promise.resolve(),
    revoke: () => Promise.resolve(false),
  };
  const limiters = createLimiters({ clock: systemClock, timer: systemTimer });
  const providers: Providers = {
    states: () =>
      Promise.resolve([{ provider: 'anthropic', isAvailable: true, detail: 'There.', wayOut: undefined }]),
    forRound: (limits) => {
      const budget = createBudget(limits);
      const adapter = createAnthropicModel({ apiKey: key, baseUrl: url, clock });
      const model = dependable(adapter, {
        clock: systemClock,
        timer: systemTimer,
        random: () => 0.5,
        policies: quickPolicies(silenceMs),
        limiterFor: (name) =>
          limiters({ provider: 'anthropic', origin: url, key, model: name }, { maxConcurrent: 24 }),
        budget,
        chain: [],
      });
      return () => Promise.resolve(model);
    },
  };
  const runChecks: RunChecks = () =>
    Promise.resolve({ ran: ['file-exists'], claims: [], findings: options.findings ?? [] });
  return {
    planFiles: { read: (plan) => readFile(path.join(root, plan)) },
    store: options.store ?? storeOf(root, { pid: 1 }),
    git: createMemoryGit({}),
    clock,
    runChecks,
    treePath: (plan) => plan,
    panel: {
      personas: { builtIn, own: createPersonaFiles({ root, ops: nodeFileOps }) },
      providers,
      clock,
      consents,
      lookUpFor: () => Promise.resolve(options.lookUp ?? (() => Promise.resolve('unknown'))),
    },
  };
}

/** A workspace with one plan, and a server that answers its reviewers. */
export interface PanelWorld {
  readonly root: string;
  readonly server: MessagesServer;
  readonly deps: ReviewDeps;
  review(asked?: PanelRequest, fields?: Partial<RoundRequest>): ReturnType<typeof reviewPlan>;
  resume(fields?: Partial<Parameters<typeof resumeReview>[1]>): ReturnType<typeof resumeReview>;
  /** Every file of the first round, by its path below the round's folder. */
  artifacts(): Promise<ReadonlyMap<string, string>>;
}

/** Makes one, on a server that is there already or on one of its own that does what `answers` says. */
export async function createPanelWorld(
  test: Pick<TestContext, 'after'>,
  answers: Script | MessagesServer,
  options: Omit<WorldOptions, 'root' | 'url'> = {},
): Promise<PanelWorld> {
  const root = await temporaryFolder(test);
  const server = typeof answers === 'function' ? await startPanelServer(test, answers) : answers;
  await writePlan(root);
  return panelWorldAt(root, server, options);
}

/** A workspace that is there already, as another process finds it. */
export function panelWorldAt(
  root: string,
  server: MessagesServer,
  options: Omit<WorldOptions, 'root' | 'url'> = {},
): PanelWorld {
  const deps = panelDeps({ ...options, root, url: server.url });
  const request = { path: planPath, mode: 'plan', signal: undefined, progress: undefined } as const;
  return {
    root,
    server,
    deps,
    review: (asked = {}, fields = {}) => reviewPlan(deps, { ...request, panel: asked, ...fields }),
    resume: (fields = {}) => resumeReview(deps, { ...request, ...fields }),
    artifacts: () => readArtifacts(path.join(root, '.plan-review/reviews/docs-plan/round-1')),
  };
}

/** The personas that come with Plan Review. */
export async function builtInPersonas(): Promise<readonly Persona[]> {
  const none = { read: () => Promise.resolve(new Map<string, string>()) };
  return (await readPersonas({ builtIn, own: none })).personas;
}

/** A server that knows the personas that come with Plan Review, and calls its answers after whom they are for. */
export async function startPanelServer(
  test: Pick<TestContext, 'after'>,
  script: Script,
  batches: BatchBehaviour = {},
): Promise<MessagesServer> {
  return startMessagesServer(test, {
    script,
    batches,
    keyOf: keyOfPersonas(await builtInPersonas()),
    idOf: ({ key }) => key,
  });
}

/** Puts the plan where it belongs. */
export async function writePlan(root: string, text = planText): Promise<void> {
  await mkdir(path.join(root, 'docs'), { recursive: true });
  await writeFile(path.join(root, planPath), text);
}

/** Every file below a folder by its path there; none where there is no such folder. */
export async function readArtifacts(below: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(below, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.sort().map(async (file) => [path.relative(below, file), await readFile(file, 'utf8')] as const),
  );
  return new Map(texts);
}
