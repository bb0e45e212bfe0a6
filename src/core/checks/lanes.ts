import type { ListItem, Table } from '../text/blocks.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { sourceOffset } from '../text/content.ts';
import { itemText, listsAndTables } from './announcements.ts';
import { pathShape } from './pathShape.ts';

/** A path or pattern that a lane claims. Offsets in the plan. */
export interface LanePath {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A strand of work that goes on beside others, and what it may change. */
export interface Lane {
  /** As the plan first names it: `lane-2`, `Lane B`. */
  readonly name: string;
  readonly paths: readonly LanePath[];
  /** The lanes, by their keys, that it comes after. */
  readonly after: ReadonlySet<string>;
}

const label = String.raw`(?<kind>[Ll]anes?|[Tt]racks?|[Ww]ork-?\s?streams?|[Ss]treams?|LANE|TRACK)(?:\s#?|-)(?<number>\d{1,2}|[A-Z])(?!\w)`;
const opening = new RegExp(String.raw`^[\s*_\x60#>[\]xX|-]{0,8}(?:[Pp]arallel\s|[Ss]wim\s?)?${label}`);
const anyLane = new RegExp(String.raw`\b${label}`, 'g');

/** Reads the lanes of a plan by their keys: headings, list items and table rows that begin with "Lane 2". */
export function lanesOf(document: PlanDocument): Map<string, Lane> {
  const lanes = new Map<string, Lane>();
  if (!/(?:ane|ANE|rack|RACK|tream)s?(?:\s#?|-)(?:\d|[A-Z]\b)/.test(document.text)) {
    return lanes;
  }
  for (const section of document.sections) {
    const name = opening.exec(section.heading.content.text);
    if (name !== null) {
      add(lanes, name, owned(document.text, section.heading.end, section.end));
    }
  }
  for (const block of document.blocks) {
    const name = block.type === 'paragraph' ? opening.exec(block.content.text) : null;
    if (name !== null) {
      add(lanes, name, { text: document.text.slice(block.start, block.end), from: block.start });
    }
  }
  for (const block of listsAndTables(document.blocks)) {
    for (const { text, start, end } of block.type === 'list' ? block.children.map(itemOf) : rowsOf(block)) {
      const name = opening.exec(text);
      if (name !== null) {
        add(lanes, name, { text: document.text.slice(start, end), from: start });
      }
    }
  }
  return lanes;
}

interface Stretch {
  readonly text: string;
  /** Where it begins in the plan. */
  readonly from: number;
}

function itemOf(item: ListItem): { text: string; start: number; end: number } {
  return { text: itemText(item)?.text.slice(0, 80) ?? '', start: item.start, end: item.end };
}

function rowsOf(table: Table): { text: string; start: number; end: number }[] {
  return table.rows.flatMap((row) => {
    const [first] = row;
    const last = row.at(-1);
    return first === undefined || last === undefined
      ? []
      : [{ text: first.text, start: sourceOffset(first, 0), end: sourceOffset(last, last.text.length) }];
  });
}

const owning =
  /^[\s*_>-]*(?:exclusive |owned |allowed )?(?:files?|paths?|owns|ownership|scope|touches|modifies|creates|changes|may (?:edit|change))\b[^:\n]{0,40}:/i;

/** Under a heading only the lines that say what the lane owns, and the items below them, are claims. */
function owned(plan: string, start: number, end: number): Stretch {
  let isOwned = false;
  const kept = plan
    .slice(start, end)
    .split('\n')
    .map((line) => {
      if (owning.test(line)) {
        isOwned = true;
      } else if (
        !/^\s*(?:[-*+]|\d+[.)])\s|^\s*$|^\s{2,}\S/.test(line) ||
        /^\s*[-*+]\s+\*\*[^*]+:\*\*/.test(line)
      ) {
        isOwned = false;
      }
      const isDependency = /\b(?:after|depends? on|blocked by|once)\b/i.test(line);
      return isOwned || isDependency ? line : ' '.repeat(line.length);
    });
  return { text: kept.join('\n'), from: start };
}

function add(lanes: Map<string, Lane>, name: RegExpExecArray, { text, from }: Stretch): void {
  const key = keyOf(name);
  const known = lanes.get(key);
  lanes.set(key, {
    name: known?.name ?? name[0].replaceAll(/^[\s*_`#>[\]|-]+/g, '').trim(),
    paths: [...(known?.paths ?? []), ...pathsIn(text, from)],
    after: new Set([...(known?.after ?? []), ...predecessors(text)]),
  });
}

function keyOf({ groups }: RegExpMatchArray): string {
  return `${(groups?.['kind'] ?? '').toLowerCase().replaceAll(/[\s-]|s$/g, '')} ${(groups?.['number'] ?? '').toUpperCase()}`;
}

/** "after Lane A", "depends on lanes A and B" */
function predecessors(text: string): string[] {
  return [...text.matchAll(/\b(?:after|depends? on|blocked by|once|following)\b([^.\n]{0,60})/gi)].flatMap(
    ([, names = '']) => [...names.matchAll(anyLane)].map(keyOf),
  );
}

const spelled =
  /`([^`\s]{2,200})`|(?<![\w/.:@~$<{*+`\\-])((?:[\w@.+*-]+\/){1,12}[\w@.+*-]*|[\w-]+\.[a-z]{1,5}(?![\w/.]))/g;
/** What a lane reads, or keeps its hands off, is not its own. */
const denied =
  /\b(?:not|never|except|excluding|without|read-only|reads?|imports?|uses?|depends? on|after|see|shared|do(?:es)?n't|avoid|from)\b[^.;\n]{0,50}$/i;

function pathsIn(text: string, from: number): LanePath[] {
  return [...text.matchAll(spelled)].flatMap((match) => {
    const value = (match[1] ?? match[2] ?? '').replace(/[.]+$/, '');
    const at = match.index + match[0].indexOf(value);
    const shape = pathShape(value);
    const isPath =
      shape.type === 'path' ||
      (value.includes('/') &&
        (shape.type === 'maybe'
          ? match[1] !== undefined
          : /^[\w@./+*-]+$/.test(value) && value.includes('*')));
    const before = text.slice(Math.max(0, at - 60), at);
    return isPath && !denied.test(before) ? [{ value, start: from + at, end: from + at + value.length }] : [];
  });
}
