import type { Block, List, ListItem, Table } from '../text/blocks.ts';
import type { Content } from '../text/content.ts';
import { plainText } from '../text/plainText.ts';
import type { CheckContext } from './check.ts';
import { oncePerRun } from './oncePerRun.ts';
import type { Segment } from './segments.ts';

/** A heading or a paragraph with the list or table that stands directly below it. */
export interface Announcement {
  readonly segment: Segment;
  readonly parts: List | Table;
  /** What stands behind the list or table, up to the next heading of the same container. */
  readonly rest: readonly Block[];
}

/** Every list and table that a heading or a paragraph directly above it leads in, in the order of the text. */
export const announcements = oncePerRun(({ document, segments }: CheckContext): Promise<Announcement[]> => {
  const byContent = new Map<Content, Segment>(segments.map((segment) => [segment.content, segment]));
  const found: Announcement[] = [];
  collect(document.blocks, byContent, found);
  return Promise.resolve(found);
});

function collect(
  blocks: readonly Block[],
  byContent: ReadonlyMap<Content, Segment>,
  found: Announcement[],
): void {
  for (const [index, block] of blocks.entries()) {
    if (block.type === 'paragraph' || block.type === 'heading') {
      const next = behindComments(blocks, index + 1);
      const parts = next === undefined ? undefined : blocks[next];
      const segment = byContent.get(block.content);
      if (segment !== undefined && (parts?.type === 'list' || parts?.type === 'table')) {
        found.push({ segment, parts, rest: upToHeading(blocks, (next ?? index) + 1) });
      }
    }
    if ('children' in block) {
      collect(block.children, byContent, found);
    }
  }
}

/** The number of the next block that a reader sees; a comment parts nothing. */
function behindComments(blocks: readonly Block[], from: number): number | undefined {
  for (let index = from; index < blocks.length; index += 1) {
    const block = blocks[index];
    if (block?.type !== 'html' || !block.content.text.startsWith('<!--')) {
      return index;
    }
  }
  return undefined;
}

/** How far a list may go on: with a note or a code block between its items it counts as several. */
const reach = 24;

/** Lists and tables behind one that is announced may go on with it, but not past the next heading. */
function upToHeading(blocks: readonly Block[], from: number): Block[] {
  const rest: Block[] = [];
  for (const block of blocks.slice(from, from + reach)) {
    if (block.type === 'heading') {
      break;
    }
    rest.push(block);
  }
  return rest;
}

/** Every list and table of a plan, wherever it stands, in the order of the text. */
export function listsAndTables(blocks: readonly Block[]): (List | Table)[] {
  const found: (List | Table)[] = [];
  gather(blocks, found);
  return found;
}

function gather(blocks: readonly Block[], found: (List | Table)[]): void {
  for (const block of blocks) {
    if (block.type === 'list' || block.type === 'table') {
      found.push(block);
    }
    if ('children' in block) {
      gather(block.children, found);
    }
  }
}

/** The first line of running text of a list item, as the plan writes it; undefined for an item without any. */
export function itemText(item: ListItem): Content | undefined {
  const first = item.children[0];
  return first?.type === 'paragraph' || first?.type === 'heading' ? first.content : undefined;
}

/** Whether a table row gives the sum of the others. */
export function isTotalRow(row: readonly Content[]): boolean {
  return /^(?:(?:grand |sub)?-?\s?totals?|sum)\b(?! average)|(?:\b|sub-?)totals?$/i.test(
    plainText(row[0]?.text ?? ''),
  );
}
