import type { PlanIdentity, Revision } from '../../../src/core/domain/plan.ts';
import type { AssignedReviewer, RoundRequestFile } from '../../../src/core/domain/roundRequest.ts';
import type { AttemptLabel, StoredAttempt, TaskMetadata } from '../../../src/core/domain/task.ts';
import { snapshotOf } from './sampleRound.ts';

const fingerprint = 'f'.repeat(64);

/** An attempt that was answered with `text`. */
export function sampleAttempt(label: AttemptLabel, text: string): StoredAttempt {
  return {
    schemaVersion: 1,
    label,
    fingerprint,
    adapter: 'scripted/1',
    dependencies: [],
    answeredBy: 'large',
    calls: [],
    text,
  };
}

/** The metadata of a task that succeeded, without its output. */
export function sampleMetadata(id: string, fields: Partial<TaskMetadata> = {}): Omit<TaskMetadata, 'output'> {
  return {
    schemaVersion: 1,
    id,
    phase: 'reviewers',
    status: 'succeeded',
    fingerprint,
    adapter: 'scripted/1',
    model: 'large',
    revision: snapshotOf('text').revision,
    dependencies: [],
    startedAt: '2026-03-01T09:00:00.000Z',
    completedAt: '2026-03-01T09:00:01.000Z',
    attempts: [],
    calls: [],
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    ...fields,
  };
}

/** What a round with a lead and a tester was asked to be. */
export function sampleRequest(plan: PlanIdentity, revision: Revision): RoundRequestFile {
  const assigned = (id: string, role: 'lead' | 'specialist'): AssignedReviewer => ({
    provider: 'scripted',
    model: 'large',
    persona: {
      id,
      name: `The ${id}`,
      role,
      archetype: 'engineer',
      experience: 'senior',
      traits: [],
      tags: [],
      dimensions: [],
      text: 'Reads.',
    },
  });
  return {
    schemaVersion: 1,
    plan,
    revision,
    mode: 'plan',
    startedAt: '2026-03-01T09:00:00.000Z',
    strategy: 'complementary',
    selection: 'manual',
    candidates: [assigned('lead', 'lead'), assigned('testing', 'specialist')],
    reviewers: ['lead', 'testing'],
    specialists: 3,
    selector: { provider: 'scripted', model: 'large' },
    analyst: { provider: 'scripted', model: 'large' },
  };
}
