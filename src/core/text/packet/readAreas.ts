import type { Block, List, ListItem, Span } from '../blocks.ts';
import { plainText } from '../plainText.ts';
import type { PacketArea, PacketQuestion, Statement } from './packet.ts';
import { linesOf, type PacketLine } from './statements.ts';

type Group = 'currentIssues' | 'proposed' | 'questions' | 'notes';

/** What stands before a colon, or in a heading of its own, and says what follows. */
const labels: readonly (readonly [RegExp, Group])[] = [
  [/\bquestions?\b|^(?:to be answered|please answer|asked|answer)$/i, 'questions'],
  [
    /^(?:the )?(?:proposed|proposals?|proposing|suggested|planned|fix|solution|change|approach|design|target)\b/i,
    'proposed',
  ],
  [
    /^(?:the )?(?:current|existing|known|today|now|issues?|problems?|pain points?|status quo|symptoms?|background|as[- ]is)\b/i,
    'currentIssues',
  ],
];

/** A part of a packet that may be an area: how it is called, and what it holds. */
interface AreaText {
  readonly title: string;
  readonly heading: Span;
  readonly extent: Span;
  readonly blocks: readonly Block[];
}

/** Reads an area. Its parts may be labels before a colon, bold words, items of a list or headings. */
export function readArea({ title, heading, extent, blocks }: AreaText, id: string): PacketArea {
  const groups: Record<Group, Statement[]> = { currentIssues: [], proposed: [], questions: [], notes: [] };
  let group: Group | undefined;
  /** Lines less deep than this do not belong to the label. */
  let labelDepth = 0;
  for (const line of linesOf(blocks)) {
    const label = labelOf(line);
    if (label !== undefined) {
      ({ group } = label);
      // "Current: none" is said; what stands beside it is something else, what stands below it is more of it.
      labelDepth = label.rest === undefined ? line.depth : line.depth + 1;
      if (label.rest !== undefined) {
        groups[group].push(label.rest);
      }
      continue;
    }
    if (line.depth < labelDepth) {
      group = undefined;
    }
    const isAsked = (group === undefined || group === 'notes') && line.text.endsWith('?');
    groups[isAsked ? 'questions' : (group ?? 'notes')].push(statementOf(line));
  }
  const questions = groups.questions.map((question, index): PacketQuestion => ({
    id: `${id}.${index + 1}`,
    ...question,
  }));
  return { id, title, heading, extent, ...groups, questions };
}

/** The items of a list that are areas: each has a name, and below it what it is about. */
export function areaItems(blocks: readonly Block[]): AreaText[] {
  return blocks
    .filter((block): block is List => block.type === 'list')
    .flatMap((list) => list.children.flatMap(itemArea));
}

function itemArea(item: ListItem): AreaText[] {
  const [first, ...rest] = item.children;
  return first?.type === 'paragraph' && rest.some((block) => block.type === 'list')
    ? [
        {
          title: plainText(first.content.text).replace(/\s*:$/, ''),
          heading: first,
          extent: item,
          blocks: rest,
        },
      ]
    : [];
}

/** Whether blocks ask something of their reader under a label that says so. */
export function asksQuestions(blocks: readonly Block[]): boolean {
  return [...linesOf(blocks)].some((line) => labelOf(line)?.group === 'questions');
}

interface Label {
  readonly group: Group;
  /** What follows on the same line. */
  readonly rest: Statement | undefined;
}

function labelOf(line: PacketLine): Label | undefined {
  if (line.heading !== undefined) {
    return { group: groupNamed(line.text.replace(/:$/, '')) ?? 'notes', rest: undefined };
  }
  const colon = /^([\p{L}][^:.?!]{0,50}):(?=\s|$)/u.exec(line.text);
  const name = colon?.[1];
  const rest = line.text.slice(colon?.[0].length ?? 0).trim();
  const group = name === undefined ? undefined : groupNamed(name);
  if (name === undefined || (group === undefined && rest !== '')) {
    return undefined;
  }
  return {
    group: group ?? 'notes',
    rest: rest === '' ? undefined : { ...statementOf(line), text: rest },
  };
}

function groupNamed(name: string): Group | undefined {
  return labels.find(([pattern]) => pattern.test(name))?.[1];
}

function statementOf({ text, start, end }: PacketLine): Statement {
  return { text, start, end };
}
