import assert from 'node:assert/strict';
import test from 'node:test';
import * as faults from '../support/messagesServer/faults.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { panelScript, reviewOf, type Turn } from '../support/panel/panelScript.ts';
import { createPanelWorld, quote } from '../support/panel/panelWorld.ts';
import { prefixReuse } from '../support/panel/prefixReuse.ts';

const reviewers = ['lead', 'reliability', 'testing', 'newcomer', 'operations'];

for (const strategy of ['complementary', 'independent'] as const) {
  test(`${strategy}: five reviewers read what they share from the cache, all but the first`, async (t) => {
    // Nothing can be read before an answer has begun, which takes its time.
    const slow: Turn = ({ key }) => answer(reviewOf(key, quote), { before: 60 });
    const turns = Object.fromEntries(reviewers.map((key) => [key, slow]));
    const world = await createPanelWorld(t, panelScript(quote, turns));
    await world.review({ reviewers, strategy });
    const { share, couldTokens } = prefixReuse(world.server.requests);
    assert.ok(couldTokens > 2000);
    assert.equal(share, 1);
  });
}

test('where the first one fails, the next one begins the prefix, and the others read it', async (t) => {
  const failing: Turn = ({ key }) =>
    key === first ? faults.badRequest() : answer(reviewOf(key, quote), { before: 40 });
  let first: string | undefined;
  const world = await createPanelWorld(t, (request) => {
    first ??= request.key;
    return panelScript(quote, Object.fromEntries(reviewers.map((key) => [key, failing])))(request);
  });
  await assert.rejects(world.review({ reviewers, strategy: 'independent' }), { code: 'round-incomplete' });
  const answered = world.server.requests.filter(({ key }) => key !== first);
  assert.equal(answered.length, 4);
  assert.equal(prefixReuse(answered).share, 1);
});
