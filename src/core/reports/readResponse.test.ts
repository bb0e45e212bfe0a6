import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { confidenceSchema } from '../domain/finding.ts';
import { dispositionSchema, responseProblems, type Response } from '../domain/response.ts';
import { verdictValueSchema } from '../domain/verdict.ts';
import { readResponse } from './readResponse.ts';
import { responseDocument, type AnsweredRound } from './responseDocument.ts';

const round: AnsweredRound = {
  findings: [
    { id: 'F1', title: 'No crash recovery', severity: 'critical' },
    { id: 'F2', title: 'A [title] with *marks*', severity: 'minor' },
  ],
  questions: [{ id: 'Q1', text: 'How large?' }],
};

const empty: Response = {
  schemaVersion: 1,
  round: 1,
  plan: { path: 'plans/a.md', title: 'A plan', kind: 'work-package' },
  revision: `sha256:${'0'.repeat(64)}`,
  state: 'draft',
  author: '',
  updatedAt: '2026-11-21T00:00:00.000Z',
  summary: '',
  assessment: null,
  assessmentReason: '',
  findings: [],
  answers: [],
  recommendation: '',
  confidence: null,
  confidenceReason: '',
  answered: null,
};

/** Text as authors write it, with lines that look like those the document is made of. */
const authorText = fc
  .array(
    fc.oneof(
      fc
        .string({ unit: 'grapheme', maxLength: 20 })
        .map((line) => line.replaceAll(/[\r\n\u2028\u2029]/g, ' ')),
      fc.constantFrom(
        '## Responses to Findings',
        '### [F2] No',
        '**Disposition:** Rejected',
        '**Final Assessment: GO**',
        '**GO**',
        '---',
        '\\## not a heading',
        '- item',
        '```',
        '',
      ),
    ),
    { maxLength: 5 },
  )
  .map((lines) => lines.join('\n').trim());

const anyResponse = fc
  .record({
    author: fc.constantFrom('', 'Ada Lovelace', 'A*B_C'),
    summary: authorText,
    assessment: fc.constantFrom(null, ...verdictValueSchema.options),
    assessmentReason: authorText,
    findings: fc.tuple(
      ...round.findings.map(({ id }) =>
        fc.record({
          finding: fc.constant(id),
          disposition: fc.constantFrom(null, ...dispositionSchema.options),
          response: authorText,
          action: authorText,
          evidence: authorText,
        }),
      ),
    ),
    answers: fc.tuple(fc.record({ question: fc.constant('Q1'), answer: authorText })),
    recommendation: authorText,
    confidence: fc.constantFrom(null, ...confidenceSchema.options),
    confidenceReason: authorText,
  })
  .map((fields): Response => ({ ...empty, ...fields }));

describe('readResponse', () => {
  test('reads back what was written, whatever the author wrote, with either line ending', () => {
    fc.assert(
      fc.property(anyResponse, fc.constantFrom('\n', '\r\n'), (response, newline) => {
        const document = responseDocument(response, round).replaceAll('\n', newline);
        const read = readResponse(document, round);
        assert.ok(read.ok, JSON.stringify(read));
        assert.deepEqual({ ...empty, ...read.value }, structuredClone(response));
      }),
      { numRuns: 400 },
    );
  });

  test('never throws, and names a line of the text', () => {
    fc.assert(
      fc.property(anyResponse, fc.nat(), fc.string(), (response, at, garbage) => {
        const document = responseDocument(response, round);
        const cut = at % document.length;
        const torn = `${document.slice(0, cut)}${garbage}${document.slice(cut + 20)}`;
        const read = readResponse(torn, round);
        const lines = torn.split(/\r\n|\r|\n/).length;
        assert.ok(read.ok || read.problems.every(({ line }) => line >= 1 && line <= lines));
      }),
    );
  });

  for (const [what, from, to, expected] of [
    [
      'an unknown disposition',
      '**Disposition:** Open',
      '**Disposition:** Maybe',
      /"Maybe" is no disposition/,
    ],
    ['a finding that the round has not', '### [F2]', '### [F9]', /has no F9/],
    ['two answers to one finding', '### [F2]', '### [F1]', /F1 is answered twice/],
    ['an unknown assessment', '**OPEN**', '**PERHAPS**', /assessment is not one of/],
    ['a missing heading', '## Overall Assessment', '## Something else', /no heading "## Overall Assessment"/],
  ] as const) {
    test(`refuses ${what}, with its line`, () => {
      const document = responseDocument(empty, round);
      const read = readResponse(document.replace(from, to), round);
      assert.ok(!read.ok);
      assert.match(read.problems[0]?.message ?? '', expected);
      const lines = document.replace(from, to).split('\n');
      const { line = 0 } = read.problems[0] ?? {};
      assert.ok(line === 1 || (lines[line - 1] ?? '').includes(to), `line ${line}`);
    });
  }
});

describe('responseProblems', () => {
  const answered = (rest: Partial<Response['findings'][number]>): Response => ({
    ...empty,
    author: 'Ada',
    findings: [{ finding: 'F1', disposition: 'accepted', response: 'r', action: '', evidence: '', ...rest }],
  });
  const fields = (response: Response): string[] =>
    responseProblems(response, round.findings).map(({ field }) => field);

  test('asks for an answer to what is critical or major, and for nothing else', () => {
    assert.deepEqual(fields({ ...empty, author: 'Ada' }), ['disposition']);
    assert.deepEqual(fields(answered({})), []);
  });

  test('asks for reasons, evidence, the author and a reason for the confidence', () => {
    assert.deepEqual(fields(answered({ disposition: 'rejected', response: ' ' })), ['response']);
    assert.deepEqual(fields(answered({ action: 'Added a section.' })), ['evidence']);
    assert.deepEqual(fields({ ...answered({}), author: '' }), ['author']);
    assert.deepEqual(fields({ ...answered({}), confidence: 'high' }), ['confidenceReason']);
  });
});
