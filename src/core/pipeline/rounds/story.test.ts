import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planPath } from '../../../../test/support/panel/panelEngine.ts';
import { createRoundsEngine, type RoundsEngine } from '../../../../test/support/rounds/roundsEngine.ts';
import { planChangesView } from './changes.ts';
import { exportReview } from './exportReview.ts';
import { finalizeReview, proposeRecord } from './finalize.ts';

const plan = `# Resize pictures

## 1. Approach

The worker reads the queue.

## 2. Delivery

The result is put beside the original.

## 3. Watching

One.
Two.
Three.
Four.
Nobody looks at the queue.
`;

const said = { observation: 'o', concern: 'c', recommendation: 'r' };

/** Two rounds: the first with two findings, the second resolves one and raises another at what was changed. */
async function twoRounds(): Promise<RoundsEngine> {
  const engine = createRoundsEngine(plan, [
    {
      lead: {
        findings: [
          {
            ...said,
            severity: 'critical',
            title: 'A crash <b>loses</b> pictures',
            quote: 'The worker reads the queue.',
          },
          { ...said, severity: 'minor', title: 'Silent backlog', quote: 'Nobody looks at the queue.' },
        ],
      },
    },
    {
      lead: {
        decisions: { F1: 'resolved', F2: 'acknowledged' },
        findings: [{ ...said, severity: 'minor', title: 'Order unclear', quote: 'then acknowledges' }],
      },
    },
  ]);
  await engine.review();
  engine.plan.text = plan.replace('reads the queue.', 'stores the picture, then acknowledges.');
  await engine.respond([
    { finding: 'F1', action: 'Acknowledge after storing.', evidence: 'Section 1' },
    { finding: 'F2', disposition: 'acknowledged', response: 'Later.' },
  ]);
  await engine.next();
  return engine;
}

const signing = { by: 'Grace', reason: 'r', confidence: 'high', confidenceReason: 'c' } as const;

test('changes between two rounds, and to the plan as it is, name their section and the findings that sit there', async () => {
  const { deps, plan: file } = await twoRounds();
  const between = await planChangesView(deps, { path: planPath, from: 1, to: 2 });
  assert.deepEqual(
    between.parts.map(({ section, findings, lines }) => [
      section.at(-1),
      findings,
      lines.filter(({ kind }) => kind !== 'same').map(({ text }) => text),
    ]),
    [
      [
        'Approach',
        ['F1', 'F3'],
        ['The worker reads the queue.', 'The worker stores the picture, then acknowledges.'],
      ],
    ],
  );
  assert.deepEqual((await planChangesView(deps, { path: planPath, from: 2, to: 'now' })).parts, []);
  const text = file.text.replace('Nobody looks at the queue.\n', '');
  const now = await planChangesView(deps, { path: planPath, from: 2, to: 'now', text });
  assert.deepEqual(
    now.parts.map(({ section, findings }) => [section.at(-1), findings]),
    [['Watching', ['F2']]],
  );
  await assert.rejects(planChangesView(deps, { path: planPath, from: 7, to: 2 }), { code: 'not-reviewed' });
});

test('a record says what became of every finding, in JSON and for people', async () => {
  const { deps } = await twoRounds();
  const record = await finalizeReview(deps, { path: planPath, ...signing });
  assert.deepEqual(
    record.findings?.map(({ finding, round, status, isOpen, by }) => [finding, round, status, isOpen, ...by]),
    [
      ['F1', 1, 'resolved', false, 'lead'],
      ['F2', 1, 'acknowledged', false, 'lead'],
      ['F3', 2, 'open', true],
    ],
  );
  const page = await exportReview(deps, { path: planPath, format: 'md' });
  assert.match(
    page,
    /\| F1 \(A crash \\<b\\>loses\\<\/b\\> pictures\) \| Critical \| 1 \| Resolved \| lead \|/,
  );
  assert.match(page, /## What Became of the Findings[^]*\| F3 \(Order unclear\) \| Minor \| 2 \| Open \|/);
});

test('nobody signs what they have not read', async () => {
  const { deps, plan: file } = await twoRounds();
  const seen = await proposeRecord(deps, { path: planPath });
  file.text += 'One more line.\n';
  await assert.rejects(finalizeReview(deps, { path: planPath, ...signing, seen }), {
    code: 'record-outdated',
  });
  assert.equal((await deps.store.load(planPath))?.record, undefined);
  const now = await proposeRecord(deps, { path: planPath });
  assert.equal((await finalizeReview(deps, { path: planPath, ...signing, seen: now })).signedBy, 'Grace');
});

test('an export holds the whole story, as Markdown and as a page that stands by itself', async () => {
  const { deps } = await twoRounds();
  const request = { path: planPath } as const;
  const unsigned = await exportReview(deps, { ...request, format: 'md' });
  assert.match(unsigned, /Not signed by anybody/);
  assert.match(unsigned, /\| 1 \| \d{4}-\d\d-\d\d \| `sha256:\w{12}` \| NO-GO \| 2 \| 0 \| 2 \|/);
  assert.match(unsigned, /\| 2 \|.*\| 1 \| 2 \| 1 \|/);
  await finalizeReview(deps, { path: planPath, ...signing });
  const html = await exportReview(deps, { ...request, format: 'html' });
  const names = [...html.matchAll(/<a href="#part-\d+">([^<]+)<\/a>/g)].map(([, name]) => name);
  assert.deepEqual(names, ['Overview', 'Record', 'Round 1: review', 'Round 1: response', 'Round 2: review']);
  assert.match(html, /Signed by:<\/strong> Grace/);
  assert.match(html, /A crash &lt;b&gt;loses&lt;\/b&gt; pictures/);
});
