/**
 * One check of one plan in a process of its own, so that nothing is warm: `coldCheck.ts <engine|peer> <root> <plan> [<peers>]`.
 * Prints milliseconds from the first call on, without the loading of modules, and how many processes were started.
 */
import diagnostics from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createPlanReview } from '../../src/core/index.ts';
import { loader } from './peers.ts';

const [who, root = '', plan = '', home = ''] = process.argv.slice(2);
let processes = 0;
diagnostics.subscribe('child_process', () => {
  processes += 1;
});

interface Timed {
  readonly ms: number;
  readonly processes: number;
  readonly claims: number;
}

async function timed(run: () => Promise<number>): Promise<Timed> {
  const before = processes;
  const started = performance.now();
  const claims = await run();
  return { ms: performance.now() - started, processes: processes - before, claims };
}

async function engine(): Promise<readonly Timed[]> {
  const planReview = createPlanReview({ root, isTrusted: true, version: '0.0.0', environment: process.env });
  const check = async (): Promise<number> => (await planReview.check({ path: plan })).claims.length;
  // The first time, and four times more with nothing changed.
  const times: Timed[] = [];
  for (let count = 0; count < 5; count += 1) {
    times.push(await timed(check));
  }
  return times;
}

interface LinkChecker {
  use(plugin: unknown, options: object): LinkChecker;
  process(file: unknown): Promise<{ readonly messages: readonly unknown[] }>;
}

async function peer(): Promise<readonly Timed[]> {
  const load = loader(home);
  const { remark } = await load<{ remark: () => LinkChecker }>('remark');
  const { VFile } = await load<{ VFile: new (options: object) => unknown }>('vfile');
  const links = await load<{ default: unknown }>('remark-validate-links');
  const value = readFileSync(path.join(root, plan), 'utf8');
  const run = async (): Promise<number> => {
    const file = new VFile({ path: plan, cwd: root, value });
    const processor = remark().use(links.default, { repository: false, root });
    return (await processor.process(file)).messages.length;
  };
  return [await timed(run)];
}

console.log(JSON.stringify(await (who === 'peer' ? peer() : engine())));
