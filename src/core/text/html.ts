import { Parser } from 'htmlparser2';
import type { Block } from './blocks.ts';
import type { Content } from './content.ts';

type Build = (at: OpenBlock, end: number) => Block;

const heading =
  (depth: number): Build =>
  (at, end) => ({ type: 'heading', depth, start: at.start, end, content: contentOf(at.pieces) });
const paragraph: Build = (at, end) => ({
  type: 'paragraph',
  start: at.start,
  end,
  content: contentOf(at.pieces),
});
const code: Build = (at, end) => ({
  type: 'code',
  language: '',
  start: at.start,
  end,
  content: contentOf(at.pieces),
});

const textElements =
  'p li td th dt dd blockquote figcaption summary div section article main aside header footer body'.split(
    ' ',
  );

/** The elements whose text is read as a block. The innermost one that holds a text wins. */
const blockElements: ReadonlyMap<string, Build> = new Map([
  ...[1, 2, 3, 4, 5, 6].map((depth): [string, Build] => [`h${depth}`, heading(depth)]),
  ...textElements.map((name): [string, Build] => [name, paragraph]),
  ['pre', code],
]);

const unread = new Set(['script', 'style', 'template', 'head', 'nav', 'svg']);

interface Piece {
  readonly text: string;
  readonly start: number;
}

interface OpenBlock {
  readonly name: string;
  readonly build: Build;
  readonly start: number;
  readonly pieces: Piece[];
}

/**
 * The headings, paragraphs and code of an HTML text, each with its place in the source. Text keeps the source's
 * spelling (entities stay as they are), so that every character of a block can be found again; `<code>` becomes a
 * code span, as in Markdown.
 */
export function parseHtml(text: string): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < text.length;) {
    from = readPart(text, from, blocks);
  }
  return blocks.sort((a, b) => a.start - b.start);
}

/** The parser takes time for each element by how deep it lies. Deeper ones than these are read as if they began anew. */
const deepest = 5_000;
/** In characters; how deep the elements are is looked at after as many. */
const step = 32_768;

/** Reads blocks of a text from an offset on, up to where its elements lie too deep; gives the offset behind what was read. */
function readPart(text: string, from: number, blocks: Block[]): number {
  const open: OpenBlock[] = [];
  let silent = 0;
  let depth = 0;
  const startOf = (): number => from + parser.startIndex;
  const endOf = (): number => Math.min(text.length, from + parser.endIndex + 1);
  const parser = new Parser(
    {
      onopentagname(name) {
        depth += 1;
        const build = blockElements.get(name);
        if (unread.has(name)) {
          silent += 1;
        } else if (build !== undefined) {
          open.push({ name, build, start: startOf(), pieces: [] });
        } else if (name === 'code' || name === 'kbd') {
          mark(open.at(-1), startOf());
        } else if (name === 'br') {
          open.at(-1)?.pieces.push({ text: '\n', start: startOf() });
        }
      },
      ontext(data) {
        if (silent === 0) {
          open.at(-1)?.pieces.push({ text: data, start: startOf() });
        }
      },
      oncomment(data) {
        if (silent === 0) {
          const content = contentOf([{ text: `<!--${data}-->`, start: startOf() }]);
          blocks.push({ type: 'html', start: startOf(), end: endOf(), content });
        }
      },
      onclosetag(name) {
        depth -= 1;
        if (unread.has(name)) {
          silent -= 1;
        } else if (name === 'code' || name === 'kbd') {
          mark(open.at(-1), startOf());
        } else if (open.at(-1)?.name === name) {
          const block = open.pop();
          if (block !== undefined && block.pieces.some((piece) => piece.text.trim() !== '')) {
            blocks.push(block.build(block, endOf()));
          }
        }
      },
    },
    { decodeEntities: false, lowerCaseTags: true },
  );
  let at = from;
  const isTooDeep = (): boolean => depth > deepest;
  while (at < text.length && !isTooDeep()) {
    // Between two elements, so that none is cut.
    const next = text.indexOf('<', at + step);
    const end = next === -1 ? text.length : next;
    parser.write(text.slice(at, end));
    at = end;
  }
  parser.end();
  return at;
}

function mark(block: OpenBlock | undefined, start: number): void {
  block?.pieces.push({ text: '`', start });
}

/**
 * One content of the pieces. A piece begins a new line of the content, so that each can have an origin of its own;
 * within a piece the source's line breaks are kept as spaces.
 */
function contentOf(pieces: readonly Piece[]): Content {
  const starts: number[] = [];
  const origins: Content['origins'][number][] = [];
  let text = '';
  for (const piece of pieces) {
    starts.push(text.length);
    origins.push({ indent: 0, at: piece.start, lineStart: piece.start });
    text += piece.text.replaceAll(/[\r\n\t]/g, ' ');
  }
  return { text, starts, origins };
}
