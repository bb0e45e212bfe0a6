import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { parsePlan } from '../planDocument.ts';
import type { Packet } from './packet.ts';
import { readPacket } from './readPacket.ts';

const read = (text: string, path = 'docs/packet.md'): Packet => readPacket(parsePlan(path, text));

const texts = (statements: readonly { readonly text: string }[]): string[] =>
  statements.map(({ text }) => text);

const packet = `# Packet: the delivery queue

## Role
You are **the engineer on call**.

## Mission
Find what breaks.

## Context
A queue in one process.

## Scope of Review

### 1. Leases
Current issues:
- A lease never ends
- Two workers hold one

Proposed fix:
- End it after \`leaseMs\`

**Review questions:**
- Who renews it?
- Say what a paused process does

### 2. Ownership
Proposed: move the timer to the server
Lane files:
- lane-2: src/queue/**

Review questions:
- Is src/queue/index.ts safe to touch?

## Deliverables
1. A report

## Constraints
- Do not write code

## Verification
- [ ] All areas covered
- [x] Named an owner
`;

describe('a packet', () => {
  test('is read part by part', () => {
    const { parts, title } = read(packet);
    assert.equal(title, 'Packet: the delivery queue');
    assert.deepEqual(
      Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, texts(part.statements)])),
      {
        role: ['You are the engineer on call.'],
        mission: ['Find what breaks.'],
        context: ['A queue in one process.'],
        deliverables: ['A report'],
        constraints: ['Do not write code'],
        verification: ['All areas covered', 'Named an owner'],
      },
    );
    assert.deepEqual(
      parts.verification?.statements.map(({ isTicked }) => isTicked),
      [false, true],
    );
  });

  test('has areas with what is the matter, what is proposed and what is asked', () => {
    const areas = read(packet).areas.map(({ title, currentIssues, proposed, questions, notes }) => ({
      title,
      currentIssues: texts(currentIssues),
      proposed: texts(proposed),
      questions: questions.map(({ id, text }) => `${id} ${text}`),
      notes: texts(notes),
    }));
    assert.deepEqual(areas, [
      {
        title: 'Leases',
        currentIssues: ['A lease never ends', 'Two workers hold one'],
        proposed: ['End it after leaseMs'],
        questions: ['1.1 Who renews it?', '1.2 Say what a paused process does'],
        notes: [],
      },
      {
        title: 'Ownership',
        currentIssues: [],
        proposed: ['move the timer to the server'],
        questions: ['2.1 Is src/queue/index.ts safe to touch?'],
        notes: ['lane-2: src/queue/**'],
      },
    ]);
  });

  test('names every statement by its place', () => {
    const text = packet.replaceAll('\n', '\r\n');
    const [area] = read(text).areas;
    const question = area?.questions[1];
    assert.equal(text.slice(question?.start, question?.end), 'Say what a paused process does');
    const [issue] = area?.currentIssues ?? [];
    assert.equal(text.slice(issue?.start, issue?.end), 'A lease never ends');
  });

  test('may have its areas in a list, its parts in another order and at another depth', () => {
    const { areas, parts } = read(`### Goal of the review

Find gaps.

### Focus areas

1. **Retries**
   - Proposed: five of them
   - Questions:
     - Why five?
2. **Timeouts**
   - Current: none
   - Which one is right?

# Role

Reader.
`);
    assert.deepEqual(
      areas.map(({ title, questions }) => [title, ...texts(questions)]),
      [
        ['Retries', 'Why five?'],
        ['Timeouts', 'Which one is right?'],
      ],
    );
    assert.deepEqual(texts(areas[0]?.proposed ?? []), ['five of them']);
    assert.deepEqual(Object.keys(parts).toSorted(), ['mission', 'role']);
  });

  test('without a scope has the sections that ask something for its areas', () => {
    const { areas, scope } = read(`# Packet

## Storage

Proposed: one table.

### Review questions

- Is one enough?

## Mission

Find gaps.
`);
    assert.equal(scope, undefined);
    assert.deepEqual(
      areas.map(({ title, questions }) => [title, ...texts(questions)]),
      [['Storage', 'Is one enough?']],
    );
  });

  test('is read from any text', () => {
    const words = fc.constantFrom(
      '# Scope',
      '## Area',
      '- a?',
      '  - Questions:',
      'Proposed: x',
      '> ',
      '```',
      '1. **T**',
      '',
      '|a|b|',
      '-|-',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 40 }), (lines) => {
        const text = lines.join('\n');
        const { areas, parts } = read(text);
        for (const { questions, proposed, currentIssues, notes } of areas) {
          for (const { start, end } of [...questions, ...proposed, ...currentIssues, ...notes]) {
            assert.ok(start >= 0 && start < end && end <= text.length);
          }
        }
        assert.ok(Object.values(parts).every((part) => part.heading.end <= text.length));
      }),
    );
  });
});
