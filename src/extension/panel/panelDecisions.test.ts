import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoundView } from '../../core/index.ts';
import { placedFinding, reviewView } from '../testing/sampleFindings.ts';
import { panelDecisions } from './panelDecisions.ts';

const answer = {
  finding: 'F1',
  disposition: 'accepted',
  response: 'Yes.',
  action: '',
  evidence: '',
} as const;

/** Two rounds: the second resolves F1, keeps F2 and raises F3. */
function rounds(state: 'draft' | 'submitted'): [RoundView, RoundView] {
  const [f1, f2, f3] = [
    placedFinding({ id: 'F1' }),
    placedFinding({ id: 'F2' }),
    placedFinding({ id: 'F3', round: 2 }),
  ];
  const [first, second] = reviewView([f1, f2], [f2, f3]).rounds;
  assert.ok(first && second);
  const proof = { state: 'none', detail: '' } as const;
  return [
    {
      ...first,
      response: {
        schemaVersion: 1,
        round: 1,
        plan: first.round.plan,
        revision: first.round.revision,
        state,
        author: 'Ada',
        updatedAt: '2026-11-20T10:00:00.000Z',
        summary: '',
        assessment: null,
        assessmentReason: '',
        findings: [answer, { ...answer, finding: 'F2', disposition: null }],
        answers: [],
        recommendation: '',
        confidence: null,
        confidenceReason: '',
        answered: null,
      },
    },
    {
      ...second,
      round: {
        ...second.round,
        resolutions: [
          { finding: 'F1', status: 'resolved', by: ['lead'], notes: '', proof },
          { finding: 'F2', status: 'unresolved', by: ['host'], notes: '', proof },
        ],
      },
    },
  ];
}

test('a round is told by what it raised, settled and left open', () => {
  const [first, second] = rounds('submitted');
  assert.deepEqual(panelDecisions(first, []).outcome, { raised: 2, settled: 0, open: 2 });
  assert.deepEqual(panelDecisions(second, [first]).outcome, { raised: 1, settled: 1, open: 2 });
});

test('a resolution stands beside the answer that was submitted before it', () => {
  const [first, second] = rounds('submitted');
  const answers = panelDecisions(second, [first]).resolutions?.map((resolution) => resolution.answer);
  assert.deepEqual(answers, [answer, undefined]);
  const [draft, after] = rounds('draft');
  assert.deepEqual(
    panelDecisions(after, [draft]).resolutions?.map((resolution) => resolution.answer),
    [undefined, undefined],
  );
  assert.equal(panelDecisions(first, []).resolutions, undefined);
});
