import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../../test/support/models/scriptedModel.ts';
import {
  answer,
  answerAll,
  createPanelEngine,
  planPath,
} from '../../../../test/support/panel/panelEngine.ts';
import { PlanReviewError } from '../../base/errors.ts';
import type { ReviewerTally } from '../../domain/campaign.ts';
import { reviewPlan } from '../reviewPlan.ts';
import type { PanelDeps } from './startPanel.ts';

const asked = { reviewers: 'smart_sampling' } as const;

/** An engine whose selection names nobody of use, so that the order of preference decides. */
function engineWith(tallies: PanelDeps['tallies'], script = answerAll) {
  const engine = createPanelEngine({
    script: (request, nth) =>
      request.task === 'selection'
        ? Promise.resolve(answer('selection', { reviewers: [{ id: 'lead', reason: 'It leads.' }] }))
        : script(request, nth),
  });
  const { panel } = engine.deps;
  assert.ok(panel !== undefined);
  const deps = { ...engine.deps, panel: { ...panel, ...(tallies === undefined ? {} : { tallies }) } };
  const review = () =>
    reviewPlan(deps, { path: planPath, mode: 'plan', panel: asked, signal: undefined, progress: undefined });
  return { engine, review };
}

function tally(reviewer: string, disposition: ReviewerTally['disposition']): ReviewerTally {
  return { reviewer, disposition, status: 'open', findings: 20 };
}

const readersOf = (round: { readonly reviewers: readonly { readonly id: string }[] }): string[] =>
  round.reviewers.map(({ id }) => id).filter((id) => id !== 'checks');

test('a selection by content prefers personas whose findings were accepted, and raises all that they find', async () => {
  const before = await engineWith(undefined).review();
  const { review } = engineWith(() =>
    Promise.resolve([
      tally('newcomer', 'accepted'),
      ...readersOf(before.round).map((id) => tally(id, 'rejected')),
    ]),
  );
  const { round, findings } = await review();
  assert.ok(!readersOf(before.round).includes('newcomer'));
  assert.ok(readersOf(round).includes('newcomer'));
  assert.equal(readersOf(round)[0], 'lead');
  for (const id of readersOf(round)) {
    assert.ok(
      findings.some(({ reviewers }) => reviewers.includes(id)),
      `${id} was asked and its finding is there`,
    );
  }
});

test('where nobody can tell what became of findings, the round is as it would be', async () => {
  const expected = readersOf((await engineWith(undefined).review()).round);
  const error = new PlanReviewError({
    code: 'index-unavailable',
    message: 'There is none.',
    wayOut: 'Wait.',
  });
  const { round } = await engineWith(() => Promise.reject(error)).review();
  assert.deepEqual(readersOf(round), expected);
});

test('a round that was left is resumed though the record says otherwise by now', async () => {
  let isLater = false;
  const { engine, review } = engineWith(
    () => Promise.resolve([tally(isLater ? 'newcomer' : 'security', 'accepted')]),
    (request, nth) =>
      request.task === 'analysis' && !isLater
        ? Promise.reject(failure('model-unavailable'))
        : answerAll(request, nth),
  );
  await assert.rejects(review());
  isLater = true;
  const count = engine.asked.length;
  const { round } = await review();
  assert.deepEqual(engine.asked.slice(count), ['analysis']);
  assert.ok(readersOf(round).includes('security'));
});
