import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { ownAreas } from './ownAreas.ts';

const areas = (count: number) =>
  Array.from({ length: count }, (_area, index) => ({ id: `${index + 1}`, title: 'An area', questions: [] }));

test('areas that are shared are each somebody’s, and nobody has two more than another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 40 }), (many, count) => {
      const reviewers = Array.from({ length: many }, (_reviewer, index) => `reader-${index}`);
      const shares = reviewers.map((id) => ownAreas({ areas: 'shared', reviewers }, id, areas(count)) ?? []);
      assert.deepEqual(
        shares.flat().toSorted((a, b) => Number(a) - Number(b)),
        areas(count).map(({ id }) => id),
      );
      const sizes = shares.map(({ length }) => length);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
    }),
  );
});

test('who is not among those that share takes all, and so does everybody where nothing is shared', () => {
  const request = { areas: 'shared' as const, reviewers: ['lead', 'testing'] };
  assert.equal(ownAreas(request, 'operations', areas(3)), undefined);
  assert.equal(ownAreas({ ...request, reviewers: null }, 'lead', areas(3)), undefined);
  assert.equal(ownAreas({ reviewers: ['lead'] }, 'lead', areas(3)), undefined);
  assert.equal(ownAreas(request, 'lead', undefined), undefined);
});
