import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path, { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { makeClaims, makeLinks } from '../support/makePlan.ts';
import { spread, type Spread } from './machine.ts';
import type { BenchRepository } from './repository.ts';

/** One plan with so many claims, checked in a process that has just started. Times in milliseconds. */
export interface ClaimFigures {
  readonly claims: number;
  /** With what Node.js has kept compiled of a run before, as every run of the command line but the first. */
  readonly cold: Spread;
  /** With nothing kept. */
  readonly uncompiled: Spread;
  /** The same plan again with nothing changed. */
  readonly again: Spread;
  /** Most processes that one check started. */
  readonly processes: number;
  /** remark-validate-links over as many links to the same files; it looks at files only. */
  readonly validateLinks: Spread;
}

const sizes = [15, 1000, 10_000];
const runs = 5;

/** Measures the check of a plan with few and with many claims, beside the check of as many links. */
export async function measureClaims(bench: BenchRepository, home: string): Promise<ClaimFigures[]> {
  const figures: ClaimFigures[] = [];
  const kept = await mkdtemp(join(tmpdir(), 'plan-review-compiled-'));
  for (const count of sizes) {
    const plan = `docs/plans/claims-${count}.md`;
    // Not where plans are, whose neighbours are read too.
    const links = `docs/links/links-${count}.md`;
    await bench.repository.write(plan, makeClaims(count, bench.commits));
    await bench.repository.write(links, makeLinks(count));
    const ours: Timed[][] = [];
    const uncompiled: Timed[][] = [];
    const theirs: Timed[] = [];
    await inNewProcess(kept, 'engine', bench.root, plan);
    for (let run = 0; run < runs; run += 1) {
      ours.push(await inNewProcess(kept, 'engine', bench.root, plan));
      uncompiled.push(await inNewProcess(undefined, 'engine', bench.root, plan));
      // The peer takes very long over the most links, so it is asked less often.
      theirs.push(
        ...(run < 2 || count < 10_000 ? await inNewProcess(kept, 'peer', bench.root, links, home) : []),
      );
    }
    await Promise.all([plan, links].map((path) => rm(join(bench.root, path))));
    const all = [...ours, ...uncompiled].flat();
    figures.push({
      claims: all[0]?.claims ?? 0,
      cold: spread(ours.flatMap(([first]) => first?.ms ?? [])),
      uncompiled: spread(uncompiled.flatMap(([first]) => first?.ms ?? [])),
      again: spread(ours.flatMap(([, ...others]) => others.map(({ ms }) => ms))),
      processes: Math.max(...all.map(({ processes }) => processes)),
      validateLinks: spread(theirs.map(({ ms }) => ms)),
    });
  }
  await rm(kept, { recursive: true });
  return figures;
}

interface Timed {
  readonly ms: number;
  readonly processes: number;
  readonly claims: number;
}

/** `kept`: a folder for compiled code; undefined for none. */
async function inNewProcess(kept: string | undefined, ...args: readonly string[]): Promise<Timed[]> {
  const script = path.join(import.meta.dirname, 'coldCheck.ts');
  const { NODE_COMPILE_CACHE: _, ...environment } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], {
    maxBuffer: 1e8,
    env: { ...environment, ...(kept === undefined ? {} : { NODE_COMPILE_CACHE: kept }) },
  });
  return JSON.parse(stdout) as Timed[];
}
