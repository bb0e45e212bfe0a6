import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReviewSummary, ReviewView } from '../../core/index.ts';
import { lensText } from '../lens/lensText.ts';
import { approvalBy, decidedFinding, placedFinding, reviewView, span } from '../testing/sampleFindings.ts';
import {
  countBlocking,
  findingNodes,
  nodeId,
  planChildren,
  planNodes,
  type GroupNode,
  type PlanNode,
  type RoundNode,
  type TreeNode,
} from './nodes.ts';
import { findingText, groupText, planText, roundText } from './nodeTexts.ts';

function summaryOf(path: string | undefined, fields: Partial<ReviewSummary> = {}): ReviewSummary {
  return {
    folder: `.plan-review/reviews/${path?.replaceAll('/', '-') ?? 'torn'}`,
    plan: path === undefined ? undefined : { path, title: `Title of ${path}`, kind: 'generic' },
    rounds: [{ number: 1, verdict: 'NO-GO', completedAt: '2026-11-20T10:00:30.000Z' }],
    verdict: 'NO-GO',
    open: { critical: 1, major: 2, minor: 0, suggestion: 3 },
    isRecorded: false,
    archivedAt: null,
    stale: undefined,
    problems: [],
    ...fields,
  };
}

function planOf(fields: Partial<ReviewSummary> = {}): PlanNode {
  return { kind: 'plan', plan: 'file:///w/a.md', label: 'a.md', summary: summaryOf('a.md', fields) };
}

const [f1, f2, f3, f4] = [
  placedFinding({ id: 'F1', severity: 'minor' }),
  placedFinding({ id: 'F2', severity: 'critical', range: span(7, 1, 5) }),
  placedFinding({ id: 'F3', severity: 'major', isLost: true }),
  placedFinding({ id: 'F4', severity: 'critical', round: 2 }),
];
const view: ReviewView = {
  ...reviewView([f1, f2, f3], [f4]),
  findings: [
    decidedFinding(f1, 'resolved'),
    decidedFinding(f2, 'unresolved'),
    decidedFinding(f3, 'regressed'),
    decidedFinding(f4, 'open'),
  ],
};

function idsOf(node: GroupNode | RoundNode): string {
  return findingNodes(node)
    .map(({ state }) => state.finding.id)
    .join(',');
}

function roundsOf(nodes: readonly TreeNode[]): readonly RoundNode[] {
  return nodes.filter((node) => node.kind === 'round');
}

function outline(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.map((node) => {
    switch (node.kind) {
      case 'group':
        return `${groupText(node).label} ${idsOf(node)}`;
      case 'round':
        return `${roundText(node).label} ${idsOf(node)}`;
      default:
        return node.kind;
    }
  });
}

const quiet = { approval: undefined, stale: undefined, isRunning: false };

test('plans are called by their file, and by their path where two have the same', () => {
  const nodes = planNodes(
    [summaryOf('a/plan.md'), summaryOf('b/plan.md'), summaryOf('c/other.md')],
    'file:///w',
    (path) => `file:///w/${path}`,
  );
  assert.deepEqual(
    nodes.map((node) => node.kind === 'plan' && [node.label, node.plan]),
    [
      ['a/plan.md', 'file:///w/a/plan.md'],
      ['b/plan.md', 'file:///w/b/plan.md'],
      ['other.md', 'file:///w/c/other.md'],
    ],
  );
});

test('a review of no plan is listed with what is wrong with it', () => {
  const [node] = planNodes([summaryOf(undefined, { problems: ['It is torn.'] })], 'file:///w', String);
  assert.deepEqual(node, { kind: 'problem', below: 'file:///w', label: 'torn', problem: 'It is torn.' });
});

test('below a plan stand its problems, what is open, worst first, what is settled, and the rounds', () => {
  const plan = planOf({ problems: ['Round 3 is broken.'] });
  assert.deepEqual(outline(planChildren(plan, view, false)), [
    'problem',
    'Critical F2,F4',
    'Major F3',
    'Settled F1',
    'Round 2 F4',
    'Round 1 F2,F3,F1',
  ]);
  assert.deepEqual(outline(planChildren(plan, view, true)), [
    'problem',
    'Critical F2,F4',
    'Major F3',
    'Round 2 F4',
    'Round 1 F2,F3',
  ]);
});

test('a finding stands in a group and in a round under ids of their own', () => {
  const children = planChildren(planOf(), view, false);
  const all = children.flatMap((node): readonly TreeNode[] =>
    node.kind === 'group' || node.kind === 'round' ? [node, ...findingNodes(node)] : [node],
  );
  assert.equal(all.length, 13);
  assert.equal(new Set(all.map(nodeId)).size, all.length);
});

test('what counts on the icon is what forbids a GO or sets conditions to it', () => {
  assert.equal(countBlocking([summaryOf('a.md'), summaryOf('b.md')]), 6);
  assert.equal(countBlocking([]), 0);
});

test('a plan tells its verdict, its round and what is open', () => {
  const { label, description, icon } = planText(planOf(), quiet);
  assert.deepEqual([label, description, icon.id], ['a.md', 'NO-GO · round 1 · 6 open', 'error']);
  assert.equal(planText(planOf(), { ...quiet, isRunning: true }).icon.id, 'loading~spin');
  const damaged = planText(planOf({ verdict: undefined, rounds: [], problems: ['Torn.'] }), quiet);
  assert.equal(damaged.description, 'no round can be used');
  assert.ok(damaged.tooltip.includes('Torn.'));
});

test('a stale approval has the icon of no verdict, and says every reason', () => {
  const plan = planOf({
    verdict: 'GO',
    isRecorded: true,
    open: { critical: 0, major: 0, minor: 0, suggestion: 0 },
  });
  const reasons = ['HEAD has moved.', 'A claim that it rests on no longer holds.'];
  const stands = { approval: approvalBy('Ada', { state: 'standing', reasons: [] }), problem: undefined };
  const stale = { approval: approvalBy('Ada', { state: 'stale', reasons }), problem: undefined };
  const standing = planText(plan, { ...quiet, approval: stands });
  const gone = planText(plan, { ...quiet, approval: stale });
  assert.equal(standing.description, 'GO · round 1 · signed by Ada');
  assert.equal(gone.description, 'GO (stale) · round 1 · signed by Ada');
  assert.deepEqual([standing.icon.id, gone.icon.id], ['pass', 'history']);
  assert.deepEqual(
    gone.tooltip.filter((line) => line.startsWith('Stale: ')),
    reasons.map((reason) => `Stale: ${reason}`),
  );
});

test('a finding tells what became of it and where it is, and a settled one is grey', () => {
  const [critical, , settled] = planChildren(planOf(), view, false).flatMap((node) =>
    node.kind === 'group' ? [findingNodes(node)] : [],
  );
  assert.deepEqual(
    [...(critical ?? []), ...(settled ?? [])].map((node) => {
      const { label, description, isSettled } = findingText(node);
      return [label, description, isSettled];
    }),
    [
      ['F2 Title of F2', 'unresolved · line 7', false],
      ['F4 Title of F4', 'line 1', false],
      ['F1 Title of F1', 'resolved · line 1', true],
    ],
  );
  const [lost] = findingNodes({ kind: 'group', plan: 'x', group: 'major', findings: [view.findings[2]!] });
  assert.ok(lost);
  assert.equal(findingText(lost).description, 'regressed · lost');
});

test('a round tells what it raised, not what it has found again', () => {
  const again = reviewView([f1], [f1, f4]);
  const round = roundsOf(planChildren(planOf(), again, false))[0];
  assert.ok(round);
  assert.equal(roundText(round).description, 'CONDITIONAL GO · 2026-11-20 · 1 finding (1 critical)');
});

test('a round tells what it settled, and holds what it decided', () => {
  const rounds = reviewView([f1, f2], []);
  const [first, second] = rounds.rounds;
  assert.ok(first && second);
  const proof = { state: 'none', detail: '' } as const;
  const resolutions = [
    { finding: 'F1', status: 'resolved' as const, by: ['lead'], notes: 'Mended.', proof },
    { finding: 'F2', status: 'unresolved' as const, by: ['lead'], notes: '', proof },
  ];
  const decided = { ...second, round: { ...second.round, resolutions } };
  const round = roundsOf(planChildren(planOf(), { ...rounds, rounds: [first, decided] }, false))[0];
  assert.ok(round);
  assert.equal(roundText(round).description, 'CONDITIONAL GO · 2026-11-20 · nothing new · 1 of 2 resolved');
  assert.deepEqual(
    findingNodes(round).map(({ state }) => state.finding.id),
    ['F2', 'F1'],
  );
});

test('the lens above a title tells verdict, round and what is open', () => {
  assert.equal(lensText({ ...view, rounds: [] }, undefined), undefined);
  assert.equal(lensText(view, undefined), 'CONDITIONAL GO · round 2 · 2 critical, 1 major open');
  const signed = { ...view, findings: [], review: { ...view.review, status: 'recorded' as const } };
  const approval = approvalBy('Ada $(pass)', { state: 'stale', reasons: ['HEAD has moved.'] });
  assert.equal(
    lensText(signed, { approval, problem: undefined }),
    'GO (stale) · round 2 · nothing open · signed by Ada $ (pass)',
  );
});
