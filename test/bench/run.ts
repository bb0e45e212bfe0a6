/**
 * Measures what docs promise, prints it, and writes it to `results.json` beside this file with the machine's
 * description. Benchmarks report; they never fail for being slow.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildAll } from '../../scripts/build.ts';
import { measureActivation } from './activation.ts';
import { measureBundles } from './bundles.ts';
import { describeMachine } from './machine.ts';

await buildAll({ production: true, quiet: true });
const bundles = await measureBundles();
const activation = await measureActivation(5);
const results = { machine: describeMachine(), bundles, activation };

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;
console.log(`Main bundle       ${kilobytes(bundles.extension)} (to reach: 250 KB)`);
console.log(`  loaded lazily   ${kilobytes(bundles.extensionChunks)}`);
console.log(
  `  must not hold   ${bundles.strangers.length === 0 ? 'nothing found' : bundles.strangers.join(', ')}`,
);
console.log(`Command line      ${kilobytes(bundles.cli)}`);
console.log(`Page              ${kilobytes(bundles.page)}`);
for (const [name, { median, min, max, runs }] of Object.entries(activation)) {
  console.log(
    `Activation ${name.padEnd(10)} median ${median} ms (${min} to ${max}, ${runs} windows; to reach: 50 ms)`,
  );
}
await writeFile(path.join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
