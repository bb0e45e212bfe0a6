import { contentLine, sourceOffset } from '../text/content.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { roleReader } from './sectionRoles.ts';
import { isQuoted, type Segment } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';

/** Steps, criteria and requirements say what is meant. */
export const vagueWording: Check = {
  id: 'vague-wording',
  title: 'Steps, criteria and requirements say what is meant',
  tags: ['clarity', 'wording'],
  severity: 'suggestion',
  category: 'clarity',
  kinds: ['prp', 'work-package', 'spec', 'generic'],
  modes: ['plan', 'execution'],
  run: async (context: CheckContext) => {
    const { document } = context;
    const role = roleReader();
    const findings = segmentsWith(context, signs).flatMap((segment) => {
      if (segment.isHeading || role(segment) === 'other' || !vague.test(segment.words)) {
        return [];
      }
      return vaguePlaces(segment).map(({ start, end }) => {
        const from = sourceOffset(segment.content, start);
        return finding(
          segment.words.slice(start, end),
          rangeOf(document.lines, from, sourceOffset(segment.content, end - 1) + 1),
        );
      });
    });
    return { claims: [], findings };
  },
};

/**
 * Words that leave a decision to whoever carries the plan out. "Robust", "various" and their like are left out where
 * they only adorn a noun; what stands here replaces an amount, a list or a condition that the reader needs.
 */
const words = [
  String.raw`as (?:needed|necessary|required|appropriate)(?! (?:by|for|to|in)\b)`,
  String.raw`(?:if|where|when|wherever|whenever) (?:needed|necessary|appropriate|applicable|possible|relevant)`,
  String.raw`etc\.?(?=[\s,;)]|$)`,
  String.raw`and so (?:on|forth)`,
  String.raw`some (?:kind|sort) of`,
  String.raw`(?:should|must|shall|will) (?:be|feel|remain|stay) (?:very |reasonably |sufficiently )?(?:fast|quick|performant|responsive|robust|reliable|scalable|intuitive|user[- ]friendly|easy to use|efficient|flexible)(?=\s*(?:[.;,]|$|and\b))`,
  String.raw`(?:properly|appropriately|adequately|sensibly|reasonably)(?=\s*(?:[.;]|$))`,
  String.raw`handle (?:all |any )?(?:errors?|failures?|edge cases?|exceptions?)(?=\s*(?:[.;]|$|properly|appropriately|gracefully|correctly|well))`,
  String.raw`somehow`,
  String.raw`and\/or other`,
  String.raw`or something (?:similar|like that)`,
  String.raw`(?:sufficient|adequate|appropriate|reasonable|suitable) (?:amount|number|level|time|handling|measures?|error handling|logging|validation|tests?|test coverage|coverage|performance)`,
].join('|');
const signs = sign(
  ...'needed|necessary|required|appropriate|applicable|possible|relevant|etc|so on|so forth|some kind|some sort|and/or'.split(
    '|',
  ),
  ...'fast|quick|performant|responsive|robust|reliable|scalable|intuitive|friendly|easy|efficient|flexible|somehow'.split(
    '|',
  ),
  ...'properly|adequate|sensibly|reasonabl|handle|something|sufficient|suitable'.split('|'),
);
const vague = new RegExp(String.raw`(?<![\w-])(?:${words})(?![\w-])`, 'i');
const everyVague = new RegExp(vague.source, 'gi');

/** A sentence with a number, a comparison or a named thing tells what is meant after all. */
const threshold =
  /[\d\u{fffc}]|[≤≥<>=]|\b(?:at (?:least|most)|within|no more than|fewer than|less than|more than)\b/iu;

/** The first vague words of each line, outside quotations, examples and sentences that go on to be exact. */
function vaguePlaces({ content, words }: Segment): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = [];
  const lines = new Set<number>();
  for (const match of words.matchAll(everyVague)) {
    const start = match.index;
    const end = start + match[0].length;
    const line = contentLine(content, start);
    if (!lines.has(line) && !isQuoted(words, start) && !isExact(words, start, end)) {
      lines.add(line);
      places.push({ start, end });
    }
  }
  return places;
}

function isExact(words: string, start: number, end: number): boolean {
  const before = /[^.;!?\n]{0,160}$/.exec(words.slice(Math.max(0, start - 160), start))?.[0] ?? '';
  const behind = /^[^.;!?\n]{0,160}/.exec(words.slice(end, end + 160))?.[0] ?? '';
  // "e.g. a, b, etc." gives examples, and "gracefully: the job is retried" goes on to say how.
  const around = words.slice(Math.max(0, start - 160), start);
  return (
    // "(name, owner, etc.)" and "(if applicable)" are asides; the sentence stands without them.
    around.lastIndexOf('(') > around.lastIndexOf(')') ||
    threshold.test(before + behind) ||
    /\b(?:e\.g|such as|for example|like|including)\b/i.test(before) ||
    // "later if needed" and "only when needed" put something off or rule it out.
    /\b(?:later|only|optional(?:ly)?|can|could|may|might)\b[^,;]{0,40}$/i.test(before) ||
    /^\s*(?:[:—(]|,?\s?(?:such as|so that|that is|i\.e|by)\b)/.test(behind)
  );
}

function finding(vagueWords: string, range: CheckFindingText['range']): CheckFindingText {
  return {
    title: `Leaves open what is meant: ${vagueWords}`,
    observation: `The plan says "${vagueWords}" here, and neither when, how much nor what.`,
    concern: 'Two people who carry this out will do two different things, and nobody can check either.',
    recommendation: 'Say what is meant: the condition, the amount, the list or the behaviour.',
    range,
  };
}
