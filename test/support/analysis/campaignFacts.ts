import type { CampaignFacts, CampaignFinding } from '../../../src/core/analysis/analyseCampaign.ts';
import type { Reading } from '../../../src/core/analysis/readings.ts';

export const samplePlan = 'docs/plan.md';

/** A reading with an answer whose four scores are all `score`, unless said otherwise. */
export function reading(
  reviewer: string,
  score: number,
  fields: Partial<Omit<Reading, 'reviewer'>> = {},
): Reading {
  return {
    plan: samplePlan,
    reviewer,
    name: `The ${reviewer}`,
    archetype: 'engineer',
    experience: 'senior',
    status: 'succeeded',
    answer: {
      ratings: { clarity: score, accuracy: score, fit: score, usability: score },
      strengths: [`${reviewer} likes it`],
      findings: 1,
      words: 10,
    },
    elapsedMs: 1_000,
    ...fields,
  };
}

/** A finding that these reviewers raised, each with the severity that it counts for. */
export function openFinding(
  id: string,
  reviewers: readonly string[],
  fields: Partial<CampaignFinding> = {},
): CampaignFinding {
  const severity = fields.severity ?? 'major';
  return {
    plan: samplePlan,
    id,
    severity,
    category: 'risk',
    title: `Title of ${id}`,
    observation: `Observation of ${id}.`,
    concern: `Concern of ${id}.`,
    reviewers,
    statements: reviewers.map((reviewer) => ({ reviewer, severity })),
    ...fields,
  };
}

/** A first round in which everybody read alone. */
export function campaignFacts(fields: Partial<CampaignFacts> = {}): CampaignFacts {
  const readings = fields.readings ?? [reading('lead', 6), reading('security', 8)];
  return {
    title: 'A plan, round 1',
    completedAt: '2026-03-01T09:00:00.000Z',
    sources: [
      {
        plan: { path: samplePlan, title: 'A plan', kind: 'generic' },
        round: 1,
        revision: `sha256:${'a'.repeat(64)}`,
        isResolution: false,
      },
    ],
    strategy: 'independent',
    isPartial: readings.some(({ status }) => status !== 'succeeded'),
    findings: [openFinding('F1', ['lead', 'security']), openFinding('F2', ['lead'])],
    told: undefined,
    comparison: null,
    ...fields,
    readings,
  };
}
