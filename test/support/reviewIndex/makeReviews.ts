import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { categorySchema, severitySchema, type Finding } from '../../../src/core/domain/finding.ts';
import type { PanelRecord } from '../../../src/core/domain/panelRecord.ts';
import { resolutionStatusSchema, type Resolution } from '../../../src/core/domain/resolution.ts';
import { dispositionSchema, type Response } from '../../../src/core/domain/response.ts';
import type { ArtifactStore, RoundContent } from '../../../src/core/ports/artifactStore.ts';
import { contentOf, planAt, snapshotOf } from '../store/sampleRound.ts';
import { sampleAttempt, sampleMetadata, sampleRequest } from '../store/sampleTask.ts';

/** Something that happens to the reviews of a workspace. Numbers choose among what there is, whatever that is. */
export type Happening =
  | {
      readonly type: 'round';
      readonly plan: number;
      /** One new finding for each. */
      readonly findings: readonly number[];
      /** What becomes of the earlier findings, in turn; those beyond are not decided. */
      readonly decisions: readonly number[];
      /** Whether personas read beside the checks, and what they rate. */
      readonly rating: number | null;
      readonly fails: boolean;
    }
  | { readonly type: 'response'; readonly plan: number; readonly dispositions: readonly number[] }
  | { readonly type: 'begun'; readonly plan: number; readonly ended: readonly string[] }
  | { readonly type: 'damaged' | 'removed'; readonly plan: number };

const plan = fc.nat(2);
const choices = fc.array(fc.nat(20), { maxLength: 4 });

/** Histories of a few plans. */
export const histories: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('round' as const),
        plan,
        findings: choices,
        decisions: choices,
        rating: fc.option(fc.integer({ min: 1, max: 10 })),
        fails: fc.boolean(),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant('response' as const), plan, dispositions: choices }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('begun' as const),
        plan,
        ended: fc.subarray(['reviewer-lead', 'reviewer-testing']),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('damaged', 'removed'), plan }) },
  ),
  { minLength: 1, maxLength: 7 },
);

/** Lets it happen, where it can. */
export async function happen(store: ArtifactStore, root: string, happening: Happening): Promise<void> {
  const path = `plans/plan-${happening.plan}.md`;
  switch (happening.type) {
    case 'round':
      return runRound(store, path, happening);
    case 'response':
      return respond(store, path, happening.dispositions);
    case 'begun':
      return beginRound(store, path, happening.ended);
    case 'damaged':
      return damage(root, path);
    case 'removed':
      return rm(folderOf(root, path), { recursive: true, force: true });
  }
}

function folderOf(root: string, path: string): string {
  return join(root, '.plan-review/reviews', path.replace(/\.md$/, '').replace('/', '-'));
}

async function runRound(
  store: ArtifactStore,
  path: string,
  { findings, decisions, rating, fails }: Extract<Happening, { type: 'round' }>,
): Promise<void> {
  const earlier = (await store.load(path))?.rounds.flatMap((round) => round.findings) ?? [];
  const snapshot = snapshotOf(`text of ${findings.join(' ')}`);
  const open = await store.begin(planAt(path), snapshot, { unfinished: 'restart' });
  try {
    const ids = findings.map((_, index) => open.nextFinding + index);
    const content = contentOf({ plan: planAt(path), number: open.number, revision: snapshot.revision }, ids);
    await open.complete({
      ...content,
      round: {
        ...content.round,
        ...onDay(open.number),
        ...decided(earlier, decisions),
        ...read(content, rating, fails),
      },
      findings: content.findings.map((finding, index) => ({ ...finding, ...varied(findings[index] ?? 0) })),
    });
  } finally {
    await open.release();
  }
}

/** A round a day. */
function onDay(number: number): Pick<RoundContent['round'], 'startedAt' | 'completedAt'> {
  const day = `2026-03-${String(number).padStart(2, '0')}`;
  return { startedAt: `${day}T09:00:00.000Z`, completedAt: `${day}T09:00:02.000Z` };
}

function varied(choice: number): Partial<Finding> {
  return {
    severity: pick(severitySchema.options, choice),
    category: pick(categorySchema.options, choice),
    reviewers: choice % 3 === 0 ? ['checks'] : ['checks', 'lead'],
  };
}

function decided(
  earlier: readonly Finding[],
  decisions: readonly number[],
): { readonly resolutions?: [Resolution, ...Resolution[]] } {
  const [first, ...others] = earlier.slice(0, decisions.length).map((finding, index): Resolution => ({
    finding: finding.id,
    status: pick(resolutionStatusSchema.options, decisions[index] ?? 0),
    by: ['checks'],
    notes: 'Looked again.',
    proof: { state: 'none', detail: '' },
  }));
  return first === undefined ? {} : { resolutions: [first, ...others] };
}

function read(
  { round }: RoundContent,
  rating: number | null,
  fails: boolean,
): { readonly reviewers?: RoundContent['round']['reviewers']; readonly panel?: PanelRecord } {
  if (rating === null) {
    return {};
  }
  const status = fails ? 'failed_isolated' : 'succeeded';
  const usage = { input: 100 * rating, output: 10, cacheRead: 0, cacheWrite: 1 };
  const model = { provider: 'scripted', model: 'large' };
  return {
    reviewers: [
      ...round.reviewers,
      { id: 'lead', name: 'The lead', status, findings: 1, detail: 'Read it.' },
    ],
    panel: {
      strategy: 'complementary',
      selection: 'manual',
      reviewers: [
        {
          id: 'lead',
          name: 'The lead',
          role: 'lead',
          ...model,
          ...(fails
            ? {}
            : {
                opinion: {
                  summary: 'As plans are.',
                  verdict: 'GO' as const,
                  ratings: { clarity: rating, accuracy: rating, fit: rating, usability: rating },
                  assumptions: [],
                },
              }),
        },
      ],
      remarks: [],
      tasks: [
        {
          id: 'reviewer-lead',
          phase: 'reviewers',
          status,
          ...model,
          attempts: 1,
          calls: 1,
          elapsedMs: 5,
          usage,
        },
      ],
      usage,
    },
  };
}

async function respond(store: ArtifactStore, path: string, dispositions: readonly number[]): Promise<void> {
  const stored = await store.load(path);
  const latest = stored?.rounds.at(-1);
  if (latest === undefined) {
    return;
  }
  const { number, revision } = latest.round;
  const response: Response = {
    schemaVersion: 1,
    round: number,
    plan: planAt(path),
    revision,
    state: 'draft',
    author: 'Ada',
    updatedAt: '2026-03-01T10:00:00.000Z',
    summary: '',
    assessment: null,
    assessmentReason: '',
    findings: latest.findings.slice(0, dispositions.length).map(({ id }, index) => ({
      finding: id,
      disposition: pick(dispositionSchema.options, dispositions[index] ?? 0),
      response: 'As said.',
      action: '',
      evidence: '',
    })),
    answers: [],
    recommendation: '',
    confidence: null,
    confidenceReason: '',
    answered: null,
  };
  await store.saveResponse(
    path,
    { response, document: '# Response\n' },
    stored?.responses.get(number)?.version ?? null,
  );
}

/** A round whose reviewers have partly answered, and whose process is gone. */
async function beginRound(store: ArtifactStore, path: string, ended: readonly string[]): Promise<void> {
  const snapshot = snapshotOf('begun');
  const open = await store.begin(planAt(path), snapshot, {
    request: sampleRequest(planAt(path), snapshot.revision),
    unfinished: 'restart',
  });
  for (const id of ended) {
    const { path: file, sha256 } = await open.tasks.storeAttempt(id, sampleAttempt('initial', '{}'));
    const attempts = [{ label: 'initial' as const, output: { path: file, sha256 }, problems: [] }];
    await open.tasks.end(sampleMetadata(id, { attempts, revision: snapshot.revision }), {});
  }
  await open.release();
}

/** As an editor does it: in place, with nothing else touched. */
async function damage(root: string, path: string): Promise<void> {
  const file = join(folderOf(root, path), 'round-1/findings.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) {
    await writeFile(file, `${text} `);
  }
}

function pick<T>(options: readonly [T, ...T[]] | readonly T[], choice: number): T {
  const picked = options[choice % options.length];
  if (picked === undefined) {
    throw new Error('There is nothing to pick from');
  }
  return picked;
}
