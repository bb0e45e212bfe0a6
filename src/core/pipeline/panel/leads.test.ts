import assert from 'node:assert/strict';
import test from 'node:test';
import { failure } from '../../../../test/support/models/scriptedModel.ts';
import { filesOf, metadataOf, refused, statuses } from '../../../../test/support/panel/outcome.ts';
import { answer, answerAll, createPanelEngine } from '../../../../test/support/panel/panelEngine.ts';

const readers = ['lead', 'security', 'testing', 'operations'];

test('a lead that fails is replaced by the next who can lead, and the review says so', async () => {
  const engine = createPanelEngine({
    script: (request, nth) =>
      request.task === 'reviewer-lead'
        ? Promise.reject(failure('model-refused', { session: 's' }))
        : answerAll(request, nth),
  });
  const { round } = await engine.review();
  assert.deepEqual(statuses(round.reviewers), [
    'checks succeeded',
    'lead failed_isolated',
    'security succeeded',
    'testing succeeded',
    'operations succeeded',
    'deputy succeeded',
  ]);
  assert.deepEqual(engine.asked.slice(0, 2), ['reviewer-lead', 'reviewer-deputy']);
  assert.deepEqual(
    metadataOf(engine, 'reviewer-security')?.dependencies.map(({ task }) => task),
    ['reviewer-deputy'],
  );
  assert.deepEqual(round.panel?.remarks, ['The lead failed, and The deputy led in its place.']);
  assert.equal(round.verdict.value, 'CONDITIONAL GO');
});

test('with nobody left to lead the specialists read alone, and the review says so', async () => {
  const engine = createPanelEngine({
    script: (request, nth) =>
      /lead|deputy/.test(request.task)
        ? Promise.reject(failure('model-refused', { session: 's' }))
        : answerAll(request, nth),
  });
  const { round } = await engine.review();
  assert.deepEqual(metadataOf(engine, 'reviewer-security')?.dependencies, []);
  assert.deepEqual(round.panel?.remarks, [
    'The lead, The deputy failed and nobody was left to lead, so the specialists read alone.',
  ]);
  assert.deepEqual(
    round.reviewers.filter(({ status }) => status === 'succeeded').map(({ id }) => id),
    ['checks', 'security', 'testing', 'operations'],
  );
});

test('a lead that fails in the independent strategy is one reviewer less', async () => {
  const reference = createPanelEngine();
  await reference.review({ reviewers: readers, strategy: 'independent' });
  const engine = createPanelEngine({
    script: (request, nth) =>
      request.task === 'reviewer-lead'
        ? Promise.reject(failure('model-refused', { session: 's' }))
        : answerAll(request, nth),
  });
  await engine.review({ reviewers: readers, strategy: 'independent' });
  for (const sibling of ['security', 'testing', 'operations']) {
    assert.deepEqual(filesOf(engine, sibling), filesOf(reference, sibling));
  }
  assert.ok(!engine.asked.includes('reviewer-deputy'));
});

test('a lead that could not be asked holds the specialists up, so that none of them is asked twice', async () => {
  const engine = createPanelEngine({ script: () => Promise.reject(failure('model-network')) });
  assert.equal((await refused(engine.review())).code, 'round-incomplete');
  assert.deepEqual(engine.asked, ['reviewer-lead']);
  const again = engine.restart(answerAll);
  const { round } = await again.resume();
  assert.equal(round.reviewers.length, 5);
  assert.deepEqual(again.asked.length, 5);
});

test('a lead that failed at first and answers now costs nobody who has answered a second reading', async () => {
  const engine = createPanelEngine({
    script: (request, nth) => {
      switch (request.task) {
        case 'reviewer-lead':
          return Promise.reject(failure('model-refused', { session: 's' }));
        case 'reviewer-testing':
          return Promise.reject(failure('model-network'));
        default:
          return answerAll(request, nth);
      }
    },
  });
  await refused(engine.review());
  const again = engine.restart(answerAll);
  const { round } = await again.resume();
  assert.deepEqual(again.asked, ['reviewer-lead', 'reviewer-testing', 'analysis']);
  assert.deepEqual(
    metadataOf(again, 'reviewer-testing')?.dependencies.map(({ task }) => task),
    ['reviewer-deputy', 'reviewer-lead'],
  );
  assert.deepEqual(round.panel?.remarks, ['The deputy led as well, because a lead had failed at first.']);
  assert.equal(round.panel?.usage.input, 600, 'the stand-in counts');
});

test('an answer that was stored and not looked at is kept when a lead that had failed answers now', async () => {
  const cancel = new AbortController();
  const engine = createPanelEngine({
    script: (request, nth) => {
      if (request.task === 'reviewer-lead') {
        return Promise.reject(failure('model-refused', { session: 's' }));
      }
      if (request.task !== 'reviewer-security') {
        return answerAll(request, nth);
      }
      cancel.abort();
      return Promise.resolve(answer(request.task, { verdict: 'MAYBE' }));
    },
  });
  await refused(engine.review({ reviewers: ['lead', 'security'] }, cancel.signal));
  assert.deepEqual(
    [...engine.files().keys()].filter((path) => path.startsWith('tasks/reviewer-security')),
    ['tasks/reviewer-security/initial.json'],
  );
  const again = engine.restart(answerAll);
  await again.resume();
  const asked = again.requests.filter(({ task }) => task === 'reviewer-security');
  assert.deepEqual(
    asked.map(({ messages }) => messages.length),
    [3],
    'the correction alone was asked for',
  );
});
