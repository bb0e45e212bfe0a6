import { CODE_INDENT, type ListMarker } from './blockStarts.ts';
import type { Block, Blockquote, Footnote, List, ListItem } from './blocks.ts';
import type { LineCursor } from './lineCursor.ts';

/**
 * So deep quotes, lists and footnotes stand within each other; what looks like another one is text. Nobody writes that,
 * and whoever follows the blocks may do so with a function that calls itself.
 */
const MOST_NESTED = 100;

type Growing<B> = { -readonly [K in keyof B]: B[K] extends readonly (infer Child)[] ? Child[] : B[K] };

/** A list to which the next item of its container may belong. */
interface OpenList {
  readonly block: Growing<List>;
  readonly sign: number;
}

interface OpenContainer {
  /** Its end is that of what is known to belong to it so far. */
  readonly block: { end: number; readonly children: Block[] };
  /** Whether a line belongs to it; passes what the line has of it. */
  readonly continues: (cursor: LineCursor) => boolean;
  /** The list that it is an item of. */
  readonly list: OpenList | undefined;
  /** Its last child, as long as that is a list. */
  openList: OpenList | undefined;
  /** Whether a block was opened in it. */
  isFilled: boolean;
}

/** The containers that are open, the outermost first, and the blocks that were put into them. */
export class OpenContainers {
  readonly #root: OpenContainer = open({ end: 0, children: [] }, () => true);
  readonly #stack: OpenContainer[] = [this.#root];
  /** The last of the stack. It is asked for at every line, which a getter makes slow until it is compiled. */
  #top = this.#root;

  /** How many containers are open. */
  get depth(): number {
    return this.#stack.length - 1;
  }

  /** Whether no further container may be opened. */
  get isFull(): boolean {
    return this.depth >= MOST_NESTED;
  }

  /** Whether the innermost container is a list item that holds nothing yet. */
  get isAtItemStart(): boolean {
    return this.#top.list !== undefined && !this.#top.isFilled;
  }

  /** How many of the containers a line continues. The cursor passes their marks. */
  continued(cursor: LineCursor): number {
    let depth = 0;
    while (depth < this.depth && this.#stack[depth + 1]?.continues(cursor) === true) {
      depth += 1;
    }
    return depth;
  }

  /** Opens a quote at its `>`. */
  openQuote(cursor: LineCursor): void {
    const block: Growing<Blockquote> = {
      type: 'blockquote',
      start: cursor.next,
      end: cursor.next + 1,
      children: [],
    };
    const continues = (line: LineCursor): boolean => {
      if (line.code !== 0x3e || line.indent >= CODE_INDENT) {
        return false;
      }
      block.end = line.next + 1;
      line.pass(1);
      line.passColumns(1);
      return true;
    };
    this.add(block);
    this.#push(open(block, continues));
    continues(cursor);
  }

  /** Opens a footnote at its label, which takes so many characters. */
  openFootnote(cursor: LineCursor, { label, length }: { label: string; length: number }): void {
    const { next } = cursor;
    const block: Growing<Footnote> = {
      type: 'footnote',
      start: next,
      end: next + length,
      label,
      children: [],
    };
    this.add(block);
    this.#push(open(block, (line) => line.isBlank || isIndented(line, CODE_INDENT)));
    cursor.pass(length);
    cursor.passColumns(cursor.indent);
  }

  /** Opens an item at its mark, in the list in front of it if that has the same marks. */
  openItem(cursor: LineCursor, { isOrdered, sign, width }: ListMarker): void {
    const { next, indent } = cursor;
    const parent = this.#top;
    const end = next + width;
    const block: Growing<ListItem> = { type: 'listItem', start: next, end, children: [] };
    let list = parent.openList;
    if (list?.sign !== sign) {
      list = { block: { type: 'list', start: next, end, isOrdered, children: [] }, sign };
      this.add(list.block);
      parent.openList = list;
    }
    list.block.children.push(block);
    cursor.pass(width);
    // Five columns are one in front of code; an empty line is as if it had one.
    const space = cursor.isBlank || cursor.indent > CODE_INDENT ? 1 : cursor.indent;
    cursor.passColumns(space);
    const columns = indent + width + space;
    const item: OpenContainer = open(
      block,
      (line) => (line.isBlank ? item.isFilled : isIndented(line, columns)),
      list,
    );
    this.#push(item);
  }

  /** Puts a block into the innermost container. */
  add(block: Block): void {
    const top = this.#top;
    top.block.children.push(block);
    top.block.end = Math.max(top.block.end, block.end);
    top.openList = undefined;
    top.isFilled = true;
  }

  /** Tells the innermost container that something stands in it. */
  fill(): void {
    this.#top.isFilled = true;
  }

  /** Closes all containers but the `depth` outermost. */
  closeBehind(depth: number): void {
    while (this.depth > depth) {
      const closed = this.#stack.pop();
      this.#top = this.#stack.at(-1) ?? this.#root;
      const end = closed?.block.end ?? 0;
      if (closed?.list !== undefined) {
        closed.list.block.end = end;
      }
      this.#top.block.end = Math.max(this.#top.block.end, end);
    }
  }

  /** The outermost blocks, when everything is closed. */
  get blocks(): Block[] {
    return this.#root.block.children;
  }

  #push(container: OpenContainer): void {
    this.#stack.push(container);
    this.#top = container;
  }
}

function open(
  block: OpenContainer['block'],
  continues: OpenContainer['continues'],
  list?: OpenList,
): OpenContainer {
  return { block, continues, list, openList: undefined, isFilled: false };
}

function isIndented(line: LineCursor, columns: number): boolean {
  if (line.isBlank || line.indent < columns) {
    return false;
  }
  line.passColumns(columns);
  return true;
}
