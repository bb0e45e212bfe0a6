import test from 'node:test';
import {
  killFollowers,
  makeThreeReviews,
  openAtOnce,
  writeAtOnce,
} from '../support/reviewIndex/contention.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

// `node test/faults/index.ts` does the same in the numbers that are promised.

test('three processes that write to one index', async (t) => {
  const root = await temporaryFolder(t);
  await makeThreeReviews(root);
  await writeAtOnce(root, 150);
});

test('three processes that open an index that is not there yet', async (t) => {
  const root = await temporaryFolder(t);
  await makeThreeReviews(root);
  await openAtOnce(root, 3);
});

test('a process that is killed while it writes to the index', async (t) => {
  await killFollowers(await temporaryFolder(t), 6);
});
