import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trackRange } from '../core/index.ts';
import { ReviewedPlans } from './reviewedPlans.ts';
import { decidedFinding, placedFinding, planCheck, reviewView, span } from './testing/sampleFindings.ts';

const plan = 'file:///w/docs/plan.md';
const snapshot = { isSnapshotText: true };
const insertLine = [{ range: span(1, 1, 1), text: 'new\n' }];

function shownIds(plans: ReviewedPlans, key = plan): readonly string[] {
  return plans.shown(key).map(({ id }) => id);
}

test('a stored review shows what is open of all its rounds, and knows the rest', () => {
  const plans = new ReviewedPlans();
  const [f1, f2, f3] = [
    placedFinding({ id: 'F1' }),
    placedFinding({ id: 'F2' }),
    placedFinding({ id: 'F3', round: 2 }),
  ];
  plans.expectRound(plan);
  plans.setView(
    plan,
    {
      ...reviewView([f1, f2], [f3]),
      findings: [decidedFinding(f1, 'resolved'), decidedFinding(f2, 'regressed'), decidedFinding(f3, 'open')],
    },
    snapshot,
  );
  assert.deepEqual(shownIds(plans), ['F2', 'F3']);
  assert.deepEqual(
    plans.entry(plan).roundFindings.map(({ id, round, status }) => [id, round, status]),
    [
      ['F1', 1, 'resolved'],
      ['F2', 1, 'regressed'],
      ['F3', 2, 'open'],
    ],
  );
});

test("a bare check's findings stand in the round's place until the next round", () => {
  const plans = new ReviewedPlans();
  plans.expectRound(plan);
  plans.setView(plan, reviewView([placedFinding({ id: 'F7' })]), snapshot);
  plans.setCheck(plan, planCheck({ id: 'F1' }), { wantedBy: 'user', text: 'text' });
  plans.setView(plan, reviewView([placedFinding({ id: 'F7' })]), snapshot);
  assert.deepEqual(shownIds(plans), ['F1']);
  plans.expectRound(plan);
  assert.deepEqual(shownIds(plans), ['F7']);
});

test('questions of the last check move with edits and go with their words', () => {
  const plans = new ReviewedPlans();
  const check = planCheck({ id: 'F1' });
  const range = span(2, 3, 5);
  const asked = {
    ...check,
    claims: [
      {
        kind: 'file',
        value: 'ab',
        intent: 'exists',
        verdict: 'unverifiable',
        absent: true,
        range,
        detail: '',
        cached: false,
      } as const,
    ],
  };
  assert.deepEqual(plans.questions(plan), []);
  plans.setCheck(plan, asked, { wantedBy: 'typing', text: 'text' });
  plans.edit(plan, insertLine, trackRange);
  assert.deepEqual(plans.questions(plan), [{ value: 'ab', range: span(3, 3, 5), suggestion: undefined }]);
  plans.edit(plan, [{ range: span(3, 1, 9), text: '' }], trackRange);
  assert.deepEqual(plans.questions(plan), []);
  plans.setCheck(plan, check, { wantedBy: 'typing', text: 'text' });
  assert.deepEqual(plans.questions(plan), []);
});

test('nothing is remembered of a plan without a review that nobody checked', () => {
  const plans = new ReviewedPlans();
  plans.setView(plan, undefined, snapshot);
  assert.equal(plans.has(plan), false);
});

test('edits move findings, and an undo of all edits puts those of a bare check back', () => {
  const plans = new ReviewedPlans();
  plans.setCheck(plan, planCheck({ id: 'F1', range: span(2, 3, 5) }), { wantedBy: 'user', text: 'before' });
  plans.edit(plan, [{ range: span(2, 1, 9), text: '' }], trackRange);
  assert.equal(plans.shown(plan)[0]?.range, undefined);
  plans.settle(plan, 'other');
  assert.equal(plans.shown(plan)[0]?.range, undefined);
  plans.settle(plan, 'before');
  assert.deepEqual(plans.shown(plan)[0]?.range, span(2, 3, 5));
});

test('edits made while a check ran move what it found', () => {
  const plans = new ReviewedPlans();
  plans.setCheck(plan, planCheck({ id: 'F1', range: span(2, 3, 5) }), {
    wantedBy: 'user',
    text: 'before',
    since: { changes: insertLine, trackRange },
  });
  assert.deepEqual(plans.shown(plan)[0]?.range, span(3, 3, 5));
});

test('findings that were swept away stay away until the plan is checked or reviewed again', () => {
  const view = reviewView([placedFinding({ id: 'F1' })]);
  const plans = new ReviewedPlans();
  plans.setView(plan, view, snapshot);
  plans.clear();
  plans.setView(plan, view, snapshot);
  assert.deepEqual(shownIds(plans), []);
  assert.ok(plans.entry(plan).view);
  plans.expectRound(plan);
  plans.setView(plan, view, snapshot);
  assert.deepEqual(shownIds(plans), ['F1']);
});

test('a round that somebody else has run is marked, though earlier marks were swept away', () => {
  const view = reviewView([placedFinding({ id: 'F1' })]);
  const plans = new ReviewedPlans();
  plans.setView(plan, view, snapshot);
  plans.clear();
  plans.setView(plan, undefined, snapshot);
  plans.setView(plan, view, snapshot);
  assert.deepEqual(shownIds(plans), ['F1']);
});

test('a renamed plan takes its findings along, though nothing is stored under its new name', () => {
  const plans = new ReviewedPlans();
  plans.setView(plan, reviewView([placedFinding({ id: 'F1' })]), snapshot);
  plans.move(plan, 'file:///w/docs/new.md');
  plans.setView('file:///w/docs/new.md', undefined, snapshot);
  assert.deepEqual(shownIds(plans), []);
  assert.deepEqual(shownIds(plans, 'file:///w/docs/new.md'), ['F1']);
});

test('a plan that is gone shows nothing, and its listeners are told', () => {
  const plans = new ReviewedPlans();
  plans.setView(plan, reviewView([placedFinding({ id: 'F1' })]), snapshot);
  const told: string[] = [];
  plans.onDidChange((key) => told.push(key));
  plans.remove(plan);
  plans.remove(plan);
  assert.deepEqual([shownIds(plans), told], [[], [plan]]);
});

test('a check that keeps up with the editor goes with it, and one that somebody asked for stays', () => {
  const plans = new ReviewedPlans();
  plans.setCheck(plan, planCheck({ id: 'F1' }), { wantedBy: 'typing', text: 'text' });
  assert.deepEqual(shownIds(plans), ['F1']);
  plans.dropLive(plan);
  assert.equal(plans.has(plan), false);
  plans.setCheck(plan, planCheck({ id: 'F1' }), { wantedBy: 'user', text: 'text' });
  plans.dropLive(plan);
  assert.deepEqual(shownIds(plans), ['F1']);
});

test('a round does not put an older check in the place of one that keeps up', () => {
  const view = reviewView([placedFinding({ id: 'F7' })]);
  const asked = new ReviewedPlans();
  asked.setCheck(plan, planCheck({ id: 'F1' }), { wantedBy: 'user', text: 'text' });
  asked.setView(plan, view, snapshot);
  assert.deepEqual(shownIds(asked), ['F7']);
  const live = new ReviewedPlans();
  live.setCheck(plan, planCheck({ id: 'F1' }), { wantedBy: 'typing', text: 'text' });
  live.setView(plan, view, snapshot);
  // The check has looked since, and does not find F7 any more.
  assert.deepEqual(shownIds(live), ['F1']);
});

test('what was swept away may be marked again when the plan is opened again', () => {
  const plans = new ReviewedPlans();
  plans.setView(plan, reviewView([placedFinding({ id: 'F1' })]), snapshot);
  plans.open(plan);
  assert.deepEqual(shownIds(plans), ['F1']);
  plans.clear();
  assert.deepEqual(shownIds(plans), []);
  plans.open(plan);
  assert.deepEqual(shownIds(plans), ['F1']);
});
