import type { LineRest } from './lineCursor.ts';

/** Where one line of a content stands in the plan. */
interface LineOrigin {
  /** How many columns of white space the content's line begins with. */
  readonly indent: number;
  /** The plan's offset of the first character behind that white space. */
  readonly at: number;
  /** The plan's offset at which the line itself begins. */
  readonly lineStart: number;
}

/**
 * Text of a block without the marks of the containers it stands in (`> `, list indents), and where each of its
 * lines comes from. Line breaks are LF, whatever the plan has.
 */
export interface Content {
  readonly text: string;
  /** Where each line begins in `text`. */
  readonly starts: readonly number[];
  readonly origins: readonly LineOrigin[];
}

/** The content of lines that follow each other; at least one. */
export function contentOf(text: string, lines: readonly LineRest[]): Content {
  const [only] = lines;
  if (lines.length === 1 && only?.spare === 0) {
    return wordsOf(text, only.from, only.to);
  }
  const starts: number[] = [];
  const origins: LineOrigin[] = [];
  let joined = '';
  for (const { from, to, spare } of lines) {
    joined += starts.length === 0 ? '' : '\n';
    starts.push(joined.length);
    origins.push({ indent: spare, at: from, lineStart: spare === 0 ? from : from - 1 });
    joined += ' '.repeat(spare) + text.slice(from, to);
  }
  return { text: joined, starts, origins };
}

/** The content of a stretch within one line. */
export function wordsOf(text: string, from: number, to: number): Content {
  return {
    text: text.slice(from, to),
    starts: firstLine,
    origins: [{ indent: 0, at: from, lineStart: from }],
  };
}

const firstLine: readonly number[] = [0];

/** The plan's offset of the character at `offset` of a content. */
export function sourceOffset(content: Content, offset: number): number {
  const line = contentLine(content, offset);
  const origin = content.origins[line];
  if (origin === undefined) {
    return 0;
  }
  const column = offset - (content.starts[line] ?? 0);
  return Math.max(origin.lineStart, origin.at + column - origin.indent);
}

/** The number, from 0, of the content's line that holds `offset`. */
export function contentLine(content: Content, offset: number): number {
  let low = 0;
  let high = content.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((content.starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** The part of a content between two of its offsets. */
export function slice(content: Content, start: number, end: number): Content {
  const text = content.text.slice(start, end);
  const first = contentLine(content, start);
  const starts: number[] = [];
  const origins: LineOrigin[] = [];
  for (let line = first; line < content.starts.length; line += 1) {
    const lineStart = content.starts[line] ?? 0;
    const origin = content.origins[line];
    if (origin === undefined || (line > first && lineStart > end)) {
      break;
    }
    if (lineStart >= start) {
      starts.push(lineStart - start);
      origins.push(origin);
    } else {
      const at = sourceOffset(content, start);
      starts.push(0);
      origins.push({ indent: 0, at, lineStart: at });
    }
  }
  return { text, starts, origins };
}
