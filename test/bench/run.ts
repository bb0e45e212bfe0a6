/**
 * Measures what docs promise, prints it, and writes it to `results.json` beside this file with the machine's
 * description. Benchmarks report; they never fail for being slow.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildAll } from '../../scripts/build.ts';
import { measureActivation } from './activation.ts';
import { measureBundles } from './bundles.ts';
import { measureCampaigns, printCampaigns } from './campaigns.ts';
import { measureClaims } from './claims.ts';
import { describeMachine } from './machine.ts';
import { installPeers } from './peers.ts';
import { measurePlans } from './plans.ts';
import { makeRepository } from './repository.ts';
import { measureReviewers } from './reviewers.ts';

const peers = await installPeers();
const bench = await makeRepository();
const claims = await measureClaims(bench, peers);
const plans = await measurePlans(bench, peers);
await bench.remove();
const activationLoad = await buildAll({ production: true, quiet: true });
if (activationLoad === undefined) {
  throw new Error('The extension was not built.');
}
const bundles = await measureBundles(activationLoad);
const activation = await measureActivation(5);
const reviewers = await measureReviewers();
const campaigns = await measureCampaigns();
const results = { machine: describeMachine(), plans, claims, bundles, activation, reviewers, campaigns };

console.log(`All ${plans.checks} checks (to reach: 10 MB/s, and no less for twice as much):`);
for (const { name, what, megabytesPerSecond: speed } of plans.throughput) {
  console.log(
    `  ${name.padEnd(32)} ${String(speed.median).padStart(6)} MB/s (${speed.min} to ${speed.max})  ${what}`,
  );
}
const reach = [50, 100, 500];
for (const [
  index,
  { claims: count, cold, uncompiled, again, processes, validateLinks },
] of claims.entries()) {
  console.log(
    `${count} claims: cold ${cold.median} ms (to reach: ${reach[index]} ms; ${uncompiled.median} ms with no compiled code kept), again ${again.median} ms (15 ms), ` +
      `${processes} processes (3); remark-validate-links ${validateLinks.median} ms`,
  );
}
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
console.log(
  `${reviewers.reviewers} reviewers of ${reviewers.answerMs} ms take ${reviewers.roundMs} ms (to reach: ${reviewers.reachMs} ms; one after the other: ${reviewers.sequentialMs} ms)`,
);
console.log(
  `6 personas of ${reviewers.six.answerMs} ms take ${reviewers.six.roundMs} ms (to reach: ${reviewers.six.reachMs} ms; one after the other: ${reviewers.six.sequentialMs} ms)`,
);
for (const [strategy, share] of Object.entries(reviewers.prefixShare)) {
  console.log(
    `Prefix from cache ${(share * 100).toFixed(1)} % of what could be, ${strategy} (to reach: 90 %)`,
  );
}
printCampaigns(campaigns);
await writeFile(path.join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
