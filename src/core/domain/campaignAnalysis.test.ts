import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { campaignFacts } from '../../../test/support/analysis/campaignFacts.ts';
import { analyseCampaign } from '../analysis/analyseCampaign.ts';
import { checkAnalysis, type Analysis } from './campaignAnalysis.ts';

const good = analyseCampaign(campaignFacts());

function problemsOf(value: unknown): readonly string[] {
  const checked = checkAnalysis(value);
  return checked.ok ? [] : checked.problems;
}

test('an empty or malformed analysis is refused, with every problem and its place', () => {
  assert.deepEqual(problemsOf(undefined).length, 1);
  const { dimensions: _, ...incomplete } = good;
  const problems = problemsOf({
    ...incomplete,
    summary: { text: ' ', by: 'host' },
    priorities: good.priorities.map((priority) => ({ ...priority, severity: 'grave' })),
  });
  for (const place of ['dimensions', 'summary.text', 'priorities.0.severity', 'priorities.1.severity']) {
    assert.ok(
      problems.some((problem) => problem.startsWith(`${place}: `)),
      `${place} in ${problems.join(' ')}`,
    );
  }
});

test('an analysis of the right shape that cannot be is refused', () => {
  const cases: readonly (readonly [Partial<Analysis>, RegExp])[] = [
    [{ priorities: [] }, /^priorities: is empty though reviewers found something/],
    [{ priorities: good.priorities.toReversed() }, /^priorities\.0\.rank: is 2 at place 1/],
    [{ dimensions: null }, /^dimensions: is missing though reviewers gave scores/],
    [
      {
        breakdowns: {
          ...good.breakdowns,
          archetype: good.breakdowns.archetype.map((group) => ({ ...group, reviewers: ['lead'] })),
        },
      },
      /^breakdowns\.archetype: does not hold each reviewer once: security/,
    ],
    [{ independent: ['nobody'] }, /^independent: names somebody/],
    [{ independent: ['lead'] }, /^overlap\.reviewers: counts more than read alone/],
    [
      { unseen: { atLeast: 1, reviewers: 3, findings: 2, once: 2, twice: 0 } },
      /^unseen\.reviewers: counts more than read alone/,
    ],
  ];
  for (const [fields, expected] of cases) {
    assert.match(problemsOf({ ...good, ...fields }).join('\n'), expected);
  }
});

test('for any value: it is checked without an exception', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(good)), (value, key) => {
      checkAnalysis(value);
      checkAnalysis({ ...good, [key]: value });
    }),
  );
});
