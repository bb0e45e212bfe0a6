import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PersonaReview, ReviewerFinding } from '../../domain/personaReview.ts';
import type { RaisedFinding } from '../../domain/raisedFinding.ts';
import { parsePlan } from '../../text/planDocument.ts';
import { mergeRaised } from './mergeRaised.ts';
import { raiseFindings, type LookUpFalsifier } from './raiseFindings.ts';

const document = parsePlan('plan.md', '# Plan\n\nThe queue retries three times.\n\nNothing is logged.\n');

const finding = (rest: Partial<ReviewerFinding> = {}): ReviewerFinding => ({
  severity: 'critical',
  severityReason: 'it fails',
  category: 'risk',
  title: 'Retries have no bound',
  quote: 'retries three times',
  observation: 'o',
  concern: 'c',
  recommendation: 'r',
  confidence: 'medium',
  ...rest,
});

async function raise(
  findings: readonly ReviewerFinding[],
  answer: Awaited<ReturnType<LookUpFalsifier>> = 'unknown',
  reviewer = 'ops',
): Promise<readonly RaisedFinding[]> {
  const review = { findings } as unknown as PersonaReview;
  return raiseFindings(review, { reviewer, document, lookUp: () => Promise.resolve(answer) });
}

const falsifier = { kind: 'file', value: 'src/a.ts', expected: 'absent' } as const;

describe('raiseFindings', () => {
  for (const [what, draft, answer, severity, codes] of [
    ['a quoted critical', finding(), 'unknown', 'critical', []],
    ['an invented quote', finding({ quote: 'retries for ever' }), 'unknown', 'minor', ['quote-not-found']],
    [
      'an invented quote of a suggestion',
      finding({ quote: 'x y', severity: 'suggestion' }),
      'unknown',
      'suggestion',
      ['quote-not-found'],
    ],
    ['a critical that quotes nothing', finding({ quote: '' }), 'unknown', 'major', ['unproved-critical']],
    ['a major that quotes nothing', finding({ quote: '', severity: 'major' }), 'unknown', 'major', []],
    [
      'a confirmed falsifier',
      finding({ quote: '', falsifier }),
      'confirmed',
      'critical',
      ['falsifier-confirmed'],
    ],
    ['a refuted falsifier', finding({ falsifier }), 'refuted', 'minor', ['falsifier-refuted']],
    ['a falsifier nobody can look up', finding({ falsifier }), 'unknown', 'critical', []],
  ] as const) {
    test(`${what}: ${severity}`, async () => {
      const [raised] = await raise([draft], answer);
      assert.equal(raised?.severity, severity);
      assert.deepEqual(
        raised?.notes.map(({ code }) => code),
        codes,
      );
      assert.equal(raised?.statement.severity, draft.severity);
      assert.equal(raised?.statement.quote, draft.quote);
    });
  }

  test('places the quote in the plan', async () => {
    const [raised] = await raise([finding()]);
    assert.deepEqual(raised?.range, { start: { line: 3, column: 11 }, end: { line: 3, column: 30 } });
    assert.equal(raised?.label, 'ops-1');
  });
});

describe('mergeRaised', () => {
  test('keeps the worst severity, the check’s words and everybody’s statements', async () => {
    const [critical] = await raise([finding({ title: 'Unbounded' })]);
    const [minor] = await raise([finding({ severity: 'minor', title: 'Other words' })], 'unknown', 'testing');
    assert.ok(critical !== undefined && minor !== undefined);
    const ofCheck = {
      ...minor,
      label: 'checks-1',
      reviewer: 'checks',
      check: 'count-matches',
      confidence: undefined,
    };
    const [merged, ...rest] = mergeRaised([critical, ofCheck], document, [['ops-1', 'checks-1']]);

    assert.deepEqual(rest, []);
    assert.equal(merged?.severity, 'critical');
    assert.equal(merged?.title, 'Other words');
    assert.equal(merged?.check, 'count-matches');
    assert.equal(merged?.confidence, 'medium');
    assert.deepEqual(merged?.reviewers, ['ops', 'checks']);
    assert.deepEqual(
      merged?.statements.map(({ title }) => title),
      ['Unbounded', 'Other words'],
    );
    assert.equal(merged?.notes.at(-1)?.code, 'merged');
  });
});
