import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { walk, type Block } from '../../src/core/text/blocks.ts';
import { indexLines } from '../../src/core/text/lineIndex.ts';
import { parseMarkdown } from '../../src/core/text/markdown.ts';

/** What mdast calls the blocks that we know, by our names for them. */
const names: Readonly<Record<string, Block['type']>> = {
  blockquote: 'blockquote',
  code: 'code',
  definition: 'definition',
  footnoteDefinition: 'footnote',
  heading: 'heading',
  html: 'html',
  list: 'list',
  listItem: 'listItem',
  paragraph: 'paragraph',
  table: 'table',
  thematicBreak: 'rule',
};

/** What holds other blocks. With lines that have nothing but the marks of quotes, mdast lets it end early or late. */
const containers = new Set<string>(['blockquote', 'footnote', 'list', 'listItem']);

/** Every block of a Markdown text as `type start-end`, in offsets and without the white space around it. */
export function ourBlocks(text: string): string[] {
  return [...walk(parseMarkdown(indexLines(text), 0))].map((block) => {
    const detail =
      block.type === 'heading' ? block.depth : block.type === 'list' && block.isOrdered ? ' ordered' : '';
    return `${block.type}${detail} ${place(text, block, block.type)}`;
  });
}

interface Node {
  readonly type: string;
  readonly depth?: number | undefined;
  readonly ordered?: boolean | null | undefined;
  readonly checked?: boolean | null | undefined;
  readonly children?: readonly Node[] | undefined;
  readonly position?:
    | undefined
    | {
        readonly start: { readonly offset?: number | undefined };
        readonly end: { readonly offset?: number | undefined };
      };
}

/** The same from mdast, whose positions are exact. */
export function mdastBlocks(text: string): string[] {
  const found: string[] = [];
  const visit = (node: Node, parent: Node | undefined): void => {
    const name = names[node.type];
    if (name !== undefined) {
      const detail =
        name === 'heading' ? node.depth : name === 'list' && node.ordered === true ? ' ordered' : '';
      const span = { start: startOf(text, node, parent), end: node.position?.end.offset ?? 0 };
      found.push(`${name}${detail ?? ''} ${place(text, span, name)}`);
    }
    if (!['heading', 'paragraph', 'table'].includes(node.type)) {
      node.children?.forEach((child) => visit(child, node));
    }
  };
  visit(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }), undefined);
  return found;
}

/** The box of a task belongs to the paragraph or not, depending on what follows it; for us it never does. */
function startOf(text: string, { type, position }: Node, parent: Node | undefined): number {
  const start = position?.start.offset ?? 0;
  const isTask = type === 'paragraph' && parent?.checked !== undefined && parent.checked !== null;
  return start + (isTask ? (/^\[[ xX]\]\s+/.exec(text.slice(start, start + 80))?.[0].length ?? 0) : 0);
}

function place(text: string, { start, end }: { start: number; end: number }, type: string): string {
  const words = text.slice(start, end);
  const from = start + words.length - words.trimStart().length;
  const last = words.replace(containers.has(type) ? /[\s>]+$/ : /\s+$/, '').length;
  return `${from}-${Math.max(from, start + last)}`;
}
