/** A stretch of a content's text that Markdown sets apart. Offsets are within that text. */
export type InlineSpan =
  | { readonly type: 'code'; readonly start: number; readonly end: number; readonly value: string }
  | {
      readonly type: 'link';
      readonly start: number;
      readonly end: number;
      /** The target without angle brackets and title; `start` and `end` hold it. */
      readonly value: string;
      /** Where the whole link begins, its label included. */
      readonly outerStart: number;
      readonly outerEnd: number;
      readonly isImage: boolean;
    }
  | { readonly type: 'autolink'; readonly start: number; readonly end: number; readonly value: string }
  | { readonly type: 'comment'; readonly start: number; readonly end: number; readonly value: string };

/**
 * Finds code spans, links, autolinks and HTML comments in the text of a block, in order and without overlaps
 * except that code within a link's label is found too. Linear in the length of the text.
 */
export function scanInline(text: string): readonly InlineSpan[] {
  marks.lastIndex = 0;
  let mark = marks.exec(text);
  if (mark === null) {
    return none;
  }
  const spans: InlineSpan[] = [];
  const brackets: { at: number; isImage: boolean }[] = [];
  const fences = text.includes('`') ? closingFences(text) : noFences;
  const lastCommentEnd = text.includes('<!--') ? text.lastIndexOf('-->') : -1;
  while (mark !== null) {
    marks.lastIndex = scanAt({ text, at: mark.index, spans, brackets, fences, lastCommentEnd });
    mark = marks.exec(text);
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** The characters at which something may begin or end that is no plain text. */
const marks = /[\\`![\]<]/g;
const none: readonly InlineSpan[] = [];
const noFences: ReadonlyMap<number, number> = new Map();

interface Scan {
  readonly text: string;
  readonly at: number;
  readonly spans: InlineSpan[];
  readonly brackets: { at: number; isImage: boolean }[];
  readonly fences: ReadonlyMap<number, number>;
  /** Where the last `-->` stands: behind it no comment begins, and none is looked for. */
  readonly lastCommentEnd: number;
}

/** Reads what begins at one place and tells where to go on. */
function scanAt(scan: Scan): number {
  const { text, at } = scan;
  switch (text.charAt(at)) {
    case '\\':
      return at + 2;
    case '`':
      return scanCode(scan);
    case '!':
      if (text[at + 1] === '[') {
        scan.brackets.push({ at, isImage: true });
        return at + 2;
      }
      return at + 1;
    case '[':
      scan.brackets.push({ at, isImage: false });
      return at + 1;
    case ']':
      return scanLinkTarget(scan);
    case '<':
      return scanAngle(scan);
    default:
      return at + 1;
  }
}

/** For every run of backticks that opens a code span: where the run that closes it begins. */
export function closingFences(text: string): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const openOfLength = new Map<number, number>();
  for (const run of text.matchAll(/`+/g)) {
    const { length } = run[0];
    const open = openOfLength.get(length);
    if (open !== undefined) {
      closing.set(open, run.index);
    }
    openOfLength.set(length, run.index);
  }
  return closing;
}

function scanCode({ text, at, spans, fences }: Scan): number {
  let open = at;
  while (text[open] === '`') {
    open += 1;
  }
  const close = fences.get(at);
  if (close === undefined) {
    return open;
  }
  const inner = text.slice(open, close);
  const isPadded = inner.startsWith(' ') && inner.endsWith(' ') && inner.trim() !== '';
  const start = open + (isPadded ? 1 : 0);
  const end = close - (isPadded ? 1 : 0);
  spans.push({ type: 'code', start, end, value: text.slice(start, end) });
  return close + (open - at);
}

const inlineTarget =
  /\(\s*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)/y;

function scanLinkTarget({ text, at, spans, brackets }: Scan): number {
  const open = brackets.pop();
  if (open === undefined || text[at + 1] !== '(') {
    return at + 1;
  }
  inlineTarget.lastIndex = at + 1;
  const match = inlineTarget.exec(text);
  if (match === null) {
    return at + 1;
  }
  const value = match[1] ?? match[2] ?? '';
  const start = at + 1 + match[0].indexOf(value, 1);
  const outerEnd = at + 1 + match[0].length;
  spans.push({
    type: 'link',
    start,
    end: start + value.length,
    value,
    outerStart: open.at,
    outerEnd,
    isImage: open.isImage,
  });
  return outerEnd;
}

const autolink = /<([a-z][a-z0-9+.-]{1,31}:[^\s<>]*)>/iy;

function scanAngle({ text, at, spans, lastCommentEnd }: Scan): number {
  if (text.startsWith('<!--', at)) {
    if (at + 4 > lastCommentEnd) {
      return at + 4;
    }
    const close = text.indexOf('-->', at + 4);
    spans.push({ type: 'comment', start: at, end: close + 3, value: text.slice(at + 4, close).trim() });
    return close + 3;
  }
  autolink.lastIndex = at;
  const match = autolink.exec(text);
  if (match?.[1] === undefined) {
    return at + 1;
  }
  spans.push({ type: 'autolink', start: at + 1, end: at + 1 + match[1].length, value: match[1] });
  return at + match[0].length;
}
