import type { List, ListItem, Table } from '../text/blocks.ts';
import { plainText } from '../text/plainText.ts';
import { announcements, isTotalRow, itemText, type Announcement } from './announcements.ts';
import type { CheckContext } from './check.ts';
import { partNouns, pluralOf } from './labelFamilies.ts';
import { countPattern } from './quantities.ts';
import { isFarOff, numberAlone, wordsBetween, type Parts, type StatedCount } from './statedCount.ts';

/** What lists of a plan are announced as; a list of 3 items says nothing of "30 seconds" or "80 lines". */
const listNouns = `(?:${[
  ...partNouns.map(pluralOf),
  'files|components|changes|issues|problems|reasons|goals|approaches|ways|things|cases|rules|layers|modes|methods|types|kinds|sorts',
  'categories|questions|deliverables|modules|services|tables|endpoints|fields|items|points|forms|motivations|benefits|drawbacks|constraints',
  'assumptions|risks|features|tools|agents|roles|functions|paths|packages|locations|places|scenarios|findings|strategies|levels|variants|states',
  'conditions|considerations|advantages|disadvantages|objectives|concerns|actions|properties|pieces|aspects|factors|patterns|variables',
].join('|')})`;

/** "… consists of three parts:", "Three parts:", "the following three parts of the work:" */
const announcing = new RegExp(
  String.raw`(?:^\W*(?:the\s|these\s|following\s)*|\bfollowing\s|\b(?:ha(?:s|ve)|are|asks?|proposes?|propose|identified|identify|offers?|provides?|of|in|into|for|by|uses?|adds?|introduces?|needs?|requires?|takes?|with|differentiate|distinguish|involves?|meets?|contains?|comprises?|touch(?:es)?|affects?|covers?|defines?|spans?|supports?|chang(?:es?|ed)|creates?|gives?|makes?|builds?|deploys?|ships?|shows?|describes?|runs?|faces?|serves?|achieves?|satisf(?:y|ies)|found|find|identifies|there are)\s(?:the\s|these\s|following\s|exactly\s|only\s)*)${numberAlone}${wordsBetween}(?<noun>${listNouns})\b(?<behind>(?:\s(?:of|for|to|in|with|on|at|by|from|here|when|that|which|where|below|(?:are|is|must be|will be|would be)\s\w+ed)\b[^.:;(,]{0,60})?):\W*$`,
  'i',
);
const anyNumber = new RegExp(String.raw`(?<![\w-])${countPattern}(?![\w-])`, 'gi');
const lastSentence = /(?:(?<!\b(?:[Aa]rts?|[Nn]os?|[Cc]f|vs|approx|resp))[.!?]["')*]*\s+|\n\s*\n)(?=[^\s])/g;

/** Numbers in sentences and headings that lead a list or a table in. */
export async function announcedCounts(context: CheckContext): Promise<StatedCount[]> {
  return (await announcements(context)).flatMap((announcement) => {
    const { segment } = announcement;
    if (!segment.words.slice(-8).includes(segment.isHeading ? ')' : ':')) {
      return [];
    }
    const from = segment.isHeading ? 0 : lastSentenceStart(segment.words);
    const sentence = segment.words.slice(from);
    const match = segment.isHeading ? headed.exec(sentence) : announcing.exec(sentence);
    const value = match?.groups?.['number'];
    const noun = match?.groups?.['noun'];
    const isOnlyNumber = segment.isHeading || (sentence.match(anyNumber)?.length ?? 0) === 1;
    if (
      match === null ||
      value === undefined ||
      noun === undefined ||
      !isOnlyNumber ||
      governing.test(sentence) ||
      hedged.test(sentence)
    ) {
      return [];
    }
    const at = from + match.index + match[0].indexOf(value);
    const parts = partsOf(announcement, noun);
    const isSure = parts.isSure && (/\bfollowing\b/i.test(sentence) || !isFarOff(value, parts.counts));
    return [{ segment, value, at, noun, ...parts, isSure, place: placeOf(announcement) }];
  });
}

/** "### Created (6 files)", "## The four lanes" */
const headed = new RegExp(
  String.raw`(?:\((?:all\s|the\s)?${numberAlone}${wordsBetween}(?<noun>${listNouns})\)\W*$)`,
  'i',
);

/** Numbers that are no claim of how many there are, and sentences whose list holds something else than what they count. */
const hedged =
  /\b(?:at (?:least|most)|up to|more than|less than|fewer than|about|around|roughly|some|one of|either|or (?:more|so)|first|last|next|top|other|remaining|another|additional|additionally|including|e\.g|such as|for example|each|every|per|instead|than|categori[sz]ed|grouped|organi[sz]ed|sorted|broken down|across|because|since)\b|\bfollowing\b.*\bfollowing\b|\ball of the following\b/i;

/** "Add four fields in:" leads in a list of where they go. */
const governing = /\b(?:in|into|to|for|from|on|at|by|with|of)\W*:\W*$/i;

function lastSentenceStart(words: string): number {
  let from = 0;
  for (const match of words.slice(-400).matchAll(lastSentence)) {
    from = match.index + match[0].length;
  }
  return Math.max(0, words.length - 400) + from;
}

function placeOf({ parts }: Announcement): string {
  return parts.type === 'list' ? 'in the list below' : 'in the table below';
}

/** How many things a list or table may be said to hold. */
function partsOf({ segment, parts, rest }: Announcement, noun: string): Parts {
  const first = parts.type === 'list' ? listCounts(parts) : tableCounts(parts, noun);
  const counts = [...first.counts];
  let sum = first.counts[0] ?? 0;
  for (const block of rest) {
    // A list that a note or a block of code interrupts counts as several.
    if (block.type === parts.type && (block.type === 'list' || block.type === 'table')) {
      sum += block.type === 'list' ? block.children.length : block.rows.length;
      counts.push(sum);
    }
  }
  // "### planning/ (8 files)" over a list of prose tells what the files are about, not which they are.
  const isInWords = segment.isHeading && parts.type === 'list' && !parts.children.every(isCode);
  // "### Method calls (4 tests)" over a list of what is done about them.
  const isOfWork = isInWords && /^(?:functions|methods|cases|scenarios)$/i.test(noun);
  // A list of points may end with what is made of them ("Leaning towards the first"), or tell what is said of the things counted.
  const isEnumerated =
    segment.isHeading ||
    parts.type === 'table' ||
    parts.isOrdered ||
    parts.children.every(isCode) ||
    /\bfollowing\b/i.test(segment.words);
  const isSure = first.isSure && isEnumerated && !isOfWork;
  return { ...first, counts, isMerged: first.isMerged || isInWords, isSure };
}

/** "`a.ts` and `b.ts`", "T005-T006", "Git (5 tools)": an item that may stand for several things. */
const several = /[,/&+–…]|\band\b|\bothers?\b|\d\s?-\s?\w*\d|\(\d|\bx\s?\d|\d\s?x\b|×|\*\./i;

function listCounts(list: List): Parts {
  let nested = 0;
  let isMerged = false;
  for (const item of list.children) {
    const text = withoutPaths(itemText(item)?.text ?? '');
    const head = text.split(/\s[-–—]\s|:\s|\(/, 1)[0] ?? '';
    // In a sentence a comma parts clauses; in a few words it parts things.
    const isShort = head.length <= 50;
    isMerged ||= text === '' || (isShort && several.test(head)) || /\(\d/.test(text);
    for (const child of item.children) {
      nested += child.type === 'list' ? child.children.length : 0;
    }
  }
  const items = list.children.length;
  // "`total` is read as before — no change" is none of the two changes that are announced, nor "Update `a()`" of two new methods.
  const texts = list.children.map((item) => itemText(item)?.text ?? '');
  const isMixed = texts.some((text) => text.startsWith('`')) && texts.some((text) => orders.test(text));
  const telling = texts.filter((text) => !unchanged.test(text) && !(isMixed && orders.test(text))).length;
  return {
    counts: [items, ...(nested > 0 ? [nested] : []), ...(telling < items ? [telling] : [])],
    isSure: true,
    isMerged,
  };
}

const orders = /^(?:add|update|change|extend|modify|remove|delete|call|use|keep|expose|return|set|pass)\b/i;
const unchanged = /\b(?:no changes?|unchanged|stays? as (?:it|they) (?:is|are))\b/i;

function isCode(item: ListItem): boolean {
  return /^[*_\s]*(?:`|[\w.-]+\/|[\w-]+\.\w{1,5}\b)/.test(itemText(item)?.text ?? '');
}

/** A slash in a path parts no two things, but a star in one stands for several. */
function withoutPaths(text: string): string {
  return plainText(
    text.replaceAll(/`[^`]*`|(?<![\w.-])[\w.-]{1,120}(?:\/[\w.-]{1,120})+/g, (path) =>
      /[*{,]/.test(path) ? 'a, b' : 'path',
    ),
  );
}

function tableCounts(table: Table, noun: string): Parts {
  const rows = table.rows.filter((row) => !isTotalRow(row));
  const names = rows.map((row) => plainText(row[nameColumn(table)]?.text ?? ''));
  const columns = table.header.length;
  const isHeaded = isHeadedBy(table, noun);
  const distinct = new Set(names).size;
  // "└ the second half of it" stands below the row above, and is part of it.
  const outermost = names.filter((name) => !/^[└├↳│|>–—-]/.test(name)).length;
  return {
    // A table may give several rows to one thing, or lay things out in its columns, unless it says that a row is one.
    counts: [
      rows.length,
      distinct,
      outermost,
      ...(isHeaded ? [] : [columns, columns - 1]),
      table.rows.length,
    ],
    isSure: isHeaded && rows.length === distinct,
    isMerged: names.some((name) => name === '' || several.test(name)),
  };
}

/** The column that says what a row is about: the first one that is no running number. */
function nameColumn({ header }: Table): number {
  return /^(?:#|no\.?|nr\.?|id)$/i.test(plainText(header[0]?.text ?? '')) && header.length > 1 ? 1 : 0;
}

/** A table is one of files when that column is headed "File". */
function isHeadedBy(table: Table, noun: string): boolean {
  const header = plainText(table.header[nameColumn(table)]?.text ?? '').toLowerCase();
  return header !== '' && header.includes(noun.toLowerCase().replace(/(?:ies|s|a|on)$/, ''));
}
