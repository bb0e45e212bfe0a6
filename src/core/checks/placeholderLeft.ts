import { sourceOffset } from '../text/content.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { segmentsWith, sign } from './signs.ts';

/** Nothing is left to be filled in. */
export const placeholderLeft: Check = {
  id: 'placeholder-left',
  title: 'Nothing is left to be filled in',
  tags: ['completeness', 'clarity'],
  severity: 'minor',
  category: 'completeness',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => ({
    claims: [],
    findings: [...inFrontMatter(context), ...inText(context)],
  }),
};

/**
 * What people leave behind. `TODO` and its like count only where they stand for something missing: at the start of
 * a line, in front of a colon, in brackets or alone; "remove every TODO comment" is about something else.
 */
const placeholders = new RegExp(
  [
    String.raw`\b(?:TBD|TBC|TBA)\b`,
    String.raw`\bto be (?:determined|decided|defined|confirmed|specified|announced)\b`,
    String.raw`(?:^|(?<=[\n([:|]\s*)|(?<=[-*]\s))(?:TODO|FIXME|XXX)\b(?=\s*(?:[:)\]|]|$|\n|[-–—]))`,
    String.raw`\b(?:TODO|FIXME):`,
    String.raw`<(?:fill|insert|add|your|enter|describe|name of|todo|tbd)\b[^<>\n]{0,60}>`,
    String.raw`\[(?:fill|insert|add|your|enter|describe|todo|tbd)\b[^\][\n]{0,60}\](?!\()`,
    String.raw`\{\{?\s*(?:fill|insert|your|todo|tbd)\b[^{}\n]{0,60}\}\}?`,
    String.raw`\blorem ipsum\b`,
    String.raw`\?{3,}`,
    String.raw`\bcoming soon\b`,
  ].join('|'),
  'gi',
);

const signs = sign(
  ...'tbd|tbc|tba|to be |todo|fixme|xxx|<fill|<insert|<add|<your|<enter|<describe|<name of'.split('|'),
  ...'[fill|[insert|[add|[your|[enter|[describe|{|lorem|???|coming soon'.split('|'),
);

const upperCaseOnly = /^(?:tbd|tbc|tba|todo|fixme|xxx)/i;

function inText(context: CheckContext): CheckFindingText[] {
  const { document } = context;
  return segmentsWith(context, signs).flatMap(({ content, words }) =>
    [...words.matchAll(placeholders)].filter(isMeant).map((match) => {
      const start = sourceOffset(content, match.index);
      const end = sourceOffset(content, match.index + match[0].length - 1) + 1;
      return finding(match[0], rangeOf(document.lines, start, end));
    }),
  );
}

function inFrontMatter({ document }: CheckContext): CheckFindingText[] {
  return (document.frontMatter?.values ?? []).flatMap((entry) =>
    [...entry.value.matchAll(placeholders)].filter(isMeant).map((match) => {
      const start = entry.start + match.index;
      return finding(match[0], rangeOf(document.lines, start, start + match[0].length));
    }),
  );
}

/** "Tba" and "todo" in running text are words; the marks people leave are in capitals. */
function isMeant(match: RegExpExecArray): boolean {
  const word = match[0];
  return !upperCaseOnly.test(word) || word.slice(0, 3) === word.slice(0, 3).toUpperCase();
}

function finding(placeholder: string, range: CheckFindingText['range']): CheckFindingText {
  return {
    title: `Left to be filled in: ${placeholder}`,
    observation: `The plan still says \`${placeholder.replaceAll('`', "'")}\` here.`,
    concern: 'A decision that nobody took will be taken by whoever meets it first.',
    recommendation: 'Fill it in, or say who decides it and by when.',
    range,
  };
}
