import type { Block, List, ListItem } from '../text/blocks.ts';
import { sourceOffset } from '../text/content.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Section } from '../text/sections.ts';
import { itemText } from './announcements.ts';
import { findQuantities, type Quantity } from './quantities.ts';
import { isWhole, type StatedSum } from './statedSum.ts';

/** The amount a heading ends with: "Phase 2: Build (30 minutes)", "Build — 2 h", "Build [3 days]". */
export interface TimedSection {
  readonly section: Section;
  readonly quantity: Quantity;
  readonly start: number;
  readonly end: number;
}

const headingAmount =
  /(?:[([]\s?(?:est(?:imated|imate|\.)?\s?(?:time|effort|duration)?|effort|duration|time)?:?\s?(?<inner>[~≈]?\s?[^()[\]]{1,40}?)[)\]]|\s[-–—:]\s(?<tail>[~≈]?\d[^()[\]]{1,24}))\W{0,8}$/i;

/** The sections whose headings end with an amount. */
export function timedSections(document: PlanDocument): Map<Section, TimedSection> {
  const timed = new Map<Section, TimedSection>();
  for (const section of document.sections) {
    const { content } = section.heading;
    const found = /\d[^\d]{0,16}$/.test(content.text) ? amountAtEnd(content.text) : undefined;
    // "A god object (1,087 lines)" tells how things are, and the list below what becomes of them.
    if (found !== undefined && found.dimension !== 'lines') {
      const start = sourceOffset(content, found.start);
      timed.set(section, { section, quantity: found, start, end: start + found.end - found.start });
    }
  }
  return timed;
}

/** The amount at the end of a heading or an item, when nothing but it stands there. */
function amountAtEnd(text: string): Quantity | undefined {
  const match = headingAmount.exec(text);
  const words = match?.groups?.['inner'] ?? match?.groups?.['tail'];
  if (match === null || words === undefined) {
    return undefined;
  }
  const at = match.index + match[0].indexOf(words);
  const [found, ...others] = findQuantities(words);
  const rest = found === undefined ? words : words.slice(0, found.start) + words.slice(found.end);
  return found === undefined || others.length > 0 || !/^[~≈\s*_+]*$/.test(rest)
    ? undefined
    : { ...found, start: at + found.start, end: at + found.end };
}

/** "## Build (30 minutes)" over timed subsections, or over a list whose items all carry an amount. */
export function sectionSums(document: PlanDocument, timed: ReadonlyMap<Section, TimedSection>): StatedSum[] {
  if (timed.size === 0) {
    return [];
  }
  const lists = listsByHeading(document.blocks);
  const sums: StatedSum[] = [];
  for (const [index, section] of document.sections.entries()) {
    const own = timed.get(section);
    if (own === undefined) {
      continue;
    }
    const inChildren = childrenOf(document.sections, index).map((child) => timed.get(child)?.quantity);
    const list = lists.get(section.heading) ?? [];
    const inItems = list.length === 1 ? list[0]?.children.map(itemAmount) : undefined;
    for (const [parts, of] of [
      [inChildren, 'the parts of this section'],
      [inItems, 'the items of its list'],
    ] as const) {
      if (isWhole(parts)) {
        const around = { start: section.heading.start, end: section.end };
        sums.push({ total: own.quantity, start: own.start, end: own.end, parts, of, around });
      }
    }
  }
  return sums;
}

/** The sections right below one: of those within it, the ones that no other of them holds. */
function childrenOf(sections: readonly Section[], index: number): Section[] {
  const parent = sections[index];
  const children: Section[] = [];
  let end = 0;
  for (const section of sections.slice(index + 1)) {
    if (parent === undefined || section.heading.start >= parent.end) {
      break;
    }
    if (section.heading.start >= end) {
      children.push(section);
      end = section.end;
    }
  }
  return children;
}

/** For each heading the lists between it and the next one. */
function listsByHeading(blocks: readonly Block[]): Map<Block, List[]> {
  const lists = new Map<Block, List[]>();
  let current: List[] = [];
  for (const block of blocks) {
    if (block.type === 'heading') {
      current = [];
      lists.set(block, current);
    } else if (block.type === 'list') {
      current.push(block);
    }
  }
  return lists;
}

/** "Write the parser (10 min)", "**Parser** - 10 min": the one amount that an item gives in brackets or at its end. */
function itemAmount(item: ListItem): Quantity | undefined {
  const text = itemText(item)?.text.split('\n', 1)[0] ?? '';
  if (!/\d/.test(text)) {
    return undefined;
  }
  const bracketed = [...text.matchAll(/\(([^()]{2,40})\)/g)].flatMap((match) => amountAlone(match[1] ?? ''));
  if (bracketed.length > 0) {
    return bracketed.length === 1 ? bracketed[0] : undefined;
  }
  return amountAtEnd(text);
}

function amountAlone(text: string): Quantity[] {
  const [found, ...others] = findQuantities(text);
  return found !== undefined &&
    others.length === 0 &&
    /^(?:est\w*\.?:?)?[~≈\s]*$/i.test(text.slice(0, found.start) + text.slice(found.end))
    ? [found]
    : [];
}
