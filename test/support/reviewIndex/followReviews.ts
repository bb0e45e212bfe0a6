/**
 * Works on the index of a workspace as one of several processes: `node followReviews.ts <root> <what> <plan> [times]`.
 * `note`: takes in the review of a plan, again and again. `ask`: asks one question as soon as a line comes in. `write`: writes
 * rounds of the plan and asks about them until it is killed. Prints what the index logs, which is a fault unless said.
 */
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { notedStore } from '../../../src/core/pipeline/campaigns/notedStore.ts';
import { nodeFileOps } from '../../../src/core/store/nodeFileOps.ts';
import { createArtifactStore } from '../../../src/core/store/artifactStore.ts';
import { currentProcess } from '../../../src/core/system/currentProcess.ts';
import { systemClock } from '../../../src/core/system/systemClock.ts';
import { uniqueSuffix } from '../../../src/core/system/uniqueSuffix.ts';
import { createFaultyFileOps } from '../store/faultyFileOps.ts';
import { runRound } from '../store/sampleRound.ts';
import { openIndex } from './openIndex.ts';

const [root = '', what = '', plan = '', times = '0'] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const index = openIndex(root, { logger: { info: say, warn: say }, patience: 60_000, notePatience: 60_000 });

if (what === 'note') {
  for (let time = 0; time < Number(times); time += 1) {
    await index.note(plan);
  }
}
if (what === 'ask') {
  // The index is opened by all at the same moment, and not when each has started.
  say('ready');
  for await (const _ of createInterface({ input: process.stdin })) {
    say(`${(await index.campaigns({})).total} campaigns`);
    break;
  }
}
if (what === 'write') {
  const ops = createFaultyFileOps(nodeFileOps);
  const artifacts = createArtifactStore({
    root,
    clock: systemClock,
    uniqueSuffix,
    owner: currentProcess(),
    ops,
  });
  const store = notedStore(artifacts, index);
  say('ready');
  for (let round = 1; ; round += 1) {
    await runRound(store, plan, { text: `text ${process.pid} ${round}`, findings: 2 });
    await index.campaigns({});
  }
}
