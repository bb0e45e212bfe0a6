import type { Block } from '../text/blocks.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';

/** One quantity goes by one identifier. */
export const namesAgree: Check = {
  id: 'names-agree',
  title: 'One quantity goes by one identifier',
  tags: ['consistency', 'names'],
  severity: 'suggestion',
  category: 'consistency',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async ({ document }: CheckContext) => {
    const leaves: Leaf[] = [];
    gatherLeaves(document.blocks, leaves);
    const uses = identifiersOf(document, leaves);
    return {
      claims: [],
      findings: [...synonyms(uses, leaves), ...spellings(uses, leaves)].map((pair) =>
        finding(document, uses, pair),
      ),
    };
  },
};

/** Every place of an identifier in the plan, its blocks of code among them. Offsets. */
type Uses = ReadonlyMap<string, readonly number[]>;

/** `duration_ms`, `retryCount`: identifiers of two words or more, in snake case or camel case. */
const identifier = /[a-z][a-z0-9]*(?:(?:_[a-z0-9]+){1,6}|(?:[A-Z][a-z0-9]*){1,6})(?![\w-]|\/|\.[a-z])/y;
/** What such a name has and an ordinary word has not: looking for it first is several times as fast. */
const joint = /[a-z0-9](?:_[a-z0-9]|[A-Z])/g;
const wordCharacter = /\w/;
/** In front of what is part of something longer: a path, a member, a variable of a shell, a heading's anchor. */
const partOf = /[$./@#-]/;

type Leaf = Exclude<Block, { readonly children: readonly Block[] }>;

function gatherLeaves(blocks: readonly Block[], leaves: Leaf[]): void {
  for (const block of blocks) {
    if ('children' in block) {
      gatherLeaves(block.children, leaves);
    } else {
      leaves.push(block);
    }
  }
}

function identifiersOf(document: PlanDocument, leaves: readonly Leaf[]): Uses {
  const uses = new Map<string, number[]>();
  const { text } = document;
  for (joint.lastIndex = 0; joint.test(text);) {
    let start = joint.lastIndex - 1;
    while (start > 0 && wordCharacter.test(text.charAt(start - 1))) {
      start -= 1;
    }
    identifier.lastIndex = start;
    const name = identifier.exec(text)?.[0];
    if (
      name !== undefined &&
      !partOf.test(text.charAt(start - 1)) &&
      leafAt(leaves, start)?.type !== 'html'
    ) {
      const places = uses.get(name);
      if (places === undefined) {
        uses.set(name, [start]);
      } else {
        places.push(start);
      }
    }
    while (joint.lastIndex < text.length && wordCharacter.test(text.charAt(joint.lastIndex))) {
      joint.lastIndex += 1;
    }
  }
  return uses;
}

/** Words for one and the same quantity, by the unit or the sort of number that follows them. */
const sameMeaning: readonly ReadonlySet<string>[] = [
  new Set(['duration', 'elapsed', 'runtime', 'took']),
  new Set(['retries', 'attempts']),
  new Set(['start', 'begin', 'started', 'begun']),
  new Set(['end', 'finish', 'ended', 'finished']),
  new Set(['size', 'length']),
  new Set(['total', 'sum']),
  new Set(['limit', 'maximum', 'max']),
];
const units = new Set(
  'ms s sec secs seconds millis milliseconds us ns minutes mins min hours bytes kb mb gb count at time ts pct percent ratio'.split(
    ' ',
  ),
);

/** `duration_ms` and `elapsed_ms`: the same unit behind words of one meaning, and no other difference. */
function synonyms(uses: Uses, leaves: readonly Leaf[]): Pair[] {
  const byShape = new Map<string, string[]>();
  for (const name of uses.keys()) {
    const unit = lastWord(name);
    const words = units.has(unit) ? wordsOf(name) : [];
    const meaning = sameMeaning.findIndex((set) => set.has(words.at(-2) ?? ''));
    if (meaning !== -1) {
      const key = [...words.slice(0, -2), `#${meaning}`, unit].join(' ');
      byShape.set(key, [...(byShape.get(key) ?? []), name]);
    }
  }
  return [...byShape.values()].flatMap((names) => {
    const [first, ...others] = names;
    const differing = others.filter((name) => wordsOf(name).join(' ') !== wordsOf(first ?? '').join(' '));
    const other = differing[0];
    return first === undefined ||
      other === undefined ||
      differing.some((name) => standTogether(leaves, uses, [first, name]))
      ? []
      : [{ usual: first, other, reason: 'the same unit and words of one meaning' }];
  });
}

/** `user_id` and `userId`: the same words in two styles, where the plan otherwise keeps to one of them. */
function spellings(uses: Uses, leaves: readonly Leaf[]): Pair[] {
  const names = [...uses.keys()];
  const snake = names.filter((name) => name.includes('_')).length;
  const camel = names.length - snake;
  const usualIsSnake = snake >= camel;
  // A plan that spans a database and a page has both styles for good reasons.
  const rare = Math.min(snake, camel);
  if (rare === 0 || rare > Math.max(snake, camel) * 0.15 || Math.max(snake, camel) < 5) {
    return [];
  }
  const usual = new Map(
    names
      .filter((name) => name.includes('_') === usualIsSnake)
      .map((name) => [wordsOf(name).join(' '), name]),
  );
  return names
    .filter((name) => name.includes('_') !== usualIsSnake)
    .flatMap((other) => {
      const name = usual.get(wordsOf(other).join(' '));
      return name === undefined ||
        !isSpoken(leaves, uses, name) ||
        !isSpoken(leaves, uses, other) ||
        standTogether(leaves, uses, [name, other])
        ? []
        : [{ usual: name, other, reason: 'the same words' }];
    });
}

function isCapital(name: string, at: number): boolean {
  const code = name.charCodeAt(at);
  return code >= 0x41 && code <= 0x5a;
}

/** The last of the words of a name. Most names are told from quantities by it alone. */
function lastWord(name: string): string {
  let start = name.length - 1;
  while (start > 0 && name[start - 1] !== '_' && !(isCapital(name, start) && !isCapital(name, start - 1))) {
    start -= 1;
  }
  return name.slice(start).toLowerCase();
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_');
}

/** Whether a name stands in running text; code in another language keeps to that language's style. */
function isSpoken(leaves: readonly Leaf[], uses: Uses, name: string): boolean {
  return (uses.get(name) ?? []).some((at) => leafAt(leaves, at)?.type !== 'code');
}

/** Two names in one block are told apart on purpose: the fields of one object, `const userId = row.user_id`. */
function standTogether(
  leaves: readonly Leaf[],
  uses: Uses,
  [one, other]: readonly [string, string],
): boolean {
  const held = new Set((uses.get(one) ?? []).map((at) => leafAt(leaves, at)));
  return (uses.get(other) ?? []).some((at) => held.has(leafAt(leaves, at)));
}

/** The innermost block that holds an offset, or the last one before it. */
function leafAt(leaves: readonly Leaf[], offset: number): Leaf | undefined {
  let low = 0;
  let high = leaves.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((leaves[middle]?.start ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return leaves[low];
}

interface Pair {
  readonly usual: string;
  readonly other: string;
  /** What the two have in common. */
  readonly reason: string;
}

function finding(document: PlanDocument, uses: Uses, pair: Pair): CheckFindingText {
  // The name that is used less, or later, is the one to change.
  const isUsual = (uses.get(pair.usual)?.length ?? 0) >= (uses.get(pair.other)?.length ?? 0);
  const [kept, changed] = isUsual ? [pair.usual, pair.other] : [pair.other, pair.usual];
  const [first, ...others] = (uses.get(changed) ?? []).map((at) =>
    rangeOf(document.lines, at, at + changed.length),
  );
  return {
    title: `Two names for one thing: ${changed} and ${kept}`,
    observation: `The plan writes \`${changed}\` here and \`${kept}\` elsewhere: ${pair.reason}.`,
    concern: 'If both mean one thing, code that follows the plan will read a name that nothing writes.',
    recommendation: `Use \`${kept}\` throughout, or say how the two differ.`,
    range: first ?? rangeOf(document.lines, 0, 0),
    related: others,
    fixes: [
      {
        title: `Write \`${kept}\` throughout`,
        edits: [first ?? [], ...others].flat().map((range) => ({ range, text: kept })),
      },
    ],
  };
}
