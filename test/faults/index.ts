/**
 * What the index of reviews has to stand: three processes that write a thousand transactions each, three that open an index
 * at the same moment forty times, and a hundred kills of a process that writes. Says how far it is; the first error ends it.
 * `node test/faults/index.ts [share]`: a share of 0.1 does a tenth of it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import {
  killFollowers,
  makeThreeReviews,
  openAtOnce,
  writeAtOnce,
} from '../support/reviewIndex/contention.ts';

const share = Number(process.argv[2] ?? 1);

async function told(what: string, work: (root: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'plan-review-index-'));
  const startedAt = performance.now();
  try {
    await work(root);
    console.log(`${what}: no error, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const transactions = Math.ceil(1000 * share);
const openings = Math.ceil(40 * share);
const kills = Math.ceil(100 * share);
await told(`Three processes with ${transactions} transactions each`, async (root) => {
  await makeThreeReviews(root);
  await writeAtOnce(root, transactions);
});
await told(`Three processes that open at once, ${openings} times`, async (root) => {
  await makeThreeReviews(root);
  await openAtOnce(root, openings);
});
await told(`${kills} kills while writing`, (root) => killFollowers(root, kills));
