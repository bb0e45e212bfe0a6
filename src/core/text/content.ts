import { lineEnd, type LineIndex } from './lineIndex.ts';

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

/** The whole plan from `firstLine` (from 0) on, as one content. */
export function planContent(index: LineIndex, firstLine: number): Content {
  const starts: number[] = [];
  const origins: LineOrigin[] = [];
  const lines: string[] = [];
  let length = 0;
  for (let line = firstLine; line < index.starts.length; line += 1) {
    const start = index.starts[line] ?? 0;
    const text = index.text.slice(start, lineEnd(index, line));
    starts.push(length);
    origins.push({ indent: 0, at: start, lineStart: start });
    lines.push(text);
    length += text.length + 1;
  }
  return { text: lines.join('\n'), starts, origins };
}

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

/**
 * The content of a container: `inner` is what a parser left of the lines from `start` on after taking the marks
 * of the container off. Every line of `inner` is the end of the matching outer line, but for white space in front.
 */
export function unwrap(outer: Content, start: number, inner: string): Content {
  const first = contentLine(outer, start);
  const starts: number[] = [];
  const origins: LineOrigin[] = [];
  let length = 0;
  for (const [number, text] of inner.split('\n').entries()) {
    const line = first + number;
    const lineStart = number === 0 ? start : (outer.starts[line] ?? outer.text.length);
    const lineStop = (outer.starts[line + 1] ?? outer.text.length + 1) - 1;
    const words = text.trimStart();
    const at = outer.text.slice(lineStart, lineStop).lastIndexOf(words);
    const offset = at === -1 || words === '' ? lineStop : lineStart + at;
    starts.push(length);
    origins.push({
      indent: text.length - words.length,
      at: sourceOffset(outer, offset),
      lineStart: sourceOffset(outer, lineStart),
    });
    length += text.length + 1;
  }
  return { text: inner, starts, origins };
}
