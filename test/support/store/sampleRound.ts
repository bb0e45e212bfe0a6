import { sha256 } from '../../../src/core/base/hash.ts';
import type { Finding } from '../../../src/core/domain/finding.ts';
import type { PlanIdentity, Revision } from '../../../src/core/domain/plan.ts';
import type { ArtifactStore, RoundContent, StoredRound } from '../../../src/core/ports/artifactStore.ts';

/** A plan's identity. */
export function planAt(path: string): PlanIdentity {
  return { path, title: 'Cache warm-up', kind: 'generic' };
}

/** What `begin` takes for a plan with this text. */
export function snapshotOf(text: string): { readonly revision: Revision; readonly bytes: Uint8Array } {
  const bytes = new TextEncoder().encode(text);
  return { revision: `sha256:${sha256(bytes)}`, bytes };
}

/** What a round with these findings is made of. */
export function contentOf(
  place: { readonly plan: PlanIdentity; readonly number: number; readonly revision: Revision },
  findings: readonly number[],
): RoundContent {
  return {
    round: {
      schemaVersion: 1,
      number: place.number,
      mode: 'plan',
      plan: place.plan,
      revision: place.revision,
      startedAt: '2026-03-01T09:00:00.000Z',
      completedAt: '2026-03-01T09:00:02.000Z',
      repository: null,
      reviewers: [
        {
          id: 'checks',
          name: 'Checks',
          status: 'succeeded',
          findings: findings.length,
          detail: 'All checks',
        },
      ],
      claims: { pass: 1, fail: 0, unverifiable: 0 },
      strengths: [],
      questions: [],
      verdict: { value: 'GO', reasons: [] },
    },
    findings: findings.map((id) => findingOf(id, place)),
    claims: [
      {
        kind: 'file',
        value: 'src/cache.ts',
        intent: 'exists',
        verdict: 'pass',
        range: { start: { line: 1, column: 1 }, end: { line: 1, column: 13 } },
        detail: 'exists',
        cached: false,
      },
    ],
    reviewDocument: `# Review, round ${place.number}\n\n${findings.map((id) => `- F${id}\n`).join('')}`,
    reviewerDocuments: new Map([['checks', '# Checks\n']]),
  };
}

function findingOf(id: number, place: { readonly number: number; readonly revision: Revision }): Finding {
  const range = { start: { line: 1, column: 1 }, end: { line: 1, column: 5 } };
  return {
    id: `F${id}`,
    check: 'file-exists',
    severity: 'minor',
    category: 'factuality',
    title: 'No such file',
    observation: 'The plan names a file.',
    concern: 'Nobody can edit it.',
    recommendation: 'Name another one.',
    range,
    related: [],
    round: place.number,
    reviewers: ['checks'],
    anchor: { quote: 'file', prefix: '', suffix: '', section: [], offset: 0, revision: place.revision },
  };
}

/** Runs a whole round on `text` with `findings` new findings. */
export async function runRound(
  store: ArtifactStore,
  path: string,
  { text, findings }: { readonly text: string; readonly findings: number },
): Promise<StoredRound> {
  const plan = planAt(path);
  const snapshot = snapshotOf(text);
  const round = await store.begin(plan, snapshot);
  try {
    const ids = Array.from({ length: findings }, (_, index) => round.nextFinding + index);
    const { number } = round;
    return await round.complete(contentOf({ plan, number, revision: snapshot.revision }, ids));
  } finally {
    await round.release();
  }
}
