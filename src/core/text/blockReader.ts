import {
  CODE_INDENT,
  closesFence,
  fenceStart,
  footnoteStart,
  headingStart,
  isRule,
  listMarker,
  trimmedEnd,
  underlineDepth,
} from './blockStarts.ts';
import type { Block } from './blocks.ts';
import { sourceOffset, wordsOf } from './content.ts';
import { htmlStart, type HtmlEnd } from './htmlStarts.ts';
import { blocksOfLeaf, fencedCode, paragraphParts, tableAt, type OpenLeaf } from './leaves.ts';
import { LineCursor } from './lineCursor.ts';
import { OpenContainers } from './openContainers.ts';
import { delimitedColumns, rowCells } from './table.ts';

/**
 * Reads blocks line by line, as the appendix of CommonMark describes it: a line first continues the containers that are
 * open, then opens new blocks, and what is left of it is text.
 */
export class BlockReader {
  readonly #text: string;
  readonly #cursor: LineCursor;
  readonly #containers = new OpenContainers();
  #leaf: OpenLeaf | undefined;
  /** How many of the open containers the line continues. */
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#cursor = new LineCursor(text);
  }

  /** Reads the next line, which stands between two offsets. */
  read(start: number, end: number): void {
    const cursor = this.#cursor;
    cursor.begin(start, end);
    this.#depth = this.#containers.continued(cursor);
    if (this.#isWhole() && this.#continuesCode()) {
      return;
    }
    while (!cursor.isBlank && this.#opensContainer()) {
      // What follows a container's mark may open another block.
    }
    if (cursor.isBlank) {
      this.#close();
    } else if (!this.#opensLeaf()) {
      this.#readText();
    }
  }

  /** The blocks of all that was read. */
  finish(): Block[] {
    this.#depth = 0;
    this.#close();
    return this.#containers.blocks;
  }

  /** Whether the line continues every container, and with them the block that is open in the innermost one. */
  #isWhole(): boolean {
    return this.#depth === this.#containers.depth;
  }

  /** Lines of code and of HTML are what they are, whatever stands in them. */
  #continuesCode(): boolean {
    const cursor = this.#cursor;
    const leaf = this.#leaf;
    switch (leaf?.type) {
      case 'fenced':
        if (closesFence(cursor, leaf.fence)) {
          this.#leaf = undefined;
          this.#add(fencedCode(this.#text, leaf, trimmedEnd(this.#text, cursor.next, cursor.end)));
        } else {
          cursor.passColumns(Math.min(leaf.fence.indent, cursor.indent));
          leaf.lines.push(cursor.rest());
        }
        return true;
      case 'indented':
        if (cursor.isBlank || cursor.indent >= CODE_INDENT) {
          leaf.lines.push(cursor.rest());
          return true;
        }
        return false;
      case 'html':
        if (leaf.end === 'blank' && cursor.isBlank) {
          return false;
        }
        leaf.lines.push(cursor.rest());
        this.#endHtml(leaf.end);
        return true;
      default:
        return false;
    }
  }

  #opensContainer(): boolean {
    const cursor = this.#cursor;
    if (cursor.indent >= CODE_INDENT || this.#containers.isFull) {
      return false;
    }
    switch (cursor.code) {
      case 0x3e:
        this.#close();
        this.#containers.openQuote(cursor);
        break;
      case 0x5b: {
        const footnote = footnoteStart(cursor);
        if (footnote === undefined) {
          return false;
        }
        this.#close();
        this.#containers.openFootnote(cursor, footnote);
        break;
      }
      default: {
        const marker = listMarker(cursor);
        if (marker === undefined || isRule(cursor)) {
          return false;
        }
        const isInParagraph = this.#leaf?.type === 'paragraph' && this.#isWhole();
        const isEmpty = cursor.next + marker.width >= trimmedEnd(this.#text, cursor.next, cursor.end);
        // Numbers at the beginning of a line are mostly part of a sentence.
        if (isInParagraph && (isEmpty || marker.number !== 1)) {
          return false;
        }
        this.#close();
        this.#containers.openItem(cursor, marker);
      }
    }
    this.#depth = this.#containers.depth;
    return true;
  }

  #opensLeaf(): boolean {
    const cursor = this.#cursor;
    if (cursor.indent >= CODE_INDENT) {
      if (this.#leaf?.type === 'paragraph') {
        return false;
      }
      this.#open({ type: 'indented', lines: [cursor.rest()] });
      return true;
    }
    switch (cursor.code) {
      case 0x23:
        return this.#opensHeading();
      case 0x60:
      case 0x7e:
        return this.#opensFence();
      case 0x3c:
        return this.#opensHtml();
      case 0x3d:
        return this.#underlines();
      case 0x2d:
        return this.#underlines() || this.#opensRule() || this.#opensTable();
      case 0x2a:
      case 0x5f:
        return this.#opensRule();
      case 0x7c:
      case 0x3a:
        return this.#opensTable();
      default:
        return false;
    }
  }

  #opensHeading(): boolean {
    const found = headingStart(this.#cursor);
    if (found !== undefined) {
      const { next, end } = this.#cursor;
      this.#close();
      this.#add({
        type: 'heading',
        start: next,
        end: trimmedEnd(this.#text, next, end),
        depth: found.depth,
        content: wordsOf(this.#text, found.from, found.to),
      });
    }
    return found !== undefined;
  }

  #opensFence(): boolean {
    const fence = fenceStart(this.#cursor);
    if (fence !== undefined) {
      const { next, end } = this.#cursor;
      this.#open({ type: 'fenced', fence, opening: { from: next, to: end, spare: 0 }, lines: [] });
    }
    return fence !== undefined;
  }

  #opensHtml(): boolean {
    const end = htmlStart(this.#cursor, this.#leaf?.type === 'paragraph');
    if (end !== undefined) {
      this.#open({ type: 'html', end, lines: [this.#cursor.rest()] });
      this.#endHtml(end);
    }
    return end !== undefined;
  }

  /** Closes a block of HTML whose end stands in the line just read. */
  #endHtml(end: HtmlEnd): void {
    if (end !== 'blank' && end.test(this.#text.slice(this.#cursor.next, this.#cursor.end))) {
      this.#close();
    }
  }

  /** `===` or `---` under a paragraph makes a heading of it. */
  #underlines(): boolean {
    const leaf = this.#leaf;
    const depth = leaf?.type === 'paragraph' && this.#isWhole() ? underlineDepth(this.#cursor) : undefined;
    if (leaf?.type !== 'paragraph' || depth === undefined) {
      return false;
    }
    const { definitions, rest } = paragraphParts(this.#text, leaf.lines);
    if (rest === undefined) {
      return false;
    }
    this.#leaf = undefined;
    definitions.forEach((definition) => this.#add(definition));
    const { next, end } = this.#cursor;
    const start = sourceOffset(rest, 0);
    this.#add({ type: 'heading', start, end: trimmedEnd(this.#text, next, end), depth, content: rest });
    return true;
  }

  #opensRule(): boolean {
    if (!isRule(this.#cursor)) {
      return false;
    }
    const { next, end } = this.#cursor;
    this.#close();
    this.#add({ type: 'rule', start: next, end: trimmedEnd(this.#text, next, end) });
    return true;
  }

  /** A line of delimiters makes a table's header of the line before it. */
  #opensTable(): boolean {
    const leaf = this.#leaf;
    if (leaf?.type !== 'paragraph' || !this.#isWhole()) {
      return false;
    }
    const { next, end } = this.#cursor;
    const columns = delimitedColumns(this.#text, next);
    const table = columns === 0 ? undefined : tableAt(this.#text, leaf, columns);
    if (table === undefined) {
      return false;
    }
    this.#leaf = table.before.length === 0 ? undefined : { ...leaf, lines: table.before };
    const { header, start } = table;
    this.#open({ type: 'table', start, end: trimmedEnd(this.#text, next, end), header, rows: [] });
    return true;
  }

  #readText(): void {
    const cursor = this.#cursor;
    const leaf = this.#leaf;
    if (leaf?.type === 'paragraph') {
      // A paragraph goes on in lines that lack the marks of its containers.
      leaf.lines.push(cursor.rest());
      leaf.lastIndent = cursor.indent;
      leaf.isLastLazy = !this.#isWhole();
    } else if (leaf?.type === 'table' && this.#isWhole()) {
      leaf.end = trimmedEnd(this.#text, cursor.next, cursor.end);
      leaf.rows.push(rowCells(this.#text, cursor.next, cursor.end));
    } else {
      this.#close();
      this.#open({
        type: 'paragraph',
        lines: [{ from: cursor.next, to: cursor.end, spare: 0 }],
        lastIndent: cursor.indent,
        isLastLazy: false,
        opensItem: this.#containers.isAtItemStart,
      });
    }
  }

  #open(leaf: OpenLeaf): void {
    this.#close();
    this.#leaf = leaf;
    this.#containers.fill();
  }

  /** Closes the open leaf and the containers that the line does not continue. */
  #close(): void {
    const leaf = this.#leaf;
    if (leaf !== undefined) {
      this.#leaf = undefined;
      blocksOfLeaf(this.#text, leaf).forEach((block) => this.#add(block));
    }
    this.#containers.closeBehind(this.#depth);
  }

  #add(block: Block): void {
    this.#containers.add(block);
  }
}
