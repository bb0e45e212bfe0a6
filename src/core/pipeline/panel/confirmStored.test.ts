import assert from 'node:assert/strict';
import test from 'node:test';
import { memoryRoot } from '../../../../test/support/memory/memoryArtifactStore.ts';
import { createMemoryFileOps } from '../../../../test/support/memory/memoryFileOps.ts';
import { createPanelEngine } from '../../../../test/support/panel/panelEngine.ts';
import type { FileOps } from '../../store/fileOps.ts';
import { reviewPlan } from '../reviewPlan.ts';

const readers = ['lead', 'security', 'testing'];

/** A disk on which one file is not what was written to it, for so many writes. */
function forgetful(
  suffix: string,
  times: number,
): { disk: ReturnType<typeof createMemoryFileOps>; ops: FileOps } {
  const disk = createMemoryFileOps([memoryRoot]);
  let left = times;
  return {
    disk,
    ops: {
      ...disk,
      rename: async (from, to) => {
        await disk.rename(from, to);
        if (to.endsWith(suffix) && left > 0) {
          left -= 1;
          await disk.remove(to);
        }
      },
    },
  };
}

test('a review whose document is not on the disk is written again before it counts', async () => {
  const { disk, ops } = forgetful('reviews/security.md', 1);
  const engine = createPanelEngine({ disk, ops });
  const { round } = await engine.review({ reviewers: readers });
  assert.ok(round.reviewers.every(({ status }) => status === 'succeeded'));
  assert.ok(engine.files().has('reviews/security.md'));
  assert.equal(
    engine.asked.filter((task) => task === 'reviewer-security').length,
    1,
    'nothing is asked twice',
  );
});

test('a review that cannot be read back is asked for again, and then counts as failed', async () => {
  for (const [times, status, asked] of [
    [1, 'succeeded', 2],
    [9, 'failed_isolated', 2],
  ] as const) {
    const { disk, ops } = forgetful('reviewer-security/validated-output.json', times);
    const engine = createPanelEngine({ disk, ops });
    const { round } = await engine.review({ reviewers: readers });
    const security = round.reviewers.find(({ id }) => id === 'security');
    assert.equal(security?.status, status);
    assert.equal(engine.asked.filter((task) => task === 'reviewer-security').length, asked);
    if (status === 'failed_isolated') {
      assert.match(security.detail, /^It has answered, and its review cannot be read back: /);
      assert.equal(round.verdict.value, 'CONDITIONAL GO');
    }
    assert.ok(
      round.reviewers.filter(({ id }) => id !== 'security').every((one) => one.status === 'succeeded'),
      'the others are as they were',
    );
  }
});

test('a row that the index does not have is asked for twice, told of, and fails nobody', async () => {
  const engine = createPanelEngine();
  const seen: string[] = [];
  const { panel } = engine.deps;
  assert.ok(panel !== undefined);
  const review = (rows: readonly { reviewer: string; status: 'completed' | 'failed' }[] | undefined) =>
    reviewPlan(
      {
        ...engine.deps,
        panel: {
          ...panel,
          indexed: (campaign) => {
            seen.push(campaign);
            return Promise.resolve(rows);
          },
        },
      },
      {
        path: 'docs/plan.md',
        mode: 'plan',
        signal: undefined,
        progress: undefined,
        panel: { reviewers: readers },
        askToSend: () => Promise.resolve(true),
      },
    );
  const all = readers.map((reviewer) => ({ reviewer, status: 'completed' as const }));
  assert.deepEqual((await review(all)).round.panel?.remarks, []);
  assert.deepEqual(seen, ['docs-plan@1']);
  assert.deepEqual((await review(undefined)).round.panel?.remarks, [], 'without an index nobody can look');
  const { round } = await review(all.filter(({ reviewer }) => reviewer !== 'testing'));
  assert.deepEqual(seen.slice(2), ['docs-plan@3', 'docs-plan@3']);
  assert.match(round.panel?.remarks[0] ?? '', /^The index does not have what The testing came to;/);
  assert.ok(round.reviewers.every(({ status }) => status === 'succeeded'));
});
