import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { reviewReportSchema } from '../../src/core/domain/reviewReport.ts';
import { roundSchema } from '../../src/core/domain/round.ts';
import { makeSampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import { runCli } from '../support/runCli.ts';

const plan = 'docs/plans/PRP-7-delivery-metrics.md';
const review = '.plan-review/reviews/docs-plans-prp-7-delivery-metrics';

/** The numbers of the rounds that call themselves finished; each must be what its `round.json` says. */
async function finishedRounds(folder: string): Promise<number[]> {
  const finished: number[] = [];
  for (const name of await readdir(join(folder, review)).catch((): string[] => [])) {
    const text = await readFile(join(folder, review, name, 'round.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) {
      const round = roundSchema.parse(JSON.parse(text));
      assert.equal(name, `round-${round.number}`);
      for (const artifact of round.artifacts) {
        const bytes = await readFile(join(folder, review, name, artifact.path));
        assert.equal(createHash('sha256').update(bytes).digest('hex'), artifact.sha256, artifact.path);
      }
      finished.push(round.number);
    }
  }
  return finished.toSorted((a, b) => a - b);
}

test('a review killed at any moment leaves only rounds that are whole, and the next one goes on from them', async (context) => {
  const { folder, remove } = await makeSampleWorkspace();
  context.after(remove);
  let killed = 0;
  let before: number[] = [];
  for (let delay = 150; delay < 650; delay += 20) {
    const kill = new AbortController();
    const timer = setTimeout(() => kill.abort(), delay);
    const { status } = await runCli(['review', plan], { cwd: folder, kill: kill.signal });
    clearTimeout(timer);
    killed += status === null ? 1 : 0;
    const now = await finishedRounds(folder);
    assert.deepEqual(now.slice(0, before.length), before, 'no finished round is lost');
    assert.deepEqual(
      now,
      now.map((_, index) => index + 1),
      'rounds are numbered without a gap',
    );
    before = now;
  }
  assert.ok(killed > 0, 'some were killed before they ended');
  const { out, err } = await runCli(['review', plan, '--json'], { cwd: folder });
  assert.equal(reviewReportSchema.parse(JSON.parse(out)).round.number, before.length + 1, err);
});

test('two reviews of one plan at once: each round is whole, and one that has to wait is told so', async (context) => {
  const { folder, remove } = await makeSampleWorkspace();
  context.after(remove);
  const results = await Promise.all(
    [1, 2, 3].map(() => runCli(['review', plan, '--fail-on', 'never'], { cwd: folder })),
  );
  const done = results.filter((result) => result.status === 0);
  for (const result of results.filter((other) => other.status !== 0)) {
    assert.equal(result.status, 3);
    assert.match(result.err, /^plan-review: .*\n {2}.*\n$/);
  }
  assert.ok(done.length > 0);
  assert.equal((await finishedRounds(folder)).length, done.length);
});
