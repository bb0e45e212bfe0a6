import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { PlanReviewError } from '../../../src/core/base/errors.ts';
import { taskMetadataSchema, type TaskMetadata } from '../../../src/core/domain/task.ts';
import type { PanelRequest } from '../../../src/core/pipeline/panel/assignReviewers.ts';
import { createGates, type Gates } from '../messagesServer/gates.ts';
import type { ReceivedRequest } from '../messagesServer/receivedRequest.ts';
import type { Reply } from '../messagesServer/reply.ts';
import { panelScript, type Turn } from './panelScript.ts';
import { createPanelWorld, panelWorldAt, quote, startPanelServer, type PanelWorld } from './panelWorld.ts';

/** Silence that counts as death, in milliseconds. Nobody who answers takes as long, however many rounds run at once. */
const silenceMs = 2_000;

/** A round that the server answers: who has a turn of its own, and who waits for whom. */
interface Scene {
  readonly turns: Readonly<Record<string, Turn>>;
  /** Those who wait with half of their answer until all of them have been asked. */
  readonly together: readonly string[];
  readonly gates: Gates;
  readonly seen: Set<string>;
  readonly allAsked: PromiseWithResolvers<void>;
}

/** How a round went. */
export interface Played {
  readonly world: PanelWorld;
  /** The round's verdict, or the code of the error that it ended with. */
  readonly came: string;
  readonly error: PlanReviewError | undefined;
  readonly artifacts: ReadonlyMap<string, string>;
  /** Calls for somebody until the round had ended. */
  readonly calls: (who: string) => number;
  /** Resumes the round as another process would, when everybody answers again. Returns the verdict and who was asked. */
  readonly resume: () => Promise<{ readonly came: string; readonly asked: readonly string[] }>;
}

/** What a round is played with. */
export interface PlayedWith {
  readonly asked: PanelRequest;
  readonly turns?: Readonly<Record<string, Turn>>;
  /** Those who are all under way before any of them may end. */
  readonly together: readonly string[];
}

/** Where rounds are played: one server for all of them, so that each is asked of the same endpoint with a warm cache. */
export interface Stage {
  /** Runs a round in which all of `together` are under way at once and end in an order that nobody knows. */
  play(context: TestContext, round: PlayedWith): Promise<Played>;
  close(): Promise<void>;
}

/** Opens a stage. Rounds may be played on it side by side: each has a key of its own, by which the server tells them apart. */
export async function openStage(): Promise<Stage> {
  /** By the key that a round is asked with. */
  const scenes = new Map<string, Scene>();
  const server = await startPanelServer({ after: () => undefined }, (request) =>
    perform(scenes.get(keyIn(request)) ?? assert.fail(), request),
  );
  const play = async (context: TestContext, { asked, turns = {}, together }: PlayedWith): Promise<Played> => {
    const now = {
      turns,
      together,
      gates: createGates(),
      seen: new Set<string>(),
      allAsked: Promise.withResolvers<void>(),
    };
    const apiKey = `key-${scenes.size}`;
    scenes.set(apiKey, now);
    const askedOf = (): readonly string[] =>
      server.requests.filter((request) => keyIn(request) === apiKey).map(({ key }) => key);
    const world = await createPanelWorld(context, server, { silenceMs, key: apiKey });
    const order = together
      .map((key) => ({ key, rank: Math.random() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ key }) => key);
    const running = world.review(asked).then(
      ({ round }) => ({ came: round.verdict.value as string, error: undefined }),
      (error: unknown) => {
        assert.ok(error instanceof PlanReviewError, String(error));
        return { came: error.code, error };
      },
    );
    await Promise.race([now.allAsked.promise, running]);
    await now.gates.open(...order);
    const ended = await running;
    const requests = askedOf();
    return {
      world,
      ...ended,
      artifacts: await world.artifacts(),
      calls: (who) => requests.filter((key) => key === who).length,
      resume: async () => {
        scenes.set(apiKey, { ...now, turns: {}, together: [] });
        // What the limiter of this process has learned is not stored.
        const next = panelWorldAt(world.root, server, { silenceMs, key: apiKey });
        const { round } = await next.resume();
        return { came: round.verdict.value, asked: askedOf().slice(requests.length) };
      },
    };
  };
  return { play, close: () => server.close() };
}

function keyIn({ headers }: Pick<ReceivedRequest, 'headers'>): string {
  return String(headers['x-api-key']);
}

async function perform(scene: Scene, request: ReceivedRequest): Promise<Reply> {
  const { turns, together, gates, seen, allAsked } = scene;
  const isFirst = !seen.has(request.key);
  seen.add(request.key);
  if (together.every((key) => seen.has(key))) {
    allAsked.resolve();
  }
  const reply = await panelScript(quote, turns)(request);
  // What has begun to be answered lets the others be asked; what is refused has nothing to wait for.
  return isFirst && together.includes(request.key) && reply.kind === 'message'
    ? { ...reply, midway: gates.at(request.key) }
    : reply;
}

/** The files that are one reviewer's: its task and its document. */
export function own(artifacts: ReadonlyMap<string, string>, persona: string): ReadonlyMap<string, string> {
  return new Map(
    [...artifacts].filter(
      ([path]) => path.startsWith(`tasks/reviewer-${persona}/`) || path === `reviews/${persona}.md`,
    ),
  );
}

export function metadataOf(artifacts: ReadonlyMap<string, string>, persona: string): TaskMetadata {
  return taskMetadataSchema.parse(
    JSON.parse(artifacts.get(`tasks/reviewer-${persona}/metadata.json`) ?? 'null'),
  );
}

/** Asserts that these reviewers left the same bytes in both rounds, and all the files that they should. */
export function assertUnharmed(played: Played, undisturbed: Played, personas: readonly string[]): void {
  for (const persona of personas) {
    const files = own(played.artifacts, persona);
    assert.deepEqual(files, own(undisturbed.artifacts, persona), persona);
    assert.deepEqual(
      [...files.keys()],
      [
        `reviews/${persona}.md`,
        ...['initial', 'metadata', 'validated-output'].map(
          (name) => `tasks/reviewer-${persona}/${name}.json`,
        ),
      ],
    );
    assert.equal(metadataOf(played.artifacts, persona).status, 'succeeded');
  }
}
