import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import type { Block, CodeBlock, List, ListItem, Span } from './blocks.ts';
import { contentLine, slice, sourceOffset, unwrap, type Content } from './content.ts';
import { tableCells } from './table.ts';

/**
 * The blocks of a Markdown text (GitHub's flavour).
 *
 * marked finds the blocks; it knows no positions, but its tokens repeat the source in order, so a cursor that
 * follows them gives each one its exact place. Inline marks are left alone: `inline.ts` reads them where needed.
 */
export function parseMarkdown(content: Content): Block[] {
  try {
    return blocksOf(new Lexer({ gfm: true }).blockTokens(content.text, []), content);
  } catch {
    // marked goes down one call for each `>` of a quote, and thousands of them end the stack. No plan means that.
    return [paragraph(content, 0, content.text.length)];
  }
}

function blocksOf(tokens: readonly Token[], content: Content): Block[] {
  const blocks: Block[] = [];
  let cursor = 0;
  /** Where the running text began that the last token belongs to. */
  let textStart: number | undefined;
  for (const token of tokens.filter(isMarked)) {
    const start = find(content.text, token.raw, cursor);
    cursor = start + token.raw.length;
    if (token.type === 'text' && textStart !== undefined) {
      // Inside a tight list item marked gives every line of running text a token of its own.
      blocks[blocks.length - 1] = paragraph(content, textStart, cursor);
      continue;
    }
    textStart = token.type === 'text' ? start : undefined;
    const block = blockOf(token, content, start);
    if (block !== undefined) {
      blocks.push(block);
    }
  }
  return blocks;
}

/** Every token is one of marked's own: no extension of it is in use. */
function isMarked(token: Token): token is MarkedToken {
  return token.type !== 'generic';
}

/** Where a token stands: at the cursor, or, where marked changed white space, at its next likeness. */
function find(text: string, raw: string, cursor: number): number {
  if (text.startsWith(raw, cursor)) {
    return cursor;
  }
  const exact = text.indexOf(raw, cursor);
  if (exact !== -1) {
    return exact;
  }
  const firstLine = raw.trimStart().split('\n', 1)[0] ?? '';
  const near = text.indexOf(firstLine, cursor);
  return near === -1 ? Math.min(cursor, text.length) : near;
}

function blockOf(token: MarkedToken, content: Content, start: number): Block | undefined {
  const span = spanOf(content, start, token.raw);
  switch (token.type) {
    case 'heading': {
      const text = token.text;
      const at = start + Math.max(0, token.raw.indexOf(text));
      return {
        type: 'heading',
        ...span,
        depth: token.depth,
        content: slice(content, at, at + text.length),
      };
    }
    case 'paragraph':
    case 'text':
      return paragraph(content, start, start + token.raw.length);
    case 'code':
      return codeOf(token, content, start);
    case 'list':
      return listOf(token, content, start);
    case 'blockquote': {
      return {
        type: 'blockquote',
        ...span,
        children: blocksOf(token.tokens, unwrap(content, start, token.text)),
      };
    }
    case 'table': {
      const rows = tableCells(trimmed(content, start, token.raw));
      return { type: 'table', ...span, header: rows[0] ?? [], rows: rows.slice(2) };
    }
    case 'html':
      return { type: 'html', ...span, content: trimmed(content, start, token.raw) };
    case 'hr':
      return { type: 'rule', ...span };
    case 'def':
      return {
        type: 'definition',
        ...span,
        label: token.tag,
        target: token.href,
      };
    default:
      return undefined;
  }
}

/** The place of a token without the line breaks and white space around it. */
function spanOf(content: Content, start: number, raw: string): Span {
  const text = content.text.slice(start, start + raw.length);
  const leading = text.length - text.trimStart().length;
  const words = text.trimEnd().length;
  const from = start + Math.min(leading, words);
  return { start: sourceOffset(content, from), end: endOffset(content, start + words) };
}

/** The place behind the last character before `offset`, which may be the start of a line. */
function endOffset(content: Content, offset: number): number {
  return offset === 0 ? sourceOffset(content, 0) : sourceOffset(content, offset - 1) + 1;
}

function trimmed(content: Content, start: number, raw: string): Content {
  return slice(content, start, start + raw.trimEnd().length);
}

function paragraph(content: Content, start: number, end: number): Block {
  const raw = content.text.slice(start, end);
  return { type: 'paragraph', ...spanOf(content, start, raw), content: trimmed(content, start, raw) };
}

function codeOf(token: Tokens.Code, content: Content, start: number): CodeBlock {
  const language = (token.lang ?? '').split(/\s/, 1)[0] ?? '';
  const span = spanOf(content, start, token.raw);
  if (token.codeBlockStyle === 'indented') {
    const blank = /^(?:[ \t]*\n)*/.exec(token.raw)?.[0].length ?? 0;
    const lines = trimmed(content, start + blank, token.raw.slice(blank));
    // The indent is what makes it code, so it belongs to the block.
    return { type: 'code', language, ...span, start: sourceOffset(lines, 0), content: lines };
  }
  const firstBreak = token.raw.indexOf('\n');
  const from = firstBreak === -1 ? token.raw.length : firstBreak + 1;
  const body = withoutClosingFence(token.raw.slice(from));
  return {
    type: 'code',
    language,
    ...span,
    content: slice(content, start + from, start + from + body.length),
  };
}

function withoutClosingFence(text: string): string {
  const end = text.trimEnd();
  const lastBreak = end.lastIndexOf('\n');
  const isClosed = /^(?:`{3,}|~{3,})$/.test(end.slice(lastBreak + 1).trimStart());
  return isClosed ? end.slice(0, Math.max(0, lastBreak)) : text;
}

function listOf(token: Tokens.List, content: Content, start: number): List {
  let cursor = start;
  const children: ListItem[] = [];
  for (const item of token.items) {
    const at = find(content.text, item.raw, cursor);
    children.push(itemOf(item, content, at));
    cursor = at + item.raw.length;
  }
  return { type: 'list', ...spanOf(content, start, token.raw), isOrdered: token.ordered, children };
}

function itemOf(item: Tokens.ListItem, content: Content, start: number): ListItem {
  const span = spanOf(content, start, item.raw);
  const firstLine = contentLine(content, start);
  const lineStop = (content.starts[firstLine + 1] ?? content.text.length + 1) - 1;
  // marked cuts a task's box off the text, but not off the tokens.
  const box = item.task ? (/\[[ xX]\][ \t]+/.exec(content.text.slice(start, lineStop))?.[0] ?? '') : '';
  return {
    type: 'listItem',
    ...span,
    children: blocksOf(item.tokens, unwrap(content, start, box + item.text)),
  };
}
