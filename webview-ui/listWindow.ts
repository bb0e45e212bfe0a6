/** A stretch of a long list: rows that are drawn, or the room that is kept for rows that are not. */
export type Segment =
  | { readonly kind: 'rows'; readonly from: number; readonly to: number }
  | { readonly kind: 'gap'; readonly height: number; readonly before: number };

/**
 * Chooses what to draw of a list of rows under each other: every row that touches the stretch from `top` to `bottom`
 * (pixels from the list's upper edge), and those in `pinned` wherever they are. `to` and `before` are the index behind
 * the segment's last row.
 */
export function windowOf(list: {
  readonly heights: readonly number[];
  readonly top: number;
  readonly bottom: number;
  readonly pinned: ReadonlySet<number>;
}): Segment[] {
  const { heights, top, bottom, pinned } = list;
  const segments: Segment[] = [];
  let start = 0;
  let from = 0;
  let fromStart = 0;
  // Plain loops: this runs over every row of the list at every frame of a scroll.
  for (let index = 0; index < heights.length; index += 1) {
    const isDrawn = isDrawnAt(index);
    const end = start + (heights[index] ?? 0);
    const isLast = index + 1 === heights.length;
    if (isLast || isDrawn !== isDrawnAt(index + 1, end)) {
      segments.push(
        isDrawn
          ? { kind: 'rows', from, to: index + 1 }
          : { kind: 'gap', height: end - fromStart, before: index + 1 },
      );
      from = index + 1;
      fromStart = end;
    }
    start = end;
  }
  return segments;

  function isDrawnAt(index: number, rowStart = start): boolean {
    const rowEnd = rowStart + (heights[index] ?? 0);
    return (rowEnd > top && rowStart < bottom) || pinned.has(index);
  }
}
