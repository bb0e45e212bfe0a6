import assert from 'node:assert/strict';
import test from 'node:test';
import { marked } from 'marked';
import type { Claim } from '../domain/claim.ts';
import type { Finding } from '../domain/finding.ts';
import type { Round } from '../domain/round.ts';
import { inlineCode } from './markdown.ts';
import { reviewDocument } from './reviewDocument.ts';

const range = { start: { line: 8, column: 5 }, end: { line: 8, column: 9 } };
const revision = `sha256:${'a'.repeat(64)}` as const;

function findingOf(id: string, severity: Finding['severity'], title: string): Finding {
  return {
    id,
    severity,
    title,
    check: 'file-exists',
    category: 'factuality',
    observation: 'The plan changes `x.ts`.',
    concern: 'It is not there.',
    recommendation: 'Name another.',
    range,
    related: [],
    round: 1,
    reviewers: ['checks'],
    anchor: { quote: 'x.ts', prefix: '', suffix: '', section: ['Plan', 'Steps'], offset: 3, revision },
  };
}

const round: Omit<Round, 'artifacts'> = {
  schemaVersion: 1,
  number: 2,
  mode: 'plan',
  plan: { path: 'docs/a.md', title: 'A plan', kind: 'generic' },
  revision,
  startedAt: '2026-01-24T10:00:00.000Z',
  completedAt: '2026-01-24T10:00:01.000Z',
  repository: { head: 'b'.repeat(40), branch: 'main', planCommitted: false },
  reviewers: [{ id: 'checks', name: 'Checks', status: 'succeeded', findings: 2, detail: '5 checks' }],
  claims: { pass: 1, fail: 1, unverifiable: 0 },
  strengths: [{ id: 'S1', text: 'It is short.' }],
  questions: [{ id: 'Q1', text: 'Who?' }],
  verdict: { value: 'CONDITIONAL GO', reasons: [{ code: 'open-major', text: 'F2 is open', finding: 'F2' }] },
};
const claim: Claim = {
  kind: 'file',
  value: 'a|b.ts',
  intent: 'exists',
  verdict: 'fail',
  range,
  detail: 'no such file',
  cached: false,
};
const text = reviewDocument(round, {
  findings: [findingOf('F1', 'minor', 'Small'), findingOf('F2', 'major', 'Large')],
  claims: [claim],
});

test('the document has the parts of a peer review, in their order', () => {
  const headings = [...text.matchAll(/^#+ .*$/gm)].map((match) => match[0]);
  assert.deepEqual(headings, [
    '# Peer Review: A plan',
    '## Executive Summary',
    '## Overall Assessment',
    '## Findings',
    '### [F2] Large',
    '### [F1] Small',
    '## Claims',
    '## Reviewers',
    '## Strengths',
    '## Questions for Author',
    '## Recommendation',
  ]);
  for (const line of [
    '**Review Round:** 2',
    '**Date:** 2026-01-24',
    '**Severity:** Major',
    '**Final Assessment: CONDITIONAL GO**',
    '- [S1] It is short.',
    '- [Q1] Who?',
  ]) {
    assert.ok(text.includes(line), line);
  }
});

test('what the plan asked to leave alone is listed with its reason', () => {
  const { anchor: _, id: __, round: ___, reviewers: ____, ...found } = findingOf('F9', 'major', 'Left out');
  const draft = { ...found, check: 'file-exists' };
  const suppression = { reason: 'made by | the build', range };
  const document = reviewDocument(
    { ...round, suppressed: [{ ...draft, suppression }] },
    { findings: [], claims: [] },
  );
  assert.match(
    document,
    /## Suppressed\n\n.*\n.*\n\| 8 \| `file-exists` \| major \| Left out \| made by \\\| the build \|/,
  );
});

test('a GO of the checks alone says what it rests on', () => {
  const go = reviewDocument(
    { ...round, verdict: { value: 'GO', reasons: [] } },
    { findings: [], claims: [] },
  );
  assert.match(go, /rests on the checks alone/);
});

test('hostile words of a plan stay words', () => {
  const hostile =
    '</h1><script>alert(1)</script> ![x](http://127.0.0.1/) **b** `c`\n# Injected | [l](javascript:0)';
  const document = reviewDocument(
    { ...round, plan: { ...round.plan, title: hostile } },
    {
      findings: [findingOf('F1', 'major', hostile)],
      claims: [{ ...claim, value: hostile, detail: hostile }],
    },
  );
  const html = marked.parse(document, { async: false });
  assert.doesNotMatch(html, /<script|<img|href="(?!http:)/);
  assert.equal([...html.matchAll(/<h1/g)].length, 1);
});

test('a code span holds any run of backticks', () => {
  for (const words of ['a`b', '``', '`a', 'a``b`c']) {
    assert.ok(marked.parseInline(inlineCode(words), { async: false }).startsWith('<code>'), words);
  }
});
