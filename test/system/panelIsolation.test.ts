import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { PlanReviewError } from '../../src/core/base/errors.ts';
import { taskMetadataSchema, type TaskMetadata } from '../../src/core/domain/task.ts';
import type { PanelRequest } from '../../src/core/pipeline/panel/assignReviewers.ts';
import * as faults from '../support/messagesServer/faults.ts';
import { createGates, type Gates } from '../support/messagesServer/gates.ts';
import type { ReceivedRequest } from '../support/messagesServer/receivedRequest.ts';
import { answer, type Reply } from '../support/messagesServer/reply.ts';
import type { MessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import { panelScript, reviewOf, type Turn } from '../support/panel/panelScript.ts';
import { reviewerFailures } from '../support/panel/reviewerFailures.ts';
import {
  createPanelWorld,
  panelWorldAt,
  quote,
  startPanelServer,
  type PanelWorld,
} from '../support/panel/panelWorld.ts';

/** Silence that counts as death, in milliseconds. Nobody who answers takes as long. */
const silenceMs = 1_200;

/** A round that the server answers: who has a turn of its own, and who waits for whom. */
interface Scene {
  readonly turns: Readonly<Record<string, Turn>>;
  /** Those who wait with half of their answer until all of them have been asked. */
  readonly together: readonly string[];
  readonly gates: Gates;
  readonly seen: Set<string>;
  readonly allAsked: PromiseWithResolvers<void>;
}

let scene: Scene | undefined;
let shared: MessagesServer | undefined;

/** One server for all rounds of this file, so that every round is asked of the same endpoint with a warm cache. */
test.before(async () => {
  shared = await startPanelServer({ after: () => undefined }, perform);
});
test.after(() => shared?.close());

function server(): MessagesServer {
  assert.ok(shared);
  return shared;
}

async function perform(request: ReceivedRequest): Promise<Reply> {
  assert.ok(scene);
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

interface Played {
  readonly world: PanelWorld;
  /** The round's verdict, or the code of the error that it ended with. */
  readonly came: string;
  readonly error: PlanReviewError | undefined;
  readonly artifacts: ReadonlyMap<string, string>;
  /** Calls by key. */
  readonly calls: (key: string) => number;
}

/** Runs a round in which all of `together` are under way at once and end in an order that nobody knows. */
async function play(
  context: TestContext,
  {
    asked,
    turns = {},
    together,
  }: {
    readonly asked: PanelRequest;
    readonly turns?: Readonly<Record<string, Turn>>;
    readonly together: readonly string[];
  },
): Promise<Played> {
  const now = {
    turns,
    together,
    gates: createGates(),
    seen: new Set<string>(),
    allAsked: Promise.withResolvers<void>(),
  };
  scene = now;
  const before = server().requests.length;
  const world = await createPanelWorld(context, server(), { silenceMs });
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
  return {
    world,
    ...ended,
    artifacts: await world.artifacts(),
    calls: (key) =>
      server()
        .requests.slice(before)
        .filter((request) => request.key === key).length,
  };
}

/** The files that are one reviewer's: its task and its document. */
function own(artifacts: ReadonlyMap<string, string>, persona: string): ReadonlyMap<string, string> {
  return new Map(
    [...artifacts].filter(
      ([path]) => path.startsWith(`tasks/reviewer-${persona}/`) || path === `reviews/${persona}.md`,
    ),
  );
}

function metadataOf(artifacts: ReadonlyMap<string, string>, persona: string): TaskMetadata {
  return taskMetadataSchema.parse(
    JSON.parse(artifacts.get(`tasks/reviewer-${persona}/metadata.json`) ?? 'null'),
  );
}

/** Asserts that these reviewers left the same bytes in both rounds, and all the files that they should. */
function assertUnharmed(played: Played, undisturbed: Played, personas: readonly string[]): void {
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

/** What goes wrong with the reviewer for reliability. */
const failures = reviewerFailures(reviewOf('reliability', quote));

const specialists = ['reliability', 'testing', 'newcomer'];
const panel = { reviewers: ['lead', ...specialists] };

test('one reviewer that fails harms no other one, in whatever way it fails', async (t) => {
  await play(t, { asked: panel, together: specialists });
  const undisturbed = await play(t, { asked: panel, together: specialists });
  assert.equal(undisturbed.came, 'GO', undisturbed.error?.message);

  for (const [name, { turn, status, code }] of Object.entries(failures)) {
    await t.test(name, async (context) => {
      const played = await play(context, {
        asked: panel,
        turns: { reliability: turn },
        together: specialists,
      });
      assertUnharmed(played, undisturbed, ['lead', 'testing', 'newcomer']);
      const metadata = metadataOf(played.artifacts, 'reliability');
      assert.deepEqual(
        [metadata.status, code === undefined ? undefined : metadata.error?.code],
        [status, code],
        metadata.error?.message,
      );
      if (status === 'failed_blocking') {
        await assertIncomplete(played, metadata);
      } else {
        assertComplete(played, undisturbed, status);
      }
    });
  }
});

/** The round has no verdict, waits, and asks only the one that failed when it is resumed. */
async function assertIncomplete(played: Played, metadata: TaskMetadata): Promise<void> {
  const { world, artifacts, error } = played;
  assert.equal(played.came, 'round-incomplete');
  assert.match(error?.message ?? '', /^The round is not complete: Reliability engineer could not be asked\./);
  assert.ok(error?.message.includes(metadata.error?.message ?? '?'));
  assert.match(error?.wayOut ?? '', /resume the round/);
  assert.equal(artifacts.has('round.json'), false);
  assert.equal(played.calls('analysis'), 0);

  assert.ok(scene);
  scene = { ...scene, turns: {}, together: [] };
  const before = server().requests.length;
  // As another process would: what the limiter of this one has learned is not stored.
  const { round } = await panelWorldAt(world.root, server(), { silenceMs }).resume();
  assert.equal(round.verdict.value, 'GO');
  assert.deepEqual(
    server()
      .requests.slice(before)
      .map(({ key }) => key),
    ['reliability', 'analysis'],
  );
}

/** The round is complete: the failure is named, and bars a GO. */
function assertComplete(played: Played, undisturbed: Played, status: TaskMetadata['status']): void {
  const document = played.artifacts.get('review.md') ?? '';
  if (status === 'succeeded') {
    assert.equal(played.came, 'GO');
    assert.deepEqual(
      played.artifacts.get('tasks/reviewer-reliability/validated-output.json'),
      undisturbed.artifacts.get('tasks/reviewer-reliability/validated-output.json'),
    );
    assert.equal(
      played.artifacts.get('reviews/reliability.md'),
      undisturbed.artifacts.get('reviews/reliability.md'),
    );
    return;
  }
  assert.equal(played.came, 'CONDITIONAL GO');
  assert.match(document, /Reliability engineer did not finish its review/);
  assert.match(document, /\| Reliability engineer \| specialist \| .* \| `failed_isolated` \| 0 \|/);
  assert.equal(played.artifacts.has('reviews/reliability.md'), false);
}

test('the same where everybody reads alone', async (t) => {
  const asked: PanelRequest = { ...panel, strategy: 'independent' };
  const together = ['lead', ...specialists];
  await play(t, { asked, together });
  const undisturbed = await play(t, { asked, together });
  assert.equal(undisturbed.came, 'GO', undisturbed.error?.message);
  const names = [
    'a refusal',
    'a cut in the middle',
    'silence in the middle',
    'the wrong shape, twice',
    '429 that names milliseconds',
    '529 in place of an answer',
    '529 in the middle of one',
    'a reset at once',
  ];
  for (const persona of ['lead', 'reliability']) {
    for (const name of names) {
      await t.test(`${persona}: ${name}`, async (context) => {
        const { turn, status } = failures[name] ?? assert.fail();
        const played = await play(context, { asked, turns: { [persona]: turn }, together });
        assertUnharmed(
          played,
          undisturbed,
          together.filter((other) => other !== persona),
        );
        assert.equal(metadataOf(played.artifacts, persona).status, status);
        assert.equal(played.came, status === 'failed_isolated' ? 'CONDITIONAL GO' : 'round-incomplete');
      });
    }
  }
});

test('a lead that fails by itself is replaced, and those behind it do the same however it failed', async (t) => {
  const turns = (turn: Turn): Readonly<Record<string, Turn>> => ({ lead: turn });
  await play(t, { asked: panel, turns: turns(faults.declined()), together: specialists });
  const first = await play(t, { asked: panel, turns: turns(faults.declined()), together: specialists });
  const documents = first.artifacts.get('review.md') ?? '';
  assert.match(documents, /Lead reviewer failed, and Staff engineer led in its place\./);
  assert.equal(first.came, 'CONDITIONAL GO');
  for (const [name, { turn, status }] of Object.entries(failures)) {
    if (status !== 'failed_isolated') {
      continue;
    }
    await t.test(name, async (context) => {
      const played = await play(context, { asked: panel, turns: turns(turn), together: specialists });
      assertUnharmed(played, first, ['staff-engineer', ...specialists]);
      assert.equal(metadataOf(played.artifacts, 'lead').status, 'failed_isolated');
      assert.equal(played.came, 'CONDITIONAL GO');
      assert.deepEqual(
        metadataOf(played.artifacts, 'testing').dependencies.map(({ task }) => task),
        ['reviewer-staff-engineer'],
      );
    });
  }
});

test('with nobody left to lead, the specialists read alone, and the review says so', async (t) => {
  const turns = {
    lead: faults.declined(),
    'staff-engineer': faults.cutMidway(reviewOf('staff-engineer', quote)),
  };
  const played = await play(t, { asked: panel, turns, together: specialists });
  assert.equal(played.came, 'CONDITIONAL GO');
  for (const persona of specialists) {
    const metadata = metadataOf(played.artifacts, persona);
    assert.equal(metadata.status, 'succeeded');
    assert.deepEqual(metadata.dependencies, []);
  }
  assert.match(
    played.artifacts.get('review.md') ?? '',
    /Lead reviewer, Staff engineer failed and nobody was left to lead, so the specialists read alone\./,
  );
  assert.match(played.artifacts.get('review.md') ?? '', /Lead reviewer did not finish its review/);
});

test('a lead that cannot be asked holds up the specialists, and nothing is paid for twice', async (t) => {
  const played = await play(t, { asked: panel, turns: { lead: faults.overloaded() }, together: ['lead'] });
  assert.equal(played.came, 'round-incomplete');
  assert.deepEqual(
    specialists.map((persona) => played.calls(persona)),
    [0, 0, 0],
  );
  assert.equal(played.calls('staff-engineer'), 0, 'one that was not asked is no lead that failed');
});

test('two leads read beside each other, and one that fails leaves the other to lead', async (t) => {
  const asked = { reviewers: ['lead', 'staff-engineer', 'testing'] };
  const played = await play(t, { asked, turns: { lead: faults.declined() }, together: ['lead', 'testing'] });
  assert.equal(played.came, 'CONDITIONAL GO');
  assert.equal(metadataOf(played.artifacts, 'staff-engineer').status, 'succeeded');
});

test('where the provider is of no use to anybody, those who wait are not asked', async (t) => {
  const asked: PanelRequest = { reviewers: 'all_core', strategy: 'independent' };
  const played = await play(t, { asked, turns: {}, together: [] });
  assert.equal(played.came, 'GO');
  const script: Turn = faults.unauthorised();
  const everyone = Object.fromEntries(
    [...played.artifacts.keys()].flatMap((path) => {
      const persona = /^tasks\/reviewer-(.*)\/metadata\.json$/.exec(path)?.[1];
      return persona === undefined ? [] : [[persona, script] as const];
    }),
  );
  assert.equal(Object.keys(everyone).length, 9);
  const refused = await play(t, { asked, turns: everyone, together: [] });
  assert.equal(refused.came, 'round-incomplete');
  const calls = Object.keys(everyone).reduce((sum, key) => sum + refused.calls(key), 0);
  assert.equal(calls, 1, 'the first one told it for all');
});

test('one that has to be asked again keeps nobody else waiting', async (t) => {
  const asked: PanelRequest = { ...panel, strategy: 'independent' };
  const keys = ['lead', ...specialists];
  const attempts = new Map<string, number>();
  const othersAsked = Promise.withResolvers<void>();
  let first: string | undefined;
  const turn: Turn = ({ key }) => {
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    first ??= key;
    if (attempts.size === keys.length) {
      othersAsked.resolve();
    }
    if (key !== first) {
      return answer(reviewOf(key, quote));
    }
    // Its second answer begins when all others have been asked.
    return attempt === 1
      ? faults.serverError()
      : answer(reviewOf(key, quote), { before: () => othersAsked.promise });
  };
  const turns = Object.fromEntries(keys.map((key) => [key, turn]));
  const played = await play(t, { asked, turns, together: [] });
  assert.equal(played.came, 'GO', played.error?.message);
  assert.deepEqual(
    keys.map((key) => attempts.get(key)),
    keys.map((key) => (key === first ? 2 : 1)),
  );
});
