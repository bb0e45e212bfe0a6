import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelStateSchema } from '../../protocol/panelState.ts';
import { approvalBy, placedFinding, reviewView } from '../testing/sampleFindings.ts';
import { pageHtml } from './html.ts';
import { panelState } from './panelState.ts';

const parts = {
  cspSource: 'https://x.vscode-cdn.net',
  nonce: 'abc+/=',
  script: 'https://x.vscode-cdn.net/main.js',
  style: 'https://x.vscode-cdn.net/main.css',
  about: { plan: 'file:///w/"><script>alert(1)</script>&.md' },
};
const plan = { path: 'docs/plan.md', title: 'plan.md', kind: 'generic' } as const;

test('the page loads its two files and nothing else', () => {
  const html = pageHtml(parts);
  const [, csp] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  assert.equal(
    csp?.replaceAll('&#39;', "'"),
    "default-src 'none'; script-src 'nonce-abc+/='; style-src https://x.vscode-cdn.net; " +
      "font-src https://x.vscode-cdn.net; base-uri 'none'; form-action 'none'",
  );
  assert.match(html, /<script type="module" nonce="abc\+\/=" src="https:\/\/x\.vscode-cdn\.net\/main\.js">/);
});

test("a plan's name cannot break out of the page", () => {
  const html = pageHtml(parts);
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.doesNotMatch(html, /alert\(1\)<\/script>/);
});

test('the state that the page gets obeys the protocol', () => {
  const view = reviewView([placedFinding({ id: 'F1' }), placedFinding({ id: 'F2', isLost: true })]);
  const state = panelState({
    plan,
    view: {
      ...view,
      stale: 'The plan was changed.',
      inconsistent: [{ number: 2, problem: 'x is missing.' }],
    },
    run: { steps: [], canCancel: true },
    unfinished: undefined,
    error: { message: 'No.', wayOut: 'Try again.' },
  });
  assert.deepEqual(panelStateSchema.parse(state), state);
  assert.deepEqual(state.problems, [
    'Round 2 is left out, because its files contradict each other: x is missing.',
  ]);
});

test('every reason for which the verdict no longer counts is told, and who signed it', () => {
  const { review, ...view } = reviewView([]);
  const reasons = ['The plan was changed.', 'A claim does not hold.'];
  const state = panelState({
    plan,
    view: { ...view, review: { ...review, status: 'recorded' }, stale: 'The plan was changed.' },
    approval: { approval: approvalBy('Ada', { state: 'stale', reasons }), problem: undefined },
    run: undefined,
    unfinished: undefined,
    error: undefined,
  });
  assert.deepEqual(panelStateSchema.parse(state), state);
  assert.deepEqual(state.standing, { verdict: 'GO', reasons, signedBy: 'Ada', remarks: [] });
});

test('claims that hold are only counted', () => {
  const view = reviewView([]);
  const claim = {
    kind: 'file',
    value: 'a.ts',
    intent: 'exists',
    range: { start: { line: 1, column: 1 }, end: { line: 1, column: 5 } },
    detail: '',
    cached: false,
  } as const;
  const claims = [
    { ...claim, verdict: 'pass' },
    { ...claim, verdict: 'fail' },
  ] as const;
  const rounds = view.rounds.map((round) => ({ ...round, claims }));
  const state = panelState({
    plan,
    view: { ...view, rounds },
    run: undefined,
    unfinished: undefined,
    error: undefined,
  });
  assert.deepEqual(state.rounds[0]?.claims, [claims[1]]);
});

test('a plan without a review has a name and no rounds', () => {
  const state = panelState({
    plan,
    view: undefined,
    run: undefined,
    unfinished: undefined,
    error: undefined,
  });
  assert.deepEqual(state, { plan, rounds: [], findings: [], problems: [] });
});

test('an unfinished round is told of while it holds something and is not being run', () => {
  const unfinished = {
    number: 1,
    folder: 'x',
    startedAt: '2026-03-01T00:00:00.000Z',
    succeeded: 2,
    ended: 3,
    failures: [{ task: 'reviewer-testing', message: 'It refused.', wayOut: 'Try again.' }],
    costUsd: 0.5,
    isRunning: false,
    missing: [],
  };
  const facts = { plan, view: undefined, run: undefined, unfinished, error: undefined };
  const state = panelState(facts);
  assert.deepEqual(panelStateSchema.parse(state), state);
  assert.deepEqual([state.unfinished?.succeeded, state.unfinished?.failures], [2, unfinished.failures]);
  const isTold = (other: Partial<typeof facts> | { run: object }) =>
    panelState({ ...facts, ...other } as typeof facts).unfinished !== undefined;
  assert.equal(isTold({ unfinished: { ...unfinished, succeeded: 0, ended: 0 } }), false);
  assert.equal(isTold({ run: { steps: [], canCancel: true } }), false);
  const inBatch = { requests: 3, since: '2026-03-01T09:00:00.000Z' };
  const waiting = { ...unfinished, succeeded: 0, ended: 0, failures: [], inBatch };
  assert.equal(panelState({ ...facts, unfinished: waiting }).unfinished?.inBatch, 3, 'it can be resumed');
  const elsewhere = { ...unfinished, succeeded: 0, ended: 0, isRunning: true };
  assert.equal(panelState({ ...facts, unfinished: elsewhere }).unfinished?.isRunning, true);
});
