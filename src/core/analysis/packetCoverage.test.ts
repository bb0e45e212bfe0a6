import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { AreaReview } from '../domain/packetReview.ts';
import { isImplementation } from './implementationCode.ts';
import { coverPacket, uncoveredQuestions, type CoveredPacket } from './packetCoverage.ts';

const packet: CoveredPacket = {
  areas: [
    {
      id: '1',
      title: 'Leases',
      questions: [
        { id: '1.1', text: 'Who renews it?' },
        { id: '1.2', text: 'What if it ends?' },
      ],
    },
    { id: '2', title: 'Retries', questions: [] },
  ],
  checklist: ['All 2 areas covered', 'Risks identified', 'The team agrees'],
};

const risk = { likelihood: 'low', impact: 'high', mitigation: 'A flag.' } as const;

function answering(area: string, given: readonly ('answer' | 'unanswerable' | 'nothing')[]): AreaReview {
  return {
    area,
    risk,
    recommendations: [],
    answers: given.flatMap((state, index) =>
      state === 'nothing'
        ? []
        : [{ question: `${area}.${index + 1}`, evidence: '', confidence: 'low', [state]: 'Words.' } as const],
    ),
  };
}

describe('the coverage of a packet', () => {
  test('shares the areas among reviewers: what one has answered is answered', () => {
    const coverage = coverPacket(
      packet,
      [
        { reviewer: 'A', areas: [answering('1', ['answer', 'nothing'])] },
        { reviewer: 'B', areas: [answering('1', ['unanswerable', 'answer']), answering('2', [])] },
      ],
      (area) => (area === '1' ? ['F1'] : []),
    );
    assert.deepEqual(uncoveredQuestions(coverage), []);
    assert.deepEqual(
      coverage.areas.map(({ findings, risks }) => [findings, risks.map(({ reviewer }) => reviewer)]),
      [
        [['F1'], ['A', 'B']],
        [[], ['B']],
      ],
    );
    assert.deepEqual(
      coverage.checklist.map(({ isTicked, by }) => [isTicked, by]),
      [
        [true, 'host'],
        [true, 'host'],
        [false, 'person'],
      ],
    );
  });

  test('ticks nothing when an area was read by nobody', () => {
    const coverage = coverPacket(
      packet,
      [{ reviewer: 'A', areas: [answering('1', ['answer', 'answer'])] }],
      () => [],
    );
    assert.deepEqual(
      coverage.checklist.map(({ isTicked, detail }) => [isTicked, detail]),
      [
        [false, 'nobody reviewed area 2.'],
        [false, 'No risk was named for area 2.'],
        [false, 'A person has to tell.'],
      ],
    );
  });

  test('says of each question what was said of it, whoever comes first', () => {
    const state = fc.constantFrom('answer' as const, 'unanswerable' as const, 'nothing' as const);
    const reviews = fc.array(fc.tuple(state, state), { maxLength: 5 });
    fc.assert(
      fc.property(reviews, (given) => {
        const said = given.map((states, index) => ({
          reviewer: `R${index}`,
          areas: [answering('1', states)],
        }));
        const states = (order: typeof said): string[] =>
          coverPacket(packet, order, () => []).areas[0]?.questions.map((question) => question.state) ?? [];
        const expected = [0, 1].map((question) => {
          const all = new Set(given.map((pair) => pair[question]));
          return all.has('answer') ? 'answered' : all.has('unanswerable') ? 'unanswerable' : 'uncovered';
        });
        assert.deepEqual(states(said), expected);
        assert.deepEqual(states(said.toReversed()), expected);
      }),
    );
  });
});

test('an implementation is code that is longer than an example and most of what is said', () => {
  const code = (lines: number): string => `\`\`\`ts\n${'call();\n'.repeat(lines)}\`\`\``;
  assert.equal(isImplementation(code(6)), true);
  assert.equal(isImplementation(`Renew it as below.\n\n${code(5)}`), false);
  assert.equal(isImplementation(`${'It matters because of this.\n'.repeat(9)}${code(8)}`), false);
  assert.equal(isImplementation(`~~~\n${'call();\n'.repeat(9)}`), true);
  assert.equal(isImplementation(''), false);
  const bare =
    'export async function renew(lease) {\n  const now = clock.now();\n  if (now > lease.end) {\n    throw new Error();\n  }\n  await store.put(lease);\n}';
  assert.equal(isImplementation(bare), true);
  assert.equal(isImplementation(bare.replaceAll('\n', '\r\n')), true);
  assert.equal(isImplementation(`Renew it like this:\n\n${bare.split('\n').slice(0, 3).join('\n')}`), false);
  const prose =
    'let the worker decide:\nit knows how long it takes (mostly);\nfrom there on\nthe lease is its own,\nimport nothing else.\n';
  assert.equal(isImplementation(prose.repeat(4)), false);
  assert.equal(isImplementation('- call renew();\n- then store.put(lease);\n'.repeat(5)), false);
});
