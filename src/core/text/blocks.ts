import type { Content } from './content.ts';

/** A stretch of the plan, in UTF-16 offsets; `end` is behind its last character. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Heading extends Span {
  readonly type: 'heading';
  /** 1 to 6. */
  readonly depth: number;
  readonly content: Content;
}

export interface Paragraph extends Span {
  readonly type: 'paragraph';
  readonly content: Content;
}

export interface CodeBlock extends Span {
  readonly type: 'code';
  /** The first word behind the fence, or an empty string. */
  readonly language: string;
  readonly content: Content;
}

export interface ListItem extends Span {
  readonly type: 'listItem';
  readonly children: readonly Block[];
}

export interface List extends Span {
  readonly type: 'list';
  readonly isOrdered: boolean;
  readonly children: readonly ListItem[];
}

export interface Blockquote extends Span {
  readonly type: 'blockquote';
  readonly children: readonly Block[];
}

/** `[^label]: words`, with further blocks below it where they are indented. */
export interface Footnote extends Span {
  readonly type: 'footnote';
  readonly label: string;
  readonly children: readonly Block[];
}

export interface Table extends Span {
  readonly type: 'table';
  readonly header: readonly Content[];
  readonly rows: readonly (readonly Content[])[];
}

/** Raw HTML within Markdown, comments among it. */
export interface HtmlBlock extends Span {
  readonly type: 'html';
  readonly content: Content;
}

export interface Rule extends Span {
  readonly type: 'rule';
}

/** `[label]: target` */
export interface Definition extends Span {
  readonly type: 'definition';
  readonly label: string;
  readonly target: string;
}

/** A block of a plan with its exact place. Children lie within their parent and in the order of the text. */
export type Block =
  | Heading
  | Paragraph
  | CodeBlock
  | List
  | ListItem
  | Blockquote
  | Footnote
  | Table
  | HtmlBlock
  | Rule
  | Definition;

/** Visits blocks in the order of the text, parents before children. */
export function* walk(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    if ('children' in block) {
      yield* walk(block.children);
    }
  }
}
