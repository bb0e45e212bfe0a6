import assert from 'node:assert/strict';
import test from 'node:test';
import { countSteps, killAndFinish } from '../support/panel/killing.ts';

/** Kills in all; `npm run test:faults` makes many more. */
const KILLS = 20;

test(`${KILLS} rounds killed while they write: no answer is asked for again, and none is lost`, async (t) => {
  const steps = await countSteps(t);
  const writes = steps.flatMap((name, index) => (name.startsWith('write ') ? [index] : []));
  let killed = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const isTorn = kill % 4 === 0;
    const at = isTorn
      ? (writes[Math.floor(Math.random() * writes.length)] ?? 0)
      : Math.floor(((kill + Math.random()) * steps.length) / KILLS);
    const how = isTorn ? 'kill-half' : 'kill';
    await t.test(`${how} at step ${at}, ${steps[at]}`, async (context) => {
      killed += await killAndFinish(context, [{ at, how }]);
    });
  }
  assert.ok(killed > KILLS / 2, `${killed} were killed before they had ended`);
});

test('a round that is killed again and again comes to its end', async (t) => {
  const at = [95, 60, 45, 30];
  await killAndFinish(
    t,
    at.map((step) => ({ at: step, how: 'kill' })),
  );
});

test('the command line, killed at random', async (t) => {
  for (let kill = 0; kill < 3; kill += 1) {
    await killAndFinish(t, [
      { afterMs: 700 + Math.random() * 900 },
      { afterMs: 1500 + Math.random() * 1500 },
    ]);
  }
});
