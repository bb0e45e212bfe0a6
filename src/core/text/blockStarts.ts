import type { LineCursor } from './lineCursor.ts';

/** Most blocks may stand behind three columns of white space; a fourth makes them code. */
export const CODE_INDENT = 4;

const SPACE = 0x20;
const TAB = 0x09;
const HASH = 0x23;
const BACKTICK = 0x60;

/** Whether the text between two offsets is white space of a line. */
export function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== TAB) {
      return false;
    }
  }
  return true;
}

/** The end of the text between two offsets without the white space at its end. */
export function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && isBlank(text, end - 1, end)) {
    end -= 1;
  }
  return end;
}

/** The start of the text between two offsets without the white space at its start. */
export function trimmedStart(text: string, from: number, to: number): number {
  let start = from;
  while (start < to && isBlank(text, start, start + 1)) {
    start += 1;
  }
  return start;
}

/** How often the character at `at` stands there in a row, up to `end`. */
function runLength(text: string, at: number, end: number): number {
  const code = text.charCodeAt(at);
  let stop = at;
  while (stop < end && text.charCodeAt(stop) === code) {
    stop += 1;
  }
  return stop - at;
}

/** A heading that begins with `#`, and where its words stand. */
export interface HeadingStart {
  readonly depth: number;
  readonly from: number;
  readonly to: number;
}

/** `## Words ##` */
export function headingStart({ text, next, end }: LineCursor): HeadingStart | undefined {
  const depth = runLength(text, next, end);
  if (depth > 6 || !isBlank(text, next + depth, Math.min(next + depth + 1, end))) {
    return undefined;
  }
  const from = trimmedStart(text, next + depth, end);
  const last = trimmedEnd(text, from, end);
  let to = last;
  while (to > from && text.charCodeAt(to - 1) === HASH) {
    to -= 1;
  }
  // Hashes at the end close the heading only where white space parts them from its words.
  const isClosed = to < last && (to === from || isBlank(text, to - 1, to));
  return { depth, from, to: isClosed ? trimmedEnd(text, from, to) : last };
}

/** The line of characters that opens a block of code. */
export interface FenceStart {
  /** The code of its character. */
  readonly mark: number;
  readonly length: number;
  /** The columns in front of it, which its lines may have as well. */
  readonly indent: number;
  /** The first word behind it, or an empty string. */
  readonly language: string;
}

/** "```ts", "~~~" */
export function fenceStart({ text, next, end, indent }: LineCursor): FenceStart | undefined {
  const length = runLength(text, next, end);
  if (length < 3) {
    return undefined;
  }
  const mark = text.charCodeAt(next);
  const info = text.slice(next + length, end).trim();
  return mark === BACKTICK && info.includes('`')
    ? undefined
    : { mark, length, indent, language: info.split(/\s/, 1)[0] ?? '' };
}

/** Whether a line closes the block of code that a fence opened. */
export function closesFence({ text, next, end, indent }: LineCursor, fence: FenceStart): boolean {
  if (indent >= CODE_INDENT || next >= end || text.charCodeAt(next) !== fence.mark) {
    return false;
  }
  const length = runLength(text, next, end);
  return length >= fence.length && isBlank(text, next + length, end);
}

/** The depth of the heading that a line under words makes of them: `===` or `---`. */
export function underlineDepth({ text, next, end }: LineCursor): 1 | 2 | undefined {
  const length = runLength(text, next, end);
  return isBlank(text, next + length, end) ? (text.charCodeAt(next) === 0x3d ? 1 : 2) : undefined;
}

/** `***`, `- - -` */
export function isRule({ text, next, end }: LineCursor): boolean {
  const mark = text.charCodeAt(next);
  let count = 0;
  for (let at = next; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === mark) {
      count += 1;
    } else if (code !== SPACE && code !== TAB) {
      return false;
    }
  }
  return count >= 3;
}

/** What opens an item of a list. */
export interface ListMarker {
  readonly isOrdered: boolean;
  /** The bullet, or what stands behind the number: items with different ones belong to different lists. */
  readonly sign: number;
  /** In characters. */
  readonly width: number;
  /** The bullet's number; 1 for other bullets. */
  readonly number: number;
}

/** `-`, `*`, `+`, `1.`, `1)`, with white space or nothing behind it. */
export function listMarker({ text, next, end }: LineCursor): ListMarker | undefined {
  let at = next;
  while (at < end && at - next < 10 && isDigit(text.charCodeAt(at))) {
    at += 1;
  }
  const digits = at - next;
  const sign = text.charCodeAt(at);
  const isMark =
    digits === 0 ? sign === 0x2d || sign === 0x2a || sign === 0x2b : sign === 0x2e || sign === 0x29;
  if (!isMark || digits > 9 || at >= end || !isBlank(text, at + 1, Math.min(at + 2, end))) {
    return undefined;
  }
  const number = digits === 0 ? 1 : Number(text.slice(next, at));
  return { isOrdered: digits > 0, sign, width: digits + 1, number };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const footnote = /\[\^((?:[^\]\\[ \t\r\n]|\\[\]\\[]?){1,999})\]:/y;

/** The label of `[^label]:` and the length of all of it. */
export function footnoteStart({ text, next }: LineCursor): { label: string; length: number } | undefined {
  footnote.lastIndex = next;
  const match = footnote.exec(text);
  return match?.[1] === undefined ? undefined : { label: match[1], length: match[0].length };
}
