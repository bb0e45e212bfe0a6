import assert from 'node:assert/strict';
import test from 'node:test';
import { PlanReviewError } from '../../src/core/base/errors.ts';
import { cancelledTaskSchema } from '../../src/core/domain/task.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { panelScript, reviewOf } from '../support/panel/panelScript.ts';
import { createPanelWorld, quote } from '../support/panel/panelWorld.ts';

test('what was under way when a round is cancelled is counted in what the round has used', async (t) => {
  const halfOut = Promise.withResolvers<void>();
  let isFirst = true;
  const world = await createPanelWorld(t, (request) => {
    if (request.key !== 'testing' || !isFirst) {
      return panelScript(quote)(request);
    }
    isFirst = false;
    return answer(reviewOf('testing', quote), {
      midway: () => {
        halfOut.resolve();
        return new Promise(() => {});
      },
    });
  });
  const cancel = new AbortController();
  const running = world.review({ reviewers: ['lead', 'testing'] }, { signal: cancel.signal });
  await halfOut.promise;
  cancel.abort();
  await assert.rejects(running, (error) => error instanceof PlanReviewError && error.code === 'cancelled');
  const text = (await world.artifacts()).get('tasks/reviewer-testing/cancelled.json') ?? 'null';
  const { calls, costUsd = 0 } = cancelledTaskSchema.parse(JSON.parse(text));
  const asked = world.server.requests.find(({ key }) => key === 'testing');
  assert.ok(asked);
  // The provider says at the start what it has read; what it has written by then it does not say.
  const { input, cacheRead, cacheWrite } = asked.usage;
  assert.equal(calls.length, 1);
  assert.deepEqual({ ...calls[0]?.usage, output: 0 }, { input, cacheRead, cacheWrite, output: 0 });
  assert.equal(calls[0]?.isAmbiguous, true);
  assert.equal(calls[0].error, 'cancelled');
  assert.ok(costUsd > 0);

  const { round } = await world.resume();
  const task = round.panel?.tasks.find(({ id }) => id === 'reviewer-testing');
  assert.equal(task?.calls, 2);
  assert.ok((task.costUsd ?? 0) > costUsd);
  assert.equal((await world.artifacts()).has('tasks/reviewer-testing/cancelled.json'), false);
});
