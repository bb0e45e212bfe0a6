import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { windowOf } from '../../webview-ui/listWindow.ts';

describe('the window of a long list', () => {
  const lists = fc.record({
    heights: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 60 }),
    top: fc.integer({ min: -2_000, max: 20_000 }),
    size: fc.integer({ min: 0, max: 2_000 }),
    pins: fc.array(fc.nat({ max: 70 }), { maxLength: 3 }),
  });

  it('covers every row once and in order, and keeps the height of the whole', () => {
    fc.assert(
      fc.property(lists, ({ heights, top, size, pins }) => {
        const segments = windowOf({ heights, top, bottom: top + size, pinned: new Set(pins) });
        let row = 0;
        let height = 0;
        for (const segment of segments) {
          const end = segment.kind === 'rows' ? segment.to : segment.before;
          const sum = heights.slice(row, end).reduce((total, each) => total + each, 0);
          if (segment.kind === 'rows') {
            assert.equal(segment.from, row);
          } else {
            assert.equal(segment.height, sum);
          }
          assert.ok(end > row);
          height += sum;
          row = end;
        }
        assert.equal(row, heights.length);
        assert.equal(
          height,
          heights.reduce((total, each) => total + each, 0),
        );
      }),
    );
  });

  it('draws what can be seen and what is pinned, and nothing else', () => {
    fc.assert(
      fc.property(lists, ({ heights, top, size, pins }) => {
        const segments = windowOf({ heights, top, bottom: top + size, pinned: new Set(pins) });
        const drawn = new Set(
          segments.flatMap((segment) =>
            segment.kind === 'rows'
              ? Array.from({ length: segment.to - segment.from }, (_, offset) => segment.from + offset)
              : [],
          ),
        );
        let start = 0;
        for (const [index, height] of heights.entries()) {
          const isSeen = start + height > top && start < top + size;
          assert.equal(drawn.has(index), isSeen || pins.includes(index));
          start += height;
        }
      }),
    );
  });

  it('has no segments for an empty list', () => {
    assert.deepEqual(windowOf({ heights: [], top: 0, bottom: 100, pinned: new Set() }), []);
  });
});
