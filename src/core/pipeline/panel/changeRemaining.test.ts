import assert from 'node:assert/strict';
import test from 'node:test';
import { failure } from '../../../../test/support/models/scriptedModel.ts';
import { metadataOf, refused, statuses } from '../../../../test/support/panel/outcome.ts';
import { answerAll, createPanelEngine, type TaskScript } from '../../../../test/support/panel/panelEngine.ts';

/** A model that there is not, for these tasks. */
function notFoundFor(...tasks: readonly string[]): TaskScript {
  return (request, nth) =>
    tasks.includes(request.task)
      ? Promise.reject(
          failure('model-request', {
            message: `model: ${request.model}`,
            status: 404,
            isRetryable: false,
          }),
        )
      : answerAll(request, nth);
}

const everybody = ['lead', 'security', 'testing', 'operations'];

/** A round that waits for those who failed in a way that never passes. */
async function stuck(...tasks: readonly string[]) {
  const engine = createPanelEngine({ script: notFoundFor(...tasks) });
  const error = await refused(engine.review());
  assert.equal(error.code, 'round-incomplete');
  assert.match(error.wayOut, /another model for who is missing, or without them\.$/);
  return engine;
}

test('a model for who has not answered: nobody else is asked, and what others answered stands', async () => {
  const before = await stuck('reviewer-testing');
  const engine = before.restart(answerAll);
  const { round } = await engine.resume(undefined, { model: 'small' });
  assert.deepEqual(engine.asked, ['reviewer-testing', 'analysis']);
  assert.deepEqual(
    engine.requests.map(({ model }) => model),
    ['small', 'small'],
  );
  assert.equal(round.verdict.value, 'GO');
  assert.equal(metadataOf(engine, 'reviewer-testing')?.model, 'small');
  assert.equal(metadataOf(engine, 'reviewer-lead')?.model, 'large');
});

test('another provider for who has not answered, when the first one is gone', async () => {
  const before = await stuck('reviewer-testing', 'reviewer-security');
  const engine = before.restart(answerAll, undefined, ['other']);
  const { round } = await engine.resume(undefined, { provider: 'other' });
  assert.deepEqual(engine.asked.toSorted(), ['analysis', 'reviewer-security', 'reviewer-testing']);
  assert.deepEqual(
    everybody.map((id) => metadataOf(engine, `reviewer-${id}`)?.adapter),
    ['scripted/1', 'other/1', 'other/1', 'scripted/1'],
  );
  assert.ok(
    engine.requests.every(({ session }) => session === undefined),
    'a session belongs to the adapter that gave it',
  );
  assert.equal(round.verdict.value, 'GO');
});

test('a provider that the round uses already is a consent, and moves nobody but with a model', async () => {
  const before = createPanelEngine({ script: notFoundFor('reviewer-testing', 'reviewer-delivery') });
  await refused(before.review({ reviewers: ['lead', 'testing', 'delivery'] }));
  const engine = before.restart(answerAll);
  await engine.resume(undefined, { provider: 'other' });
  assert.equal(metadataOf(engine, 'reviewer-testing')?.adapter, 'scripted/1');
  assert.equal(metadataOf(engine, 'reviewer-delivery')?.adapter, 'other/1');
});

test('a model without a provider is not asked of a provider that a persona has chosen', async () => {
  const before = createPanelEngine({ script: notFoundFor('reviewer-testing', 'reviewer-delivery') });
  await refused(before.review({ reviewers: ['lead', 'testing', 'delivery'] }));
  const engine = before.restart(answerAll);
  await engine.resume(undefined, { model: 'small' });
  assert.deepEqual(
    ['testing', 'delivery'].map((id) => metadataOf(engine, `reviewer-${id}`)?.model),
    ['small', 'large'],
  );
});

test('a provider that is not there is said before anything is changed', async () => {
  const before = await stuck('reviewer-testing');
  const request = before.files().get('request.json');
  const engine = before.restart(answerAll);
  assert.equal((await refused(engine.resume(undefined, { provider: 'third' }))).code, 'model-unavailable');
  assert.equal(engine.files().get('request.json'), request);
});

test('a round goes on without a reviewer, which is named with what it had failed of, and bars a GO', async () => {
  const before = await stuck('reviewer-testing');
  const engine = before.restart(answerAll);
  const { round } = await engine.resume(undefined, { without: ['testing'] });
  assert.deepEqual(engine.asked, ['analysis']);
  assert.equal(round.verdict.value, 'CONDITIONAL GO');
  assert.deepEqual(statuses(round.reviewers).slice(1), [
    'lead succeeded',
    'security succeeded',
    'testing failed_isolated',
    'operations succeeded',
  ]);
  assert.match(round.reviewers[3]?.detail ?? '', /^The round was finished without it\. model: large$/);
  assert.match(engine.files().get('review.md') ?? '', /The testing did not finish its review/);
});

test('a lead that is left out is replaced like one that failed', async () => {
  const before = await stuck('reviewer-lead');
  assert.deepEqual(before.asked, ['reviewer-lead']);
  const engine = before.restart(answerAll);
  const { round } = await engine.resume(undefined, { without: ['lead'] });
  assert.deepEqual(engine.asked[0], 'reviewer-deputy');
  assert.equal(round.verdict.value, 'CONDITIONAL GO');
  assert.match(round.panel?.remarks[0] ?? '', /The lead failed, and The deputy led in its place\./);
});

test('whoever is left out stays left out when the round is interrupted again', async () => {
  const before = await stuck('reviewer-testing', 'analysis');
  const again = before.restart(notFoundFor('analysis'));
  await refused(again.resume(undefined, { without: ['testing'] }));
  const engine = again.restart(answerAll);
  const { round } = await engine.resume();
  assert.deepEqual(engine.asked, ['analysis']);
  assert.equal(round.verdict.value, 'CONDITIONAL GO');
});

test('nobody is left out who has answered, or was not asked', async () => {
  const before = await stuck('reviewer-testing');
  const engine = before.restart(answerAll);
  const answered = await refused(engine.resume(undefined, { without: ['lead'] }));
  assert.equal(answered.code, 'reviewer-answered');
  const unknown = await refused(engine.resume(undefined, { without: ['nobody'] }));
  assert.equal(unknown.code, 'persona-not-found');
  assert.match(unknown.wayOut, /: testing\.$/);
  assert.deepEqual(engine.asked, []);
});
