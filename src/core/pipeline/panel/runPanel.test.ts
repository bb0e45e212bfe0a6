import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { failure } from '../../../../test/support/models/scriptedModel.ts';
import { createMeeting } from '../../../../test/support/panel/meeting.ts';
import {
  answer,
  answerAll,
  answerTo,
  createPanelEngine,
  type TaskScript,
} from '../../../../test/support/panel/panelEngine.ts';
import { filesOf, metadataOf, refused, statuses } from '../../../../test/support/panel/outcome.ts';
import { PlanReviewError } from '../../base/errors.ts';

const readers = ['lead', 'security', 'testing', 'operations'];
const siblings = ['lead', 'testing', 'operations'];

/** Everybody waits until all have been asked; then they go on in the given order. */
function together(order: readonly string[], script: TaskScript): TaskScript {
  const meeting = createMeeting(order.map((persona) => `reviewer-${persona}`));
  return async (request, nth) => {
    if (nth === 1 && request.task.startsWith('reviewer-')) {
      await meeting.wait(request.task);
    }
    return script(request, nth);
  };
}

test('the lead reads first, the specialists are shown what it found, and the analysis what all found', async () => {
  const engine = createPanelEngine();
  const { round, findings } = await engine.review();

  assert.deepEqual(engine.asked[0], 'reviewer-lead');
  assert.deepEqual(engine.asked.slice(1, 4).sort(), [
    'reviewer-operations',
    'reviewer-security',
    'reviewer-testing',
  ]);
  assert.deepEqual(engine.asked.slice(4), ['analysis']);
  const textOf = (task: string): string =>
    JSON.stringify(engine.requests.find((request) => request.task === task)?.messages);
  assert.match(textOf('reviewer-security'), /\[lead-1\]/);
  assert.doesNotMatch(textOf('reviewer-security'), /\[testing-1\]/);
  assert.deepEqual(metadataOf(engine, 'reviewer-security')?.dependencies, [
    { task: 'reviewer-lead', sha256: metadataOf(engine, 'reviewer-lead')?.output?.sha256 },
  ]);

  assert.deepEqual(statuses(round.reviewers), [
    'checks succeeded',
    ...readers.map((reader) => `${reader} succeeded`),
  ]);
  assert.deepEqual(
    findings.map(({ id, reviewers }) => [id, ...reviewers]),
    readers.map((reader, index) => [`F${index + 1}`, reader]),
  );
  assert.equal(round.verdict.value, 'GO');
  assert.deepEqual(
    round.panel?.tasks.map(({ id }) => id),
    [...readers.map((reader) => `reviewer-${reader}`), 'analysis'],
    'in the order in which they were asked for',
  );
  assert.equal(round.panel?.summary, 'Work by hand is the trouble.');
  assert.deepEqual(round.panel?.usage, { input: 500, output: 250, cacheRead: 0, cacheWrite: 0 });
  const listed = round.artifacts.map(({ path }) => path);
  assert.deepEqual(
    [...engine.files().keys()].filter((path) => path !== 'round.json'),
    listed.toSorted(),
    'every file is listed',
  );
});

test('reviewers are asked at the same time, and in whatever order they answer the round is the same', async () => {
  const reference = createPanelEngine();
  await reference.review({ reviewers: readers, strategy: 'independent' });
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(readers, { minLength: 4 }), async (order) => {
      const engine = createPanelEngine({ script: together(order, answerAll) });
      await engine.review({ reviewers: readers, strategy: 'independent' });
      assert.deepEqual(engine.files(), reference.files());
    }),
    { numRuns: 24 },
  );
});

/** The ways in which one reviewer fails, and whether the round goes on without it. */
const waysToFail: readonly (readonly [string, TaskScript, 'isolated' | 'blocking'])[] = [
  [
    'an answer that has not the shape, twice',
    () => Promise.resolve(answer('x', { verdict: 'MAYBE' })),
    'isolated',
  ],
  ['an answer that is no JSON, twice', () => Promise.resolve({ ...answer('x', 0), text: 'no' }), 'isolated'],
  ['a refusal', () => Promise.reject(failure('model-refused', { session: 's' })), 'isolated'],
  ['an answer that is cut', () => Promise.reject(failure('model-truncated', { session: 's' })), 'isolated'],
  ['silence in mid-answer', () => Promise.reject(failure('model-inactive', { session: 's' })), 'isolated'],
  ['a network that never was', () => Promise.reject(failure('model-network')), 'blocking'],
  ['a deadline before any answer', () => Promise.reject(failure('model-deadline')), 'blocking'],
  ['a spent quota', () => Promise.reject(failure('model-quota', { session: 's' })), 'blocking'],
  [
    'a bad first answer, then no network',
    ({ task }, nth) =>
      nth === 1 ? Promise.resolve(answer(task, {})) : Promise.reject(failure('model-network')),
    'isolated',
  ],
  [
    'a bad first answer, then a refused key',
    ({ task }, nth) =>
      nth === 1 ? Promise.resolve(answer(task, {})) : Promise.reject(failure('model-auth')),
    'blocking',
  ],
];

for (const [way, fail, kind] of waysToFail) {
  test(`${way} harms nobody beside the one that fails`, async () => {
    const reference = createPanelEngine();
    await reference.review({ reviewers: readers, strategy: 'independent' });
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(readers, { minLength: 4 }), async (order) => {
        const script: TaskScript = (request, nth) =>
          request.task === 'reviewer-security' ? fail(request, nth) : answerAll(request, nth);
        const engine = createPanelEngine({ script: together(order, script) });
        const run = engine.review({ reviewers: readers, strategy: 'independent' });
        if (kind === 'isolated') {
          const { round } = await run;
          assert.deepEqual(statuses(round.reviewers)[2], 'security failed_isolated');
          assert.equal(round.verdict.value, 'CONDITIONAL GO');
          assert.deepEqual(
            round.verdict.reasons.map(({ code }) => code),
            ['reviewer-failed'],
          );
        } else {
          const error = await refused(run);
          assert.equal(error.code, 'round-incomplete');
          assert.match(error.message, /The security could not be asked/);
          assert.match(error.wayOut, /resume/);
          assert.equal(engine.files().get('round.json'), undefined);
          assert.equal(metadataOf(engine, 'reviewer-security')?.status, 'failed_blocking');
        }
        for (const sibling of siblings) {
          const own = filesOf(engine, sibling);
          assert.deepEqual(own, filesOf(reference, sibling));
          assert.deepEqual(Object.keys(own), [
            `reviews/${sibling}.md`,
            `tasks/reviewer-${sibling}/initial.json`,
            `tasks/reviewer-${sibling}/metadata.json`,
            `tasks/reviewer-${sibling}/validated-output.json`,
          ]);
        }
      }),
      { numRuns: 8 },
    );
  });
}

test('a provider that nobody can use is asked for nothing more; whoever is at work finishes, others go on', async () => {
  const engine = createPanelEngine({
    // Nobody may begin beside the first one before it has shown a sign of life.
    shows: 'nothing',
    script: (request, nth) =>
      request.task === 'reviewer-security'
        ? Promise.reject(failure('model-auth', { message: 'The key is <b>refused</b>.\nKey: none' }))
        : answerAll(request, nth),
  });
  const panel = { reviewers: ['security', 'testing', 'delivery'], strategy: 'independent' } as const;
  const error = await refused(engine.review(panel));
  assert.equal(error.code, 'round-incomplete');
  assert.match(error.message, /^The round is not complete: The security, The testing could not be asked\. /);
  assert.doesNotMatch(error.message, /[<>\n]/);
  assert.deepEqual(engine.asked.toSorted(), ['reviewer-delivery', 'reviewer-security']);
  assert.deepEqual(filesOf(engine, 'testing'), {}, 'who was not asked has no metadata');
  assert.equal(metadataOf(engine, 'reviewer-delivery')?.status, 'succeeded');

  const again = engine.restart(answerAll);
  const { round } = await again.resume();
  assert.deepEqual(again.asked.toSorted(), ['analysis', 'reviewer-security', 'reviewer-testing']);
  assert.equal(round.verdict.value, 'GO');
});

test('of requests that share a beginning one goes first, and all others follow when it has answered', async () => {
  const waves: string[][] = [];
  let running: string[] = [];
  const engine = createPanelEngine({
    shows: 'nothing',
    script: async ({ task }) => {
      running.push(task);
      await new Promise((resolve) => void setImmediate(resolve));
      if (running.length > 0) {
        waves.push(running);
        running = [];
      }
      await new Promise((resolve) => void setImmediate(resolve));
      return answerTo(task);
    },
  });
  await engine.review({ reviewers: readers, strategy: 'independent' });
  assert.deepEqual(
    waves.map(({ length }) => length),
    [1, 3, 1],
  );
});

test('a disk that takes nothing stops the asking, and leaves what was stored', async () => {
  const engine = createPanelEngine({
    shows: 'nothing',
    script: (request, nth) => {
      engine.disk.refuse('ENOSPC');
      return answerAll(request, nth);
    },
  });
  const error = await refused(engine.review({ reviewers: readers, strategy: 'independent' }));
  assert.equal(error.code, 'store-unwritable');
  assert.match(error.message, /the disk is full/);
  assert.equal(engine.asked.length, 1);
});

test('a cancelled round keeps its answers, and resuming asks for the rest alone', async () => {
  const cancel = new AbortController();
  const engine = createPanelEngine({
    script: (request, nth) => {
      if (request.task === 'reviewer-testing') {
        cancel.abort();
        return Promise.reject(new PlanReviewError({ code: 'cancelled', message: 'Stopped.', wayOut: '' }));
      }
      return answerAll(request, nth);
    },
  });
  const error = await refused(engine.review({ reviewers: ['lead', 'security', 'testing'] }, cancel.signal));
  assert.equal(error.code, 'cancelled');
  assert.equal(metadataOf(engine, 'reviewer-testing'), undefined);
  assert.equal(metadataOf(engine, 'reviewer-security')?.status, 'succeeded');

  const again = engine.restart(answerAll);
  const { round } = await again.resume();
  assert.deepEqual(again.asked, ['reviewer-testing', 'analysis']);
  assert.equal(round.reviewers.length, 4);
});

test('a round that asks for something else does not throw answers away unless it is told to', async () => {
  const engine = createPanelEngine({
    script: (request, nth) =>
      request.task === 'analysis' ? Promise.reject(failure('model-quota')) : answerAll(request, nth),
  });
  await refused(engine.review());
  const again = engine.restart(answerAll);
  const error = await refused(again.review({ reviewers: ['lead', 'newcomer'] }));
  assert.equal(error.code, 'round-unfinished');
  assert.match(error.message, /4 tasks that were answered/);
  assert.deepEqual(again.asked, []);
  await again.review();
  assert.deepEqual(again.asked, ['analysis'], 'the same request takes the round up');
});

test('the selection is asked once, keeps a minimum of variety, and is not asked again', async () => {
  const engine = createPanelEngine({
    script: (request, nth) =>
      request.task === 'reviewer-lead' ? Promise.reject(failure('model-network')) : answerAll(request, nth),
  });
  await refused(engine.review({ reviewers: 'smart_sampling' }));
  const again = engine.restart(answerAll);
  const { round } = await again.resume();
  assert.ok(!again.asked.includes('selection'));
  const ids = round.panel?.reviewers.map(({ id }) => id) ?? [];
  assert.equal(ids[0], 'lead');
  assert.ok(ids.includes('operations'), 'who was named is asked');
  assert.equal(ids.length, 4);
});
