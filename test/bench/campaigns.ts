import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256 } from '../../src/core/base/hash.ts';
import { categorySchema, severitySchema, type Finding } from '../../src/core/domain/finding.ts';
import type { PanelRecord } from '../../src/core/domain/panelRecord.ts';
import type { Resolution } from '../../src/core/domain/resolution.ts';
import { reviewRows } from '../../src/core/pipeline/campaigns/reviewRows.ts';
import { nodeFileOps } from '../../src/core/store/nodeFileOps.ts';
import { openFile } from '../../src/core/store/reviewIndex/openDatabase.ts';
import {
  selectCampaign,
  selectCampaigns,
  selectFindings,
  selectTallies,
  selectTrend,
} from '../../src/core/store/reviewIndex/queries.ts';
import { createReviewIndex } from '../../src/core/store/reviewIndex/reviewIndex.ts';
import { loadSqlite, type Database } from '../../src/core/store/reviewIndex/sqlite.ts';
import { contentOf, planAt, snapshotOf } from '../support/store/sampleRound.ts';
import { spread, type Spread } from './machine.ts';

const rounds = 4;
const personas = ['lead', 'reliability', 'testing', 'newcomer'];
const findingsEach = 6;
const runs = 15;

/** How long questions about many campaigns take. All times are in milliseconds. */
export interface CampaignFigures {
  readonly campaigns: number;
  readonly findings: number;
  /** Building the index from the artifacts. */
  readonly reindexMs: number;
  /** Seeing that no artifact has changed since, which every question does first. */
  readonly lookMs: Spread;
  /** The questions themselves, by what is asked. */
  readonly questions: Readonly<Record<string, Spread>>;
}

/** Makes so many campaigns, one plan for each four of them, and asks every question there is. */
export async function measureCampaigns(count = 10_000): Promise<CampaignFigures> {
  const root = await mkdtemp(path.join(tmpdir(), 'plan-review-campaigns-'));
  try {
    for (let plan = 0; plan < count / rounds; plan += 1) {
      writeReview(root, plan);
    }
    return await measure(root, count);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function measure(root: string, count: number): Promise<CampaignFigures> {
  const sqlite = loadSqlite();
  if (sqlite === undefined) {
    throw new Error('This Node.js has no SQLite');
  }
  const index = createReviewIndex({
    root,
    ops: nodeFileOps,
    // Ahead, since what was written a moment ago would be read again.
    clock: { now: () => Date.now() + 60_000 },
    logger: { info: () => undefined, warn: (message) => console.warn(message) },
    deriveRows: reviewRows,
    sqlite: () => sqlite,
    kept: 'on-disk',
  });
  const startedAt = performance.now();
  const built = await index.reindex();
  const reindexMs = Math.round(performance.now() - startedAt);
  if (built.campaigns !== count) {
    throw new Error(`${built.campaigns} campaigns were indexed, and ${count} made`);
  }
  const look = [];
  for (let run = 0; run < runs; run += 1) {
    const before = performance.now();
    await index.campaign('none@1');
    look.push(performance.now() - before);
  }
  const db = await openFile(sqlite, path.join(root, '.plan-review/index.db'), 1000);
  const plan = planPath(17);
  const questions: Readonly<Record<string, (open: Database) => unknown>> = {
    'list, the latest 100': (open) => selectCampaigns(open, {}),
    'list --status partial': (open) => selectCampaigns(open, { status: ['partial'] }),
    'list --content folder': (open) => selectCampaigns(open, { content: path.dirname(plan) }),
    'list --content plan': (open) => selectCampaigns(open, { content: plan }),
    'one campaign': (open) => selectCampaign(open, 'plans-part-1-plan-17@3'),
    'findings, open': (open) => selectFindings(open, { status: 'open' }),
    'findings, open, major': (open) => selectFindings(open, { status: 'open', severity: 'major' }),
    'findings --reviewer --category': (open) =>
      selectFindings(open, { status: 'open', reviewer: 'testing', category: 'risk' }),
    'findings --reviewer': (open) => selectFindings(open, { reviewer: 'testing' }),
    'findings of a plan': (open) => selectFindings(open, { content: [plan] }),
    'trend of a plan': (open) => selectTrend(open, plan),
    'trend of a folder': (open) => selectTrend(open, path.dirname(plan)),
    'tallies of reviewers': (open) => selectTallies(open),
  };
  const figures = Object.entries(questions).map(([name, ask]) => [name, timed(() => ask(db))] as const);
  db.close();
  return {
    campaigns: built.campaigns,
    findings: built.findings,
    reindexMs,
    lookMs: spread(look),
    questions: Object.fromEntries(figures),
  };
}

function timed(ask: () => unknown): Spread {
  const times = Array.from({ length: runs }, () => {
    const before = performance.now();
    ask();
    return performance.now() - before;
  });
  return spread(times);
}

/** Plans stand in folders of ten. */
function planPath(plan: number): string {
  return `plans/part-${Math.floor(plan / 10)}/plan-${plan}.md`;
}

/** Writes what the store writes, without waiting for the disk. */
function writeReview(root: string, plan: number): void {
  const folder = path.join(
    root,
    '.plan-review/reviews',
    planPath(plan).replace('.md', '').replaceAll('/', '-'),
  );
  for (let number = 1; number <= rounds; number += 1) {
    const round = path.join(folder, `round-${number}`);
    mkdirSync(round, { recursive: true });
    const snapshot = snapshotOf(`# Plan ${plan}\n\nAs of round ${number}.\n`);
    const place = { plan: planAt(planPath(plan)), number, revision: snapshot.revision };
    const ids = Array.from({ length: findingsEach }, (_, at) => 1 + at + (number - 1) * findingsEach);
    const content = contentOf(place, ids);
    const files: readonly (readonly [string, Uint8Array | string])[] = [
      ['snapshot.md', snapshot.bytes],
      ['claims.json', JSON.stringify({ schemaVersion: 1, claims: content.claims })],
      [
        'findings.json',
        JSON.stringify({
          schemaVersion: 1,
          findings: content.findings.map((finding) => varied(finding, plan)),
        }),
      ],
    ];
    files.forEach(([name, bytes]) => writeFileSync(path.join(round, name), bytes));
    const json = {
      ...content.round,
      startedAt: new Date(Date.UTC(2026, 0, 1) + (plan * rounds + number) * 60_000).toISOString(),
      ...readers((plan + number) % 20 === 0),
      ...(number === 1 ? {} : { resolutions: decisions(number) }),
      artifacts: files.map(([name, bytes]) => ({ path: name, sha256: sha256(bytes) })),
    };
    writeFileSync(path.join(round, 'round.json'), JSON.stringify(json));
  }
}

function varied(finding: Finding, plan: number): Finding {
  const number = Number(finding.id.slice(1)) * 5 + plan;
  const { options: severities } = severitySchema;
  const { options: categories } = categorySchema;
  return {
    ...finding,
    severity: severities[number % severities.length] ?? 'minor',
    category: categories[(number * 3) % categories.length] ?? 'risk',
    reviewers: ['checks', personas[Math.floor(number / 3) % personas.length] ?? 'lead'],
  };
}

/** Half of what the round before raised is settled. */
function decisions(number: number): Resolution[] {
  return Array.from({ length: findingsEach }, (_, at) => ({
    finding: `F${1 + at + (number - 2) * findingsEach}`,
    status: at % 2 === 0 ? ('resolved' as const) : ('unresolved' as const),
    by: ['lead'],
    notes: 'The section was written anew.',
    proof: { state: 'proved' as const, detail: '' },
  }));
}

function readers(isPartial: boolean): {
  readonly reviewers: readonly object[];
  readonly panel: PanelRecord;
} {
  const model = { provider: 'scripted', model: 'large' };
  const usage = { input: 5000, output: 800, cacheRead: 20_000, cacheWrite: 0 };
  const statusOf = (persona: string) =>
    isPartial && persona === 'newcomer' ? ('failed_isolated' as const) : ('succeeded' as const);
  return {
    reviewers: personas.map((id) => ({
      id,
      name: id,
      status: statusOf(id),
      findings: 2,
      detail: 'Read it.',
    })),
    panel: {
      strategy: 'complementary',
      selection: 'manual',
      reviewers: personas.map((id) => ({
        id,
        name: id,
        role: id === 'lead' ? 'lead' : 'specialist',
        ...model,
        opinion: {
          summary: 'The plan says what is built, and leaves open how it is taken back.',
          verdict: 'CONDITIONAL GO',
          ratings: { clarity: 7, accuracy: 8, fit: 6, usability: 7 },
          assumptions: [],
        },
      })),
      remarks: [],
      tasks: personas.map((id) => ({
        id: `reviewer-${id}`,
        phase: 'reviewers',
        status: statusOf(id),
        ...model,
        attempts: 1,
        calls: 1,
        elapsedMs: 40_000,
        usage,
        costUsd: 0.05,
      })),
      usage,
      costUsd: 0.2,
    },
  };
}

if (import.meta.main) {
  printCampaigns(await measureCampaigns());
}

/** Prints the figures, each with what is to be reached. */
export function printCampaigns({ campaigns, findings, reindexMs, lookMs, questions }: CampaignFigures): void {
  console.log(`${campaigns} campaigns with ${findings} findings (to reach: 20 ms for any question):`);
  for (const [name, { median, max }] of Object.entries(questions)) {
    console.log(`  ${name.padEnd(32)} ${String(median).padStart(7)} ms (up to ${max})`);
  }
  console.log(`  ${'seeing that nothing has changed'.padEnd(32)} ${String(lookMs.median).padStart(7)} ms`);
  console.log(`  ${'building the index'.padEnd(32)} ${String(reindexMs).padStart(7)} ms`);
}
