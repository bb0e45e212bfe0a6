import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { reviewerTallySchema, type ReviewerTally } from '../domain/campaign.ts';
import { dispositionSchema } from '../domain/response.ts';
import { orderByRecord, personaRecords, wilsonInterval } from './personaRecords.ts';

function tally(
  reviewer: string,
  findings: number,
  disposition: ReviewerTally['disposition'],
  status: ReviewerTally['status'] = 'open',
): ReviewerTally {
  return { reviewer, disposition, status, findings };
}

describe('personaRecords', () => {
  test('counts what was accepted, rejected, confirmed and withdrawn', () => {
    const [lead] = personaRecords([
      tally('lead', 4, 'accepted', 'resolved'),
      tally('lead', 2, 'partially-accepted', 'unresolved'),
      tally('lead', 3, 'rejected', 'withdrawn'),
      tally('lead', 1, 'rejected', 'unresolved'),
      tally('lead', 5, 'deferred', 'acknowledged'),
      tally('lead', 1, 'acknowledged', 'partially-resolved'),
      tally('lead', 2, null),
      tally('lead', 1, 'accepted', 'withdrawn'),
    ]);
    const { rate: _rate, interval: _interval, ...counts } = lead ?? {};
    assert.deepEqual(counts, {
      reviewer: 'lead',
      findings: 19,
      accepted: 7,
      rejected: 4,
      confirmed: 5,
      withdrawn: 4,
      judged: 12,
      upheld: 8,
    });
  });

  test('one of one is not all, and counts for less than 45 of 50', () => {
    const [fresh, proven] = personaRecords([
      tally('fresh', 1, 'accepted'),
      tally('proven', 45, 'accepted'),
      tally('proven', 5, 'rejected'),
    ]);
    assert.ok(fresh !== undefined && proven !== undefined);
    assert.ok(fresh.rate < 1 && (fresh.interval?.low ?? 1) < 0.25);
    assert.ok((proven.interval?.low ?? 0) > 0.75);
    const [refuted] = personaRecords([tally('refuted', 1, 'rejected'), tally('other', 9, 'accepted')]).slice(
      1,
    );
    assert.ok((refuted?.rate ?? 0) > 0.5);
  });

  const anyTally = fc.record({
    reviewer: fc.constantFrom('a', 'b', 'c'),
    disposition: fc.constantFrom(null, ...dispositionSchema.options),
    status: fc.constantFrom(...reviewerTallySchema.shape.status.options),
    findings: fc.integer({ min: 1, max: 30 }),
  });

  test('for any tallies: nothing is judged twice, rates lie between 0 and 1, and around each share is its interval', () => {
    fc.assert(
      fc.property(fc.array(anyTally), (tallies) => {
        for (const { findings, judged, upheld, rate, interval, accepted } of personaRecords(tallies)) {
          assert.ok(accepted <= upheld && upheld <= judged && judged <= findings);
          assert.ok(rate > 0 && rate < 1);
          assert.equal(interval === null, judged === 0);
          const share = upheld / judged;
          assert.ok(interval === null || (interval.low <= share + 1e-9 && share <= interval.high + 1e-9));
        }
      }),
    );
  });
});

test("Wilson's interval has the value that the literature gives for it", () => {
  // 81 of 263, as in R. G. Newcombe, Statistics in Medicine 17, 1998, table I: 0.2553 to 0.3662.
  const { low, high } = wilsonInterval(81, 263) ?? { low: 0, high: 0 };
  assert.deepEqual([low.toFixed(4), high.toFixed(4)], ['0.2553', '0.3662']);
});

test('personas are ordered by their record, leads first, and all of them stay', () => {
  const personas = [
    { id: 'lead', role: 'lead' },
    { id: 'poor', role: 'specialist' },
    { id: 'unknown', role: 'specialist' },
    { id: 'good', role: 'specialist' },
  ] as const;
  const records = personaRecords([
    tally('lead', 9, 'rejected'),
    tally('poor', 20, 'rejected'),
    tally('good', 20, 'accepted'),
    tally('checks', 99, 'accepted'),
  ]);
  const idsOf = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);
  assert.deepEqual(idsOf(orderByRecord(personas, records)), ['lead', 'good', 'unknown', 'poor']);
  assert.deepEqual(idsOf(orderByRecord(personas, [])), idsOf(personas));
});
