import { trimmedEnd, trimmedStart, type FenceStart } from './blockStarts.ts';
import type { Block, Definition, Table } from './blocks.ts';
import { contentOf, slice, sourceOffset, type Content } from './content.ts';
import { takeDefinitions } from './definitions.ts';
import type { HtmlEnd } from './htmlStarts.ts';
import type { LineRest } from './lineCursor.ts';
import { rowCells } from './table.ts';

/** A block that holds no other blocks and to which the next line may belong. */
export type OpenLeaf =
  | {
      readonly type: 'paragraph';
      readonly lines: LineRest[];
      /** Of its last line: the columns in front of it, and whether it lacks marks of its containers. */
      lastIndent: number;
      isLastLazy: boolean;
      /** Whether it is the first block of a list item, and may begin with the box of a task. */
      readonly opensItem: boolean;
    }
  | {
      readonly type: 'fenced';
      readonly fence: FenceStart;
      readonly opening: LineRest;
      readonly lines: LineRest[];
    }
  | { readonly type: 'indented'; readonly lines: LineRest[] }
  | { readonly type: 'html'; readonly end: HtmlEnd; readonly lines: LineRest[] }
  | {
      readonly type: 'table';
      readonly start: number;
      end: number;
      readonly header: Content[];
      readonly rows: Content[][];
    };

/** The blocks that a leaf makes when no further line belongs to it. A paragraph may open with definitions of links. */
export function blocksOfLeaf(text: string, leaf: OpenLeaf): Block[] {
  switch (leaf.type) {
    case 'paragraph': {
      const { definitions, rest } = paragraphParts(text, leaf.lines);
      return rest === undefined
        ? [...definitions]
        : [...definitions, paragraphOf(leaf.opensItem ? withoutBox(rest) : rest)];
    }
    case 'fenced':
      return [fencedCode(text, leaf, undefined)];
    case 'indented': {
      const lines = withoutBlankEnd(text, leaf.lines);
      const content = contentOf(text, lines);
      return [
        { type: 'code', language: '', start: sourceOffset(content, 0), end: lastEnd(text, lines), content },
      ];
    }
    case 'html': {
      const lines = withoutBlankEnd(text, leaf.lines);
      const [first] = lines;
      const start = first === undefined ? 0 : trimmedStart(text, first.from, first.to);
      return [{ type: 'html', start, end: lastEnd(text, lines), content: contentOf(text, lines) }];
    }
    case 'table': {
      const { start, end, header, rows } = leaf;
      return [{ type: 'table', start, end, header, rows } satisfies Table];
    }
  }
}

/** A paragraph's definitions of links, and what is left of its text. */
export function paragraphParts(
  text: string,
  lines: readonly LineRest[],
): { readonly definitions: readonly Definition[]; readonly rest: Content | undefined } {
  const content = contentOf(text, withoutSpaceAtEnd(text, lines));
  return content.text.startsWith('[') ? takeDefinitions(content) : { definitions: [], rest: content };
}

/** "[x] Words": the box is no part of what the item says. */
function withoutBox(content: Content): Content {
  const box = /^\[[ xX]\]\s+(?=\S)/.exec(content.text)?.[0].length ?? 0;
  return box === 0 ? content : slice(content, box, content.text.length);
}

function paragraphOf(content: Content): Block {
  return {
    type: 'paragraph',
    start: sourceOffset(content, 0),
    end: sourceOffset(content, content.text.length - 1) + 1,
    content,
  };
}

/** A block of code; `closing` is the offset behind the fence that closes it. */
export function fencedCode(
  text: string,
  { fence, opening, lines }: Extract<OpenLeaf, { type: 'fenced' }>,
  closing: number | undefined,
): Block {
  const all = [opening, ...lines];
  return {
    type: 'code',
    language: fence.language,
    start: opening.from,
    end: closing ?? lastEnd(text, withoutBlankEnd(text, all)),
    content: contentOf(text, lines.length === 0 ? [{ from: opening.to, to: opening.to, spare: 0 }] : lines),
  };
}

/** Lines without the blank ones at their end, but for the first one. */
function withoutBlankEnd(text: string, lines: readonly LineRest[]): readonly LineRest[] {
  let count = lines.length;
  while (count > 1 && isBlankLine(text, lines[count - 1])) {
    count -= 1;
  }
  return count === lines.length ? lines : lines.slice(0, count);
}

function isBlankLine(text: string, line: LineRest | undefined): boolean {
  return line === undefined || trimmedStart(text, line.from, line.to) === line.to;
}

function withoutSpaceAtEnd(text: string, lines: readonly LineRest[]): readonly LineRest[] {
  const last = lines.at(-1);
  const to = last === undefined ? 0 : trimmedEnd(text, last.from, last.to);
  return last === undefined || to === last.to ? lines : [...lines.slice(0, -1), { ...last, to }];
}

function lastEnd(text: string, lines: readonly LineRest[]): number {
  const last = lines.at(-1);
  return last === undefined ? 0 : trimmedEnd(text, last.from, last.to);
}

/** The table that the last line of a paragraph opens, and the lines in front of it; undefined where the columns differ. */
export function tableAt(
  text: string,
  { lines, lastIndent, isLastLazy }: Extract<OpenLeaf, { type: 'paragraph' }>,
  columns: number,
): { readonly before: LineRest[]; readonly header: Content[]; readonly start: number } | undefined {
  const head = lines.at(-1);
  if (head === undefined || lastIndent > 3 || isLastLazy) {
    return undefined;
  }
  const header = rowCells(text, head.from, head.to);
  return header.length === columns
    ? { before: lines.slice(0, -1), header, start: trimmedStart(text, head.from, head.to) }
    : undefined;
}
