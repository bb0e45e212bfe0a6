import type { Range } from '../domain/position.ts';
import { walk } from '../text/blocks.ts';
import { sourceOffset } from '../text/content.ts';
import { lineEnd, rangeOf } from '../text/lineIndex.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Segment } from './segments.ts';

/** A comment in a plan that turns checks off or on again. */
export interface Directive {
  /** `disable-next-line` is told as `disable-line` of the line that it means. */
  readonly action: 'disable-line' | 'disable' | 'enable';
  readonly checks: readonly { readonly name: string; readonly range: Range }[];
  readonly reason: string | undefined;
  /** The line, from 1, that a `disable-line` is about; 0 for the other actions. */
  readonly line: number;
  /** The whole comment. */
  readonly range: Range;
}

/** A comment that begins like one of ours and says nothing that we know. */
export interface UnknownDirective {
  readonly word: string;
  readonly range: Range;
}

interface Comment {
  /** Offsets of the whole comment, and of the words in it. */
  readonly start: number;
  readonly end: number;
  readonly textStart: number;
  readonly text: string;
}

const MARK = 'plan-review-';

/** Reads the suppression comments of a plan in the order of the text. Linear in its length. */
export function readDirectives(
  document: PlanDocument,
  segments: readonly Segment[],
): { readonly directives: readonly Directive[]; readonly unknown: readonly UnknownDirective[] } {
  if (!document.text.includes(MARK)) {
    return { directives: [], unknown: [] };
  }
  const comments = [...frontMatterComments(document), ...htmlComments(document, segments)];
  const nextLine = contentLines(document, comments);
  const directives: Directive[] = [];
  const unknown: UnknownDirective[] = [];
  for (const comment of comments) {
    const range = rangeOf(document.lines, comment.start, comment.end);
    const match = /^plan-review-([\w-]+)(?=\s|:|$)[\s:]*/.exec(comment.text);
    const word = match?.[1] ?? '';
    const action = word === 'disable-next-line' ? 'disable-line' : word;
    if (action !== 'disable-line' && action !== 'disable' && action !== 'enable') {
      unknown.push({ word: `${MARK}${word}`, range });
      continue;
    }
    const line = word === 'disable-next-line' ? (nextLine[range.end.line] ?? 0) : range.start.line;
    directives.push({
      action,
      ...namesAndReason(document, comment, match?.[0].length ?? 0),
      line: action === 'disable-line' ? line : 0,
      range,
    });
  }
  return { directives, unknown };
}

/** `file-exists, commit-exists: why` */
function namesAndReason(
  document: PlanDocument,
  comment: Comment,
  from: number,
): Pick<Directive, 'checks' | 'reason'> {
  const names = /^[\w-]+(?:\s*,\s*[\w-]+)*/.exec(comment.text.slice(from))?.[0] ?? '';
  const reason = comment.text
    .slice(from + names.length)
    .replace(/^\s*(?::|--?|[–—])?\s*/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const checks = [...names.matchAll(/[\w-]+/g)].map((name) => {
    const start = comment.textStart + from + name.index;
    return { name: name[0], range: rangeOf(document.lines, start, start + name[0].length) };
  });
  return { checks, reason: reason === '' ? undefined : reason };
}

/** YAML has comments of its own, and front matter is where many claims stand. */
function frontMatterComments(document: PlanDocument): Comment[] {
  const lines = Array.from({ length: document.frontMatter?.endLine ?? 0 }, (_, line) => line);
  return lines.flatMap((line) => {
    const lineStart = document.lines.starts[line] ?? 0;
    const text = document.text.slice(lineStart, lineEnd(document.lines, line));
    const match = /(?:^|\s)(#\s*)(plan-review-.*?)\s*$/.exec(text);
    if (match?.[1] === undefined || match[2] === undefined) {
      return [];
    }
    const start = lineStart + match.index + match[0].indexOf('#');
    const textStart = start + match[1].length;
    return [{ start, end: textStart + match[2].length, textStart, text: match[2] }];
  });
}

function htmlComments(document: PlanDocument, segments: readonly Segment[]): Comment[] {
  const { text } = document;
  const shown = document.format === 'markdown' ? codePlaces(document, segments) : [];
  const comments: Comment[] = [];
  let from = document.lines.starts[document.frontMatter?.endLine ?? 0] ?? 0;
  let next = 0;
  for (;;) {
    const start = text.indexOf('<!--', from);
    const close = start === -1 ? -1 : text.indexOf('-->', start + 4);
    if (close === -1) {
      return comments;
    }
    while (next < shown.length && (shown[next]?.end ?? 0) <= start) {
      next += 1;
    }
    const code = shown[next];
    if (code !== undefined && code.start <= start) {
      // What stands in code is shown to the reader and suppresses nothing.
      from = code.end;
      continue;
    }
    const words = text.slice(start + 4, close);
    const textStart = start + 4 + (words.length - words.trimStart().length);
    if (words.trimStart().startsWith(MARK)) {
      comments.push({ start, end: close + 3, textStart, text: words.trim() });
    }
    from = close + 3;
  }
}

/** Where code that holds a comment stands, in the order of the text. */
function codePlaces(
  document: PlanDocument,
  segments: readonly Segment[],
): { readonly start: number; readonly end: number }[] {
  const blocks = [...walk(document.blocks)].filter((block) => block.type === 'code');
  const spans = segments.flatMap(({ content, spans }) =>
    spans
      .filter((span) => span.type === 'code' && span.value.includes('<!--'))
      .map((span) => ({ start: sourceOffset(content, span.start), end: sourceOffset(content, span.end) })),
  );
  return [...blocks, ...spans].sort((a, b) => a.start - b.start);
}

/**
 * For each line, from 0: the number, from 1, of the first line from there on that holds anything but white space and
 * our comments. Formatters put blank lines around comments, and comments may stand one below the other.
 */
function contentLines({ lines, text }: PlanDocument, comments: readonly Comment[]): readonly number[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of comments) {
    pieces.push(text.slice(from, start), text.slice(start, end).replaceAll(/[^\r\n]/g, ' '));
    from = end;
  }
  const masked = { ...lines, text: pieces.join('') + text.slice(from) };
  const next: number[] = [];
  for (let line = lines.starts.length - 1; line >= 0; line -= 1) {
    const words = masked.text.slice(lines.starts[line] ?? 0, lineEnd(masked, line));
    next[line] = words.trim() === '' ? (next[line + 1] ?? 0) : line + 1;
  }
  return next;
}
