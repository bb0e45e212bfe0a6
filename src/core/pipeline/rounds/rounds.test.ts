import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure } from '../../../../test/support/models/scriptedModel.ts';
import { planPath } from '../../../../test/support/panel/panelEngine.ts';
import { createRoundsEngine, numbered, type Turn } from '../../../../test/support/rounds/roundsEngine.ts';
import type { PlanReviewError } from '../../base/errors.ts';
import type { DraftFinding } from '../../domain/finding.ts';
import type { RunChecks } from '../checkPlan.ts';
import { resumeReview, reviewPlan } from '../reviewPlan.ts';

const plan = `# Resize pictures

## 1. Approach

Pictures are resized by a worker.
The worker reads the queue.

## 2. Delivery

The result is put beside the original.

## 3. Watching

Nobody looks at the queue.
`;

const crash = {
  severity: 'critical',
  title: 'A crash loses pictures',
  quote: 'The worker reads the queue.',
  observation: 'Nothing acknowledges an entry.',
  concern: 'An entry vanishes with its worker.',
  recommendation: 'Acknowledge after storing.',
} as const;
const blind = {
  severity: 'major',
  title: 'Silent backlog',
  quote: 'Nobody looks at the queue.',
  observation: 'Depth goes unmeasured.',
  concern: 'Customers notice first.',
  recommendation: 'Raise an alarm on depth.',
} as const;

const acknowledged = plan.replace(
  'The worker reads the queue.\n',
  'The worker takes an entry, stores the picture, then acknowledges.\n',
);

function engineOf(...turns: readonly Readonly<Record<string, Turn>>[]) {
  return createRoundsEngine(plan, [{ lead: { findings: [crash, blind] } }, ...turns]);
}

const accepted = { finding: 'F1', action: 'Acknowledge after storing.', evidence: 'Section 1' } as const;
const other = { finding: 'F2', disposition: 'rejected', response: 'Another team does.' } as const;

function codeOf(error: unknown): string {
  return (error as PlanReviewError).code;
}

test('a next round needs a submitted response, or to be told that it does not', async () => {
  const engine = engineOf({}, {});
  await assert.rejects(engine.next(), (error) => codeOf(error) === 'not-reviewed');
  await engine.review();
  await assert.rejects(engine.next(), (error) => codeOf(error) === 'response-missing');
  const { round } = await engine.next({}, { response: 'not-needed' });
  assert.deepEqual(
    round.resolutions?.map(({ finding, status, proof }) => [finding, status, proof.state]),
    [
      ['F1', 'unresolved', 'none'],
      ['F2', 'unresolved', 'none'],
    ],
  );
});

test('a reviewer is shown its own findings with answers, proof and the diff, and decides', async () => {
  const engine = engineOf({ lead: { decisions: { F1: 'resolved', F2: 'withdrawn' } } });
  await engine.review();
  engine.plan.text = acknowledged;
  await engine.respond([accepted, other]);
  const { round, findings } = await engine.next();
  assert.deepEqual(await engine.states(), ['F1 critical resolved', 'F2 major withdrawn']);
  assert.equal(round.verdict.value, 'GO');
  assert.deepEqual(findings, []);
  const read = engine.sent.at(-1)?.text ?? '';
  for (const words of [
    '+The worker takes an entry',
    '-The worker reads',
    'Another team does.',
    'host: proved',
  ]) {
    assert.ok(read.includes(words), words);
  }
});

describe('accepted without proof is shown and never resolved', () => {
  for (const [what, text, evidence, state] of [
    ['no edit at all', plan, 'Section 1', 'not changed'],
    ['evidence outside the plan', acknowledged, 'Section 9, lines 400-420', 'evidence not found'],
    ['evidence that the edit does not touch', acknowledged, 'Section 3', 'not changed'],
    ['no evidence', acknowledged, '', 'evidence not found'],
  ] as const) {
    test(what, async () => {
      const engine = engineOf({ lead: { decisions: { F1: 'resolved', F2: 'withdrawn' } } });
      await engine.review();
      engine.plan.text = text;
      await engine.respond([
        { ...accepted, evidence, action: evidence === '' ? '' : accepted.action },
        other,
      ]);
      const { round } = await engine.next();
      const [first] = round.resolutions ?? [];
      assert.deepEqual([first?.status, first?.proof.state], ['unresolved', state]);
      assert.match(first?.notes ?? '', /does not count as resolved/);
      assert.equal(round.verdict.value, 'NO-GO');
    });
  }
});

test('numbers go on, and a later round raises only what it may', async () => {
  const minor = { severity: 'minor', observation: 'x1', concern: 'x2', recommendation: 'x3' } as const;
  const engine = engineOf({
    lead: {
      decisions: { F1: 'resolved', F2: 'acknowledged' },
      findings: [
        { ...minor, title: 'Order unclear', quote: 'stores the picture, then acknowledges' },
        { ...minor, title: 'Beside where', quote: 'The result is put beside the original.' },
        { ...minor, title: 'Unquoted', quote: '' },
        { ...minor, severity: 'major', title: 'Overwrites', quote: 'put beside the original' },
        { ...minor, severity: 'critical', title: 'Invented', quote: 'The moon is made of cheese.' },
      ],
    },
  });
  await engine.review();
  engine.plan.text = acknowledged;
  await engine.respond([accepted, other]);
  const { round, findings } = await engine.next();
  assert.deepEqual(numbered(findings), ['F3 minor', 'F4 major']);
  assert.deepEqual(
    round.dropped?.map(({ title, code }) => [title, code]),
    [
      ['Beside where', 'unchanged-text'],
      ['Unquoted', 'unchanged-text'],
      ['Invented', 'unchanged-text'],
    ],
  );
  // A major that its reviewer can live with holds the plan up all the same, and so does the new one.
  assert.deepEqual(
    round.verdict.reasons.map(({ finding }) => finding),
    ['F2', 'F4'],
  );
});

test('what was settled is raised again only with other words of the plan', async () => {
  const engine = engineOf({
    lead: {
      decisions: { F1: 'resolved', F2: 'withdrawn' },
      findings: [
        blind,
        { ...blind, title: 'Silent backlog of results', quote: 'The result is put beside the original.' },
      ],
    },
  });
  await engine.review();
  engine.plan.text = acknowledged;
  await engine.respond([accepted, other]);
  const { round, findings } = await engine.next();
  assert.deepEqual(
    round.dropped?.map(({ code, finding }) => [code, finding]),
    [['settled-before', 'F2']],
  );
  assert.deepEqual(numbered(findings), ['F3 major']);
});

test('every reviewer that raised a finding decides it, and the worst of them counts', async () => {
  const engine = createRoundsEngine(plan, [
    { lead: { findings: [crash] }, security: { findings: [crash] } },
    { lead: { decisions: { F1: 'resolved' } }, security: { decisions: { F1: 'partially-resolved' } } },
  ]);
  const first = await engine.review(['lead', 'security']);
  assert.deepEqual(first.findings[0]?.reviewers, ['lead', 'security']);
  engine.plan.text = acknowledged;
  await engine.respond([accepted]);
  const { round } = await engine.next();
  const [resolution] = round.resolutions ?? [];
  assert.deepEqual([resolution?.status, resolution?.by], ['partially-resolved', ['lead', 'security']]);
  assert.match(resolution?.notes ?? '', /lead \(resolved\).*security \(partially-resolved\)/);
});

test('with no model nothing of a reviewer is resolved, and there is no GO', async () => {
  const engine = engineOf({});
  await engine.review();
  engine.plan.text = acknowledged;
  await engine.respond([accepted, other]);
  const { round } = await engine.next(null);
  assert.deepEqual(
    round.resolutions?.map(({ finding, status, by }) => [finding, status, ...by]),
    [
      ['F1', 'partially-resolved', 'host'],
      ['F2', 'unresolved', 'host'],
    ],
  );
  assert.equal(round.verdict.value, 'NO-GO');
  assert.ok(round.verdict.reasons.some(({ code }) => code === 'reviewer-failed'));
});

test('changed text that nobody of the panel reads is no GO', async () => {
  const engine = createRoundsEngine(plan, [{ lead: {} }, {}, {}]);
  assert.equal((await engine.review()).round.verdict.value, 'GO');
  engine.plan.text = acknowledged;
  const alone = await engine.next(null, { response: 'not-needed' });
  assert.deepEqual(
    alone.round.verdict.reasons.map(({ code }) => code),
    ['reviewer-failed'],
  );
  engine.plan.text = `${acknowledged}\nMore.\n`;
  const read = await engine.next({}, { response: 'not-needed' });
  assert.equal(read.round.verdict.value, 'GO');
  assert.deepEqual(
    read.round.reviewers.map(({ id }) => id),
    ['checks', 'lead'],
  );
});

test('the checks decide their own findings by looking again', async () => {
  const draft = (text: string, words: string): DraftFinding => {
    const line = text.split('\n').findIndex((candidate) => candidate.includes(words)) + 1;
    return {
      check: 'file-exists',
      severity: 'major',
      category: 'factuality',
      title: `No such file: ${words}`,
      observation: 'o',
      concern: 'c',
      recommendation: 'r',
      range: { start: { line, column: 1 }, end: { line, column: 1 + words.length } },
      related: [],
    };
  };
  const runChecks: RunChecks = async ({ text }) => ({
    ran: text.includes('switched off') ? [] : ['file-exists'],
    claims: [],
    findings: [...text.matchAll(/^missing-\w+/gm)].map(([words]) => draft(text, words)),
  });
  const engine = createRoundsEngine('# P\n\nmissing-a\nmissing-b\n', [{}], runChecks);
  const next = async (text: string) => {
    engine.plan.text = text;
    await engine.next(null, { response: 'not-needed' });
    return engine.states();
  };
  await engine.review();
  assert.deepEqual(await next('# P\n\nmissing-b\n'), ['F1 major resolved', 'F2 major unresolved']);
  assert.deepEqual(await next('# P\n\nswitched off\n'), ['F1 major resolved', 'F2 major unresolved']);
  assert.deepEqual(await next('# P\n\nmissing-a\n'), ['F1 major regressed', 'F2 major resolved']);
});

test('two places that lack the same thing keep the number that each has', async () => {
  const draft = (line: number): DraftFinding => ({
    check: 'placeholder-left',
    severity: 'minor',
    category: 'completeness',
    title: 'Left to be filled in: TBD',
    observation: 'o',
    concern: 'c',
    recommendation: 'r',
    range: { start: { line, column: 1 }, end: { line, column: 4 } },
    related: [],
  });
  const runChecks: RunChecks = async ({ text }) => ({
    ran: ['placeholder-left'],
    claims: [],
    findings: text.split('\n').flatMap((line, index) => (line === 'TBD' ? [draft(index + 1)] : [])),
  });
  const engine = createRoundsEngine('# P\n\nFirst:\nTBD\n\nSecond:\nTBD\n', [{}], runChecks);
  await engine.review();
  engine.plan.text = '# P\n\nFirst:\nKeep seven days.\n\nSecond:\nTBD\n';
  await engine.next(null, { response: 'not-needed' });
  assert.deepEqual(await engine.states(), ['F1 minor resolved', 'F2 minor unresolved']);
});

test('an open review does not make earlier findings vanish', async () => {
  const engine = engineOf({});
  await engine.review();
  const again = await reviewPlan(engine.deps, {
    path: planPath,
    mode: 'plan',
    signal: undefined,
    progress: undefined,
  });
  assert.equal(again.round.verdict.value, 'NO-GO');
});

test('eight rounds against reviewers that always find something end by the rule', async () => {
  const invented = (round: number, severity: 'critical' | 'major' | 'minor') => ({
    severity,
    title: `Worry${round}${severity}`,
    quote: 'The result is put beside the original.',
    observation: `alpha${round}${severity}`,
    concern: `beta${round}${severity}`,
    recommendation: `gamma${round}${severity}`,
  });
  const everything = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`F${index + 1}`, 'resolved']),
  );
  const engine = createRoundsEngine(
    plan,
    Array.from({ length: 8 }, (_, index) => ({
      lead: {
        decisions: everything,
        findings: [
          ...(index < 2 ? [invented(index + 1, 'critical')] : []),
          invented(index + 1, 'major'),
          invented(index + 1, 'minor'),
        ],
      },
    })),
  );
  const verdicts = [(await engine.review()).round.verdict.value];
  for (let number = 2; number <= 8; number += 1) {
    engine.plan.text = engine.plan.text.replace(/(?:Edited \d+ times\.\n)?$/, `Edited ${number} times.\n`);
    const { round } = await engine.next({}, { response: 'not-needed' });
    verdicts.push(round.verdict.value);
    if (number > 2) {
      assert.equal(round.residual?.length, 1, `round ${number}`);
    }
  }
  assert.deepEqual(verdicts, ['NO-GO', 'NO-GO', 'GO', 'GO', 'GO', 'GO', 'GO', 'GO']);
});

test('a resolution round that was interrupted is resumed as one', async () => {
  const engine = engineOf({
    lead: { fails: [failure('model-auth')], decisions: { F1: 'resolved', F2: 'withdrawn' } },
  });
  await engine.review();
  engine.plan.text = acknowledged;
  await engine.respond([accepted, other]);
  await assert.rejects(engine.next(), (error) => codeOf(error) === 'round-incomplete');
  const { round } = await resumeReview(engine.deps, {
    path: planPath,
    signal: undefined,
    progress: undefined,
    askToSend: () => Promise.resolve(true),
  });
  assert.equal(round.number, 2);
  assert.deepEqual(await engine.states(), ['F1 critical resolved', 'F2 major withdrawn']);
});

test('a later round is sent the plan, its diff and what is open, and not what came before', async () => {
  const long = `${plan}\n${Array.from({ length: 300 }, (_, index) => `Step ${index + 1} moves one more picture of the archive.`).join('\n')}\n`;
  const engine = createRoundsEngine(long, [{ lead: { findings: [crash, blind] } }]);
  await engine.review();
  const size = (): number => engine.sent.reduce((sum, { text }) => sum + text.length, 0);
  const first = size();
  for (let number = 2; number <= 6; number += 1) {
    engine.plan.text = engine.plan.text.replace('Nobody looks', `Nobody, ${number}, looks`);
    await engine.respond([{ ...accepted, evidence: 'Section 3' }, other]);
    const before = size();
    await engine.next();
    assert.ok(size() - before <= 1.2 * first, `round ${number}: ${size() - before} after ${first}`);
  }
});
