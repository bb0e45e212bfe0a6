import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResponseView } from '../../core/index.ts';
import { pageMessageSchema } from '../../protocol/messages.ts';
import { panelResponseSchema } from '../../protocol/panelResponse.ts';
import { panelStateSchema } from '../../protocol/panelState.ts';
import { placedFinding, reviewView } from '../testing/sampleFindings.ts';
import { draftToStore, panelResponse } from './panelResponse.ts';
import { panelState } from './panelState.ts';

const { finding } = placedFinding({ id: 'F1' });
const answer = {
  finding: 'F1',
  disposition: 'accepted',
  response: 'Right.',
  action: 'Added it.',
  evidence: 'line 1',
} as const;

const view: ResponseView = {
  response: {
    schemaVersion: 1,
    round: 2,
    plan: { path: 'docs/plan.md', title: 'Plan', kind: 'generic' },
    revision: `sha256:${'0'.repeat(64)}`,
    state: 'draft',
    author: 'Ada',
    updatedAt: '2026-11-20T10:00:30.000Z',
    summary: 'All of it.',
    assessment: 'GO',
    assessmentReason: '',
    findings: [answer],
    answers: [{ question: 'Q1', answer: 'Bob.' }],
    recommendation: '',
    confidence: 'high',
    confidenceReason: '',
    answered: null,
  },
  version: 'v1',
  isEdited: false,
  findings: [finding],
  questions: [{ id: 'Q1', text: 'Who?' }],
  drafted: [
    { about: 'F1', field: 'response' },
    { about: undefined, field: 'summary' },
  ],
  problems: [
    { about: 'F1', field: 'evidence', message: 'Where?' },
    { about: undefined, field: 'author', message: 'Who?' },
  ],
  proofs: [{ finding: 'F1', state: 'proved', detail: 'line 1 was changed.' }],
  document: { path: 'round-2/response.md', text: '' },
};

test('a response reaches the page whole, and in the shape of the protocol', () => {
  const shown = panelResponse(view, [{ finding: 'F1', references: ['line 1'] }]);
  assert.deepEqual(panelResponseSchema.parse(shown), shown);
  assert.deepEqual(
    [shown.round, shown.version, shown.open, shown.document],
    [2, 'v1', ['F1'], 'round-2/response.md'],
  );
  assert.deepEqual(shown.drafted, [{ about: 'F1', field: 'response' }, { field: 'summary' }]);
  assert.deepEqual(shown.problems, [
    { about: 'F1', field: 'evidence', message: 'Where?' },
    { field: 'author', message: 'Who?' },
  ]);
});

test('what the page sends back is what core stores', () => {
  const { round, version, words } = panelResponse(view, []);
  const message = pageMessageSchema.parse({ type: 'response/save', id: 1, draft: { round, version, words } });
  assert.ok(message.type === 'response/save');
  const { findings, author } = draftToStore(message.draft, 'v7');
  assert.deepEqual([findings, author], [[answer], 'Ada']);
  assert.equal(draftToStore(message.draft, 'v7').version, 'v7');
});

test('a round lists what earlier ones left open, where its words are now', () => {
  const first = placedFinding({ id: 'F1' });
  const gone = placedFinding({ id: 'F2', isLost: true });
  const second = placedFinding({ id: 'F3', round: 2 });
  const sample = reviewView([first, gone], [second]);
  const rounds = sample.rounds.map((round, index) => ({
    ...round,
    openFindings:
      index === 0 ? [first.finding, gone.finding] : [first, gone, second].map((item) => item.finding),
  }));
  const state = panelState({
    plan: { path: 'docs/plan.md', title: 'Plan', kind: 'generic' },
    view: { ...sample, rounds },
    run: undefined,
    unfinished: undefined,
    response: { kind: 'unreadable', round: 2, message: 'Line 3.', wayOut: 'Mend it.' },
    error: undefined,
  });
  assert.deepEqual(panelStateSchema.parse(state), state);
  assert.equal(state.rounds[0]?.earlier, undefined);
  assert.deepEqual(
    state.rounds[1]?.earlier?.map((item) => [item.finding.id, item.place.state]),
    [
      ['F1', 'exact'],
      ['F2', 'lost'],
    ],
  );
  assert.equal(state.response?.kind, 'unreadable');
});
