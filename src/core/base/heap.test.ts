import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Heap } from './heap.ts';

test('hands out what was put in, in order, also while more is put in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (first, second) => {
      const heap = new Heap<number>((a, b) => a < b);
      first.forEach((item) => heap.push(item));
      const early = heap.pop();
      assert.equal(early, first.toSorted((a, b) => a - b)[0]);
      second.forEach((item) => heap.push(item));
      const out: number[] = [];
      for (let item = heap.pop(); item !== undefined; item = heap.pop()) {
        out.push(item);
      }
      const left = first.toSorted((a, b) => a - b).slice(1);
      assert.deepEqual(
        out,
        [...left, ...second].toSorted((a, b) => a - b),
      );
    }),
  );
});
