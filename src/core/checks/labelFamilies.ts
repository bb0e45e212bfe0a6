import type { ListItem } from '../text/blocks.ts';
import { plainText } from '../text/plainText.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Section } from '../text/sections.ts';
import { itemText, listsAndTables } from './announcements.ts';
import type { CheckContext } from './check.ts';
import { oncePerRun } from './oncePerRun.ts';

/** Parts of one plan that carry the same word and a running number: "Phase 1" to "Phase 5", "T001" to "T024". */
export interface LabelFamily {
  /** The word in lower case: `phase`, `task`. */
  readonly noun: string;
  /** How many parts there are; two numbers where the first is number 0, which people count or do not count. */
  readonly counts: readonly number[];
  /** The stretch of the plan that the parts stand in: their common section. Offsets. */
  readonly start: number;
  readonly end: number;
  /** The headings of the parts, where they are headings. */
  readonly sections: readonly Section[];
}

/** The words for parts of a plan that can be counted, singular. */
export const partNouns =
  'phase step task gate unit lane milestone area stage sprint part requirement check wave decision story section option alternative iteration batch workstream criterion principle'.split(
    ' ',
  );

/** The plural of one of these words. */
export function pluralOf(noun: string): string {
  return noun === 'criterion' ? 'criteria' : noun.replace(/y$/, 'ie').concat('s');
}

const headingLabel = new RegExp(
  String.raw`^\W{0,4}(?:user |validation |work |implementation )?(${partNouns.join('|')})\s#?(\d{1,3}|[A-Z])(?![\w.]|\s?[-–&+/,]\s?\d|\s(?:and|to)\s\d)`,
  'i',
);

/** Rules most headings out before their marks are taken off. */
const quickLabel = /[a-z]\W{1,4}[\dA-Z]/;

/** Finds the families among a plan's headings and among the task lists that number their tasks. */
export const labelFamilies = oncePerRun(({ document }: CheckContext): Promise<LabelFamily[]> =>
  Promise.resolve([...headingFamilies(document), ...taskFamilies(document)]),
);

interface Member {
  readonly section: Section;
  readonly noun: string;
  readonly number: number;
}

function headingFamilies(document: PlanDocument): LabelFamily[] {
  const groups = new Map<string, Member[]>();
  const open: { depth: number; start: number; end: number }[] = [];
  const holders = new Map<Member, { start: number; end: number }>();
  for (const section of document.sections) {
    while ((open.at(-1)?.depth ?? 0) >= section.depth) {
      open.pop();
    }
    const member = memberOf(section);
    if (member !== undefined) {
      const holder = open.at(-1) ?? { start: 0, end: document.text.length };
      const key = `${holder.start} ${section.depth} ${member.noun}`;
      const group = groups.get(key) ?? [];
      group.push(member);
      groups.set(key, group);
      holders.set(member, holder);
    }
    open.push({ depth: section.depth, start: section.heading.start, end: section.end });
  }
  return [...groups.values()].flatMap((members) => {
    const first = members[0];
    const counts = countsOf(members.map((member) => member.number));
    const holder = first === undefined ? undefined : holders.get(first);
    return first === undefined || counts === undefined || holder === undefined
      ? []
      : [
          {
            noun: first.noun,
            counts,
            start: holder.start,
            end: holder.end,
            sections: members.map((member) => member.section),
          },
        ];
  });
}

function memberOf(section: Section): Member | undefined {
  const { text } = section.heading.content;
  const match = quickLabel.test(text) ? headingLabel.exec(plainText(text)) : null;
  const label = match?.[2];
  if (match?.[1] === undefined || label === undefined) {
    return undefined;
  }
  const number = /\d/.test(label) ? Number(label) : label.toUpperCase().charCodeAt(0) - 64;
  return { section, noun: match[1].toLowerCase(), number };
}

/** How many parts carry these numbers, or undefined where a number is left out or given twice. */
function countsOf(numbers: readonly number[]): number[] | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const first = sorted[0];
  const isRunning =
    sorted.length >= 2 &&
    (first === 0 || first === 1) &&
    sorted.every((number, index) => number === first + index);
  if (!isRunning) {
    return undefined;
  }
  return first === 0 ? [sorted.length, sorted.length - 1] : [sorted.length];
}

const taskLabel = /^[*_`[\]xX\s]{0,8}T(\d{2,4})(?![\w-])/;

/** Task lists whose items begin with `T001`, as task breakdowns write them. */
function taskFamilies(document: PlanDocument): LabelFamily[] {
  if (!/T\d\d/.test(document.text)) {
    return [];
  }
  const numbers: number[] = [];
  for (const block of listsAndTables(document.blocks)) {
    numbers.push(...(block.type === 'list' ? block.children.flatMap(taskNumbers) : []));
  }
  // Ids with a letter behind them ("T048a") were put in later; how people count those is open.
  const counts = /\bT\d{2,4}[a-z]\b/.test(document.text) ? undefined : countsOf([...new Set(numbers)]);
  return counts === undefined || counts[0] === undefined || counts[0] < 3
    ? []
    : [{ noun: 'task', counts, start: 0, end: document.text.length, sections: [] }];
}

function taskNumbers(item: ListItem): number[] {
  const match = taskLabel.exec(itemText(item)?.text.slice(0, 16) ?? '');
  return match?.[1] === undefined ? [] : [Number(match[1])];
}
