import { createFixedClock, type FixedClock } from '../memory/fixedClock.ts';
import { createMemoryArtifactStore, memoryRoot } from '../memory/memoryArtifactStore.ts';
import { createMemoryFileOps, type MemoryFileOps } from '../memory/memoryFileOps.ts';
import { createMemoryGit } from '../memory/memoryGit.ts';
import { finding, review, type ReviewAnswer } from '../messagesServer/reviews.ts';
import { createScriptedModel, failure, sampleAnswer, type SeenRequest } from '../models/scriptedModel.ts';
import type { DraftFinding } from '../../../src/core/domain/finding.ts';
import type { RunChecks } from '../../../src/core/pipeline/checkPlan.ts';
import type { PanelRequest } from '../../../src/core/pipeline/panel/assignReviewers.ts';
import type { Remaining } from '../../../src/core/pipeline/panel/changeRemaining.ts';
import type { LookUpFalsifier } from '../../../src/core/pipeline/panel/raiseFindings.ts';
import { resumeReview, reviewPlan } from '../../../src/core/pipeline/reviewPlan.ts';
import type { ReviewDeps } from '../../../src/core/pipeline/roundDeps.ts';
import type { StoredRound } from '../../../src/core/ports/artifactStore.ts';
import type { LanguageModel, ModelAnswer } from '../../../src/core/ports/languageModel.ts';
import type { FileOps } from '../../../src/core/store/fileOps.ts';

export const planPath = 'docs/plan.md';

/** A plan with as many steps as personas quote, so that each of them has words of its own. */
export const planText = `# Move the cache

Decide who owns the cache.

${['lead', 'deputy', 'security', 'testing', 'operations', 'newcomer', 'delivery']
  .map((who, index) => `${index + 1}. The ${who} step is done by hand on every node.`)
  .join('\n')}
`;

/** A lead, one who can stand in for it, and specialists, as files would define them. */
export const personaTexts = new Map(
  [
    ['lead', 'role: lead', 'lead'],
    ['deputy', 'role: lead\ndimensions: [technical]', 'engineer'],
    ['security', 'dimensions: [security]', 'engineer'],
    ['testing', 'dimensions: [testing]', 'engineer'],
    ['operations', 'dimensions: [operability]', 'operator'],
    ['newcomer', 'dimensions: [clarity]', 'newcomer'],
    ['delivery', 'dimensions: [scope]\nprovider: other', 'manager'],
  ].map(([id, fields, archetype]) => [
    `personas/${id}.md`,
    `---\nid: ${id}\nname: The ${id}\narchetype: ${archetype}\nexperience: senior\n${fields}\n---\nReads as the ${id} does.\n`,
  ]),
);

/** What a model does with the n-th request, from 1, for a task. */
export type TaskScript = (request: SeenRequest, nth: number) => Promise<ModelAnswer>;

/** The answer that each task gets where a test says nothing else. */
export const answerAll: TaskScript = ({ task }) => Promise.resolve(answerTo(task));

/** What a well-behaved model answers to a task. */
export function answerTo(task: string): ModelAnswer {
  switch (task) {
    case 'selection':
      return answer(task, { reviewers: [{ id: 'operations', reason: 'It is about nodes.' }] });
    case 'analysis':
      return answer(task, { summary: 'Work by hand is the trouble.', groups: [] });
    default:
      return answer(task, reviewBy(task.replace('reviewer-', '')));
  }
}

/** A review with one finding on the words that are this persona's own. */
export function reviewBy(persona: string, fields: Partial<ReviewAnswer> = {}): ReviewAnswer {
  return review({
    summary: `The ${persona} has read it.`,
    findings: [
      finding({
        title: `${persona}title`,
        quote: `The ${persona} step is done by hand`,
        observation: `${persona}observation ${persona}one ${persona}two`,
        concern: `${persona}concern ${persona}three`,
        recommendation: `${persona}remedy ${persona}four`,
      }),
    ],
    ...fields,
  });
}

/** An answer as a provider gives it. */
export function answer(task: string, value: unknown): ModelAnswer {
  return sampleAnswer({ text: JSON.stringify(value), session: `session-of-${task}` });
}

/** A round's engine on a disk in memory, whose providers do what a script says. */
export interface PanelEngine {
  readonly disk: MemoryFileOps;
  readonly clock: FixedClock;
  /** The tasks that were asked of any model, in order. */
  readonly asked: readonly string[];
  readonly requests: readonly SeenRequest[];
  /** Another process on the same disk, with another script, and nothing remembered. */
  restart(script: TaskScript, ops?: FileOps, providers?: readonly string[]): PanelEngine;
  review(panel?: PanelRequest, signal?: AbortSignal): Promise<StoredRound>;
  resume(signal?: AbortSignal, remaining?: Remaining): Promise<StoredRound>;
  /** The texts of files of the first round, by their path below its folder. */
  files(): Map<string, string>;
  readonly deps: ReviewDeps;
}

export interface PanelEngineOptions {
  readonly script?: TaskScript;
  readonly findings?: readonly DraftFinding[];
  readonly lookUp?: LookUpFalsifier;
  /** `silent` providers show nothing before they have answered. */
  readonly shows?: 'content' | 'nothing';
  readonly disk?: MemoryFileOps;
  readonly ops?: FileOps;
  readonly pid?: number;
  /** The providers that can be used; both where left out. */
  readonly providers?: readonly string[];
}

/** Makes an engine for rounds with reviewers on models. */
export function createPanelEngine(options: PanelEngineOptions = {}): PanelEngine {
  const { script = answerAll, shows = 'content', pid = 1 } = options;
  const disk = options.disk ?? createMemoryFileOps([memoryRoot]);
  const clock = createFixedClock('2026-03-01T09:00:00Z');
  const asked: string[] = [];
  const requests: SeenRequest[] = [];
  const counts = new Map<string, number>();
  const scripted = createScriptedModel((request) => {
    const nth = (counts.get(request.task) ?? 0) + 1;
    counts.set(request.task, nth);
    asked.push(request.task);
    requests.push(request);
    if (shows === 'content') {
      request.onActivity?.({ kind: 'content' });
    }
    return script(request, nth);
  });
  const models = new Map<string, LanguageModel>(
    (options.providers ?? ['scripted', 'other']).map((provider) => [
      provider,
      { ...scripted, provider, identity: `${provider}/1`, complete: (request) => scripted.complete(request) },
    ]),
  );
  const deps = depsOf(options, { disk, clock, models, pid });
  const request = { path: planPath, mode: 'plan', progress: undefined } as const;
  return {
    disk,
    clock,
    asked,
    requests,
    deps,
    restart: (next, nextOps, providers) => {
      const { ops: _, ...rest } = options;
      const onDisk = nextOps === undefined ? {} : { ops: nextOps };
      const usable = providers === undefined ? {} : { providers };
      return createPanelEngine({ ...rest, ...onDisk, ...usable, script: next, disk, pid: pid + 1 });
    },
    review: (panel = { reviewers: ['lead', 'security', 'testing', 'operations'] }, signal) =>
      reviewPlan(deps, { ...request, signal, panel, askToSend: () => Promise.resolve(true) }),
    resume: (signal, remaining) =>
      resumeReview(deps, { ...request, signal, remaining, askToSend: () => Promise.resolve(true) }),
    files: () =>
      new Map(
        [...disk.texts()].flatMap(([path, text]) => {
          const below = path.split('/round-1/')[1];
          return below === undefined ? [] : [[below, text]];
        }),
      ),
  };
}

function depsOf(
  { findings = [], lookUp = () => Promise.resolve('unknown'), ops }: PanelEngineOptions,
  {
    disk,
    clock,
    models,
    pid,
  }: { disk: MemoryFileOps; clock: FixedClock; models: ReadonlyMap<string, LanguageModel>; pid: number },
): ReviewDeps {
  const runChecks: RunChecks = () => Promise.resolve({ ran: ['file-exists'], claims: [], findings });
  return {
    planFiles: { read: () => Promise.resolve(new TextEncoder().encode(planText)) },
    store: createMemoryArtifactStore(disk, {
      pid,
      alive: [pid],
      clock,
      ...(ops === undefined ? {} : { ops }),
    }),
    git: createMemoryGit({}),
    clock,
    runChecks,
    treePath: (path) => path,
    panel: {
      clock,
      personas: {
        builtIn: { read: () => Promise.resolve(personaTexts) },
        own: { read: () => Promise.resolve(new Map()) },
      },
      consents: {
        isAgreed: () => Promise.resolve(true),
        agree: () => Promise.resolve(),
        revoke: () => Promise.resolve(false),
      },
      providers: {
        states: () =>
          Promise.resolve(
            [...models.keys()].map((provider) => ({
              provider,
              isAvailable: true,
              detail: '',
              wayOut: undefined,
            })),
          ),
        forRound: () => (provider) => {
          const model = models.get(provider);
          return model === undefined
            ? Promise.reject(failure('model-unavailable', { message: `${provider} is not there.` }))
            : Promise.resolve(model);
        },
      },
      lookUpFor: () => Promise.resolve(lookUp),
    },
  };
}
