import process from 'node:process';
import { checks } from '../../src/core/checks/registry.ts';
import { runChecks } from '../../src/core/checks/runChecks.ts';
import { createPlanReview } from '../../src/core/index.ts';
import { createGit } from '../../src/core/system/git.ts';
import { createNodeFiles } from '../../src/core/system/nodeFiles.ts';
import { parsePlan } from '../../src/core/text/planDocument.ts';
import { makePlan } from '../support/makePlan.ts';
import { spread, type Spread } from './machine.ts';
import { lintingPeers } from './peers.ts';
import { remembered } from './remembered.ts';
import type { BenchRepository } from './repository.ts';

/** Megabytes (a million UTF-8 bytes) of plans a second, and what was found. */
export interface Throughput {
  readonly name: string;
  readonly what: string;
  readonly megabytesPerSecond: Spread;
  readonly found: number;
}

/** How fast plans are checked, beside those who lint Markdown. */
export interface PlanFigures {
  readonly checks: number;
  readonly throughput: readonly Throughput[];
}

interface Plan {
  readonly path: string;
  readonly text: string;
}

const megabyte = 1_000_000;

function plansOf(bytes: number, each: number): Plan[] {
  return Array.from({ length: Math.round(bytes / each) }, (_, index) => ({
    path: `docs/plans/plan-${index}.md`,
    text: makePlan({ seed: index + 1, length: each }).text,
  }));
}

/** Measures all checks over 1 and 2 MB of plans in the repository, and the peers over the same megabyte. */
export async function measurePlans(
  { root, repository }: BenchRepository,
  home: string,
): Promise<PlanFigures> {
  const one = plansOf(megabyte, 16_000);
  for (const { path, text } of one) {
    await repository.write(path, text);
  }
  repository.commit('plans');
  const git = createGit({ root, isTrusted: true, environment: process.env });
  const files = createNodeFiles({ root, listTracked: (signal) => git.listFiles(signal) });
  const tree = remembered(files, git);
  const check = async ({ path, text }: Plan): Promise<number> => {
    const deps = { ...tree, workspacePrefix: '' };
    const result = await runChecks(deps, parsePlan(path, text), { mode: 'plan', signal: undefined });
    return result.claims.length + result.findings.length;
  };
  const planReview = createPlanReview({ root, isTrusted: true, version: '0.0.0', environment: process.env });
  const plans = { 'plans of 16 KB, 1 MB': one, 'plans of 16 KB, 2 MB': plansOf(2 * megabyte, 16_000) };
  const single = {
    'one plan of 1 MB': plansOf(megabyte, megabyte),
    'one plan of 2 MB': plansOf(2 * megabyte, 2 * megabyte),
  };
  const throughput: Throughput[] = [];
  for (const [what, corpus] of Object.entries({ ...plans, ...single })) {
    const figures = await measure(corpus, { rounds: 15, run: check });
    throughput.push({ name: 'plan-review', what: `${what}; the repository's answers in memory`, ...figures });
  }
  throughput.push({
    name: 'plan-review',
    what: 'plans of 16 KB, 1 MB; every question put to disk and git anew for each plan',
    ...(await measure(one, {
      rounds: 3,
      run: async ({ path }) => {
        const { claims, findings } = await planReview.check({ path });
        return claims.length + findings.length;
      },
    })),
  });
  for (const peer of await lintingPeers(home)) {
    const figures = await measure(one, { rounds: 3, run: ({ text }) => peer.lint(text) });
    throughput.push({ name: peer.name, what: `plans of 16 KB, 1 MB; ${peer.rules}`, ...figures });
  }
  return { checks: checks.length, throughput };
}

async function measure(
  plans: readonly Plan[],
  { rounds, run }: { readonly rounds: number; readonly run: (plan: Plan) => Promise<number> },
): Promise<Pick<Throughput, 'megabytesPerSecond' | 'found'>> {
  const bytes = plans.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  const figures: number[] = [];
  let found = 0;
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    found = 0;
    const started = performance.now();
    for (const plan of plans) {
      found += await run(plan);
    }
    if (round > 0) {
      figures.push(bytes / 1000 / (performance.now() - started));
    }
  }
  return { megabytesPerSecond: spread(figures), found };
}
