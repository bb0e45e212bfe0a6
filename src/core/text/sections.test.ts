import assert from 'node:assert/strict';
import test from 'node:test';
import { headingAnchor, plainText } from './plainText.ts';
import { parsePlan } from './planDocument.ts';
import { sectionAt } from './sections.ts';

const text =
  '# Plan\n\nintro\n\n## 1. Goal\n\na\n\n### 1.2 **Detail** of `x`\n\nb\n\n## Section 2: Steps\n\nc\n';
const { sections } = parsePlan('plan.md', text);

test('a section has its number, its bare title, its path and its end', () => {
  assert.deepEqual(
    sections.map((section) => [
      section.number,
      section.title,
      section.path.join(' > '),
      text.slice(section.heading.start, section.end).split('\n').length,
    ]),
    [
      [undefined, 'Plan', 'Plan', 16],
      ['1', 'Goal', 'Plan > Goal', 9],
      ['1.2', 'Detail of x', 'Plan > Goal > Detail of x', 5],
      ['2', 'Steps', 'Plan > Steps', 4],
    ],
  );
});

test('the innermost section holds a place', () => {
  assert.equal(sectionAt(sections, text.indexOf('b\n'))?.title, 'Detail of x');
  assert.equal(sectionAt(sections, text.indexOf('intro'))?.title, 'Plan');
  assert.equal(sectionAt(parsePlan('plan.md', 'text').sections, 0), undefined);
});

test('headings have the anchors that GitHub gives them', () => {
  const seen = new Map<string, number>();
  const headings = ['Hello, World!', 'Hello World', 'Über `x_y` — z', 'Hello World'];
  assert.deepEqual(
    headings.map((heading) => headingAnchor(heading, seen)),
    ['hello-world', 'hello-world-1', 'über-x_y--z', 'hello-world-2'],
  );
});

test('plain text drops marks and keeps words', () => {
  assert.equal(plainText('**a** _b_ `c_d` [e](f.md) snake_case ~~g~~'), 'a b c_d e snake_case g');
});

test('the title, the kind and the file name stand in for one another', () => {
  assert.equal(parsePlan('docs/plan-b.md', 'text').title, 'plan-b');
  assert.equal(parsePlan('docs/PRP-3-x.md', '# A').kind, 'prp');
  assert.equal(parsePlan('x.md', '# WP-BATCH-001: Queue').kind, 'work-package');
  assert.equal(parsePlan('x.md', '---\nkind: RFC\n---\n# A').kind, 'rfc');
  assert.equal(parsePlan('docs/specs/x.md', '# A').kind, 'spec');
  assert.equal(parsePlan('inspect-me.md', '# Inspection').kind, 'generic');
});
