import type { Block, Span } from '../blocks.ts';
import { sourceOffset, type Content } from '../content.ts';
import { plainText } from '../plainText.ts';

/** A line of a packet as its reader goes through it: a statement, or the label of what follows. */
export interface PacketLine extends Span {
  /** Without Markdown's marks. */
  readonly text: string;
  /** How deep in lists it stands; 0 outside of any. */
  readonly depth: number;
  /** The depth of a heading; undefined for anything else. */
  readonly heading: number | undefined;
}

/** The lines of the blocks between two offsets, in their order. Code counts as one line, a row of a table too. */
export function* linesOf(blocks: readonly Block[], depth = 0): Generator<PacketLine> {
  for (const block of blocks) {
    switch (block.type) {
      case 'heading':
        yield* lineOf(block.content, { depth, heading: block.depth });
        break;
      case 'paragraph':
        yield* paragraphLines(block.content, depth);
        break;
      case 'code':
        yield* lineOf(block.content, { depth });
        break;
      case 'list':
        for (const item of block.children) {
          yield* linesOf(item.children, depth + 1);
        }
        break;
      case 'blockquote':
      case 'listItem':
      case 'footnote':
        yield* linesOf(block.children, depth);
        break;
      case 'table':
        yield* block.rows.flatMap((row) => rowLine(row, depth));
        break;
      case 'html':
      case 'rule':
      case 'definition':
        break;
    }
  }
}

/** A line that opens with a label, such as "Current:", begins anew; other lines go on with the one above. */
const opensWithLabel = /^\W{0,4}\p{L}[^:\n.?!]{0,50}:/u;

function* paragraphLines(content: Content, depth: number): Generator<PacketLine> {
  const labelled = content.starts.filter(
    (start, index) => index > 0 && opensWithLabel.test(content.text.slice(start, start + 80)),
  );
  for (const [index, from] of [0, ...labelled].entries()) {
    yield* lineOf(content, { depth, from, to: labelled[index] ?? content.text.length });
  }
}

function* lineOf(
  content: Content,
  {
    depth,
    heading,
    from = 0,
    to = content.text.length,
  }: {
    readonly depth: number;
    readonly heading?: number;
    readonly from?: number;
    readonly to?: number;
  },
): Generator<PacketLine> {
  const raw = content.text.slice(from, to);
  const text = plainText(raw);
  if (text !== '') {
    const start = from + (raw.length - raw.trimStart().length);
    yield {
      text,
      depth,
      heading,
      start: sourceOffset(content, start),
      end: sourceOffset(content, from + raw.trimEnd().length),
    };
  }
}

function rowLine(row: readonly Content[], depth: number): PacketLine[] {
  const cells = row.map((cell) => plainText(cell.text)).filter((cell) => cell !== '');
  const [first] = row;
  const last = row.at(-1);
  return first === undefined || last === undefined || cells.length === 0
    ? []
    : [
        {
          text: cells.join(' | '),
          depth,
          heading: undefined,
          start: sourceOffset(first, 0),
          end: sourceOffset(last, last.text.length),
        },
      ];
}
