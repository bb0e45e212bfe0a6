import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterEvent, newRun, progressLine } from './runProgress.ts';

const review = { type: 'step', step: 'review', text: 'Reviewing' } as const;

test('a reviewer has one line, which changes as it gets on', () => {
  const reviewer = { type: 'reviewer', reviewer: 'checks', name: 'Checks' } as const;
  let run = afterEvent(newRun, review);
  run = afterEvent(run, { ...reviewer, state: 'running', text: '12 claims' });
  assert.equal(progressLine(run), 'Checks: 12 claims');
  run = afterEvent(run, { ...reviewer, state: 'done', text: '' });
  assert.deepEqual(run.steps.at(-1), { id: 'reviewer-checks', text: 'Checks', state: 'done' });
  assert.equal(progressLine(run), 'Reviewing');
});

test('reviewers that run together stand in one line', () => {
  let run = afterEvent(newRun, review);
  for (const id of ['a', 'b']) {
    run = afterEvent(run, { type: 'reviewer', reviewer: id, name: id, state: 'running', text: '' });
  }
  assert.equal(progressLine(run), 'a · b');
});

test('a reviewer that reads has its snapshot', () => {
  const snapshot = afterEvent(newRun, { type: 'step', step: 'snapshot', text: 'Reading' });
  const lead = {
    type: 'reviewer',
    reviewer: 'lead',
    name: 'Lead',
    state: 'running',
    text: 'waiting',
  } as const;
  assert.deepEqual(
    afterEvent(snapshot, lead).steps.map(({ state }) => state),
    ['done', 'running'],
  );
});
