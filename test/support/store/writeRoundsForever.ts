/** Writes rounds of one plan until it is killed: `node writeRoundsForever.ts <root> <plan path>`. */
import process from 'node:process';
import { createArtifactStore } from '../../../src/core/store/artifactStore.ts';
import { currentProcess } from '../../../src/core/system/currentProcess.ts';
import { systemClock } from '../../../src/core/system/systemClock.ts';
import { uniqueSuffix } from '../../../src/core/system/uniqueSuffix.ts';
import { runRound } from './sampleRound.ts';

const [root = '', path = ''] = process.argv.slice(2);
const store = createArtifactStore({ root, clock: systemClock, uniqueSuffix, owner: currentProcess() });

process.stdout.write('ready\n');
for (let round = 1; ; round += 1) {
  // The parent must be able to tell which rounds were finished for certain.
  const stored = await runRound(store, path, { text: `text ${process.pid} ${round}`, findings: 2 });
  process.stdout.write(`${stored.round.number}\n`);
}
