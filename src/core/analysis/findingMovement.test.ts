import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../domain/finding.ts';
import type { ResolutionStatus } from '../domain/resolution.ts';
import { findingMovement } from './findingMovement.ts';
import { findingStates, type RoundOfFindings } from './findingStates.ts';

function finding(id: string, round: number): Finding {
  return {
    id,
    round,
    severity: 'major',
    category: 'risk',
    title: 't',
    observation: 'o',
    concern: 'c',
    recommendation: 'r',
    range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
    related: [],
    reviewers: ['lead'],
    anchor: {
      quote: 't',
      prefix: '',
      suffix: '',
      section: [],
      offset: 0,
      revision: `sha256:${'a'.repeat(64)}`,
    },
  };
}

function round(
  number: number,
  raised: readonly string[],
  decided: Readonly<Record<string, ResolutionStatus>> = {},
): RoundOfFindings {
  return {
    number,
    findings: raised.map((id) => finding(id, number)),
    resolutions: Object.entries(decided).map(([id, status]) => ({
      finding: id,
      status,
      by: ['lead'],
      notes: '',
      proof: { state: 'none', detail: '' },
    })),
  };
}

test('tells apart what is new, what stays, what is gone and what got worse', () => {
  const rounds = [
    round(1, ['F1', 'F2', 'F3', 'F4']),
    round(2, ['F5'], { F1: 'resolved', F2: 'unresolved', F3: 'regressed', F4: 'withdrawn' }),
    round(3, [], { F2: 'partially-resolved', F5: 'resolved', F1: 'regressed' }),
  ];
  const after = (count: number) => findingStates(rounds.slice(0, count));
  assert.deepEqual(findingMovement([], after(1)), { new: 4, persisting: 0, gone: 0, regressed: 0 });
  assert.deepEqual(findingMovement(after(1), after(2)), { new: 1, persisting: 2, gone: 2, regressed: 1 });
  // F1 is back, which is neither new nor did it stay; that F3 got worse was told the round before.
  assert.deepEqual(findingMovement(after(2), after(3)), { new: 0, persisting: 2, gone: 1, regressed: 1 });
});
