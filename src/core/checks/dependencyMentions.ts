import type { CheckContext } from './check.ts';
import type { StatedIntent } from './intent.ts';
import { frontMatterMention, mentionAt, nearIntent, type Mention } from './mention.ts';
import { planIds, type PlanId } from './planIds.ts';
import { dependencyKeys } from './planIndex.ts';
import { isQuoted, type Segment } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';

/** A plan that the plan says it depends on. */
export interface Dependency extends Mention {
  /** Undefined where the plan gives a path. */
  readonly id: PlanId | undefined;
  readonly isFrontMatter: boolean;
}

const expected: StatedIntent = { intent: 'exists', isFirm: true };

/** The plans that a plan says it depends on, in its front matter and in its text. "None" is no plan. */
export function dependencyMentions(context: CheckContext): Dependency[] {
  return [...inFrontMatter(context), ...segmentsWith(context, signs).flatMap(inSegment)];
}

function inFrontMatter({ document }: CheckContext): Dependency[] {
  return (document.frontMatter?.values ?? []).flatMap((entry): Dependency[] => {
    if (!dependencyKeys.test(entry.key)) {
      return [];
    }
    if (/^[\w@./+-]+\.mdx?$/.test(entry.value)) {
      const named = frontMatterMention(entry, { value: entry.value }, expected);
      return [{ ...named, id: undefined, isFrontMatter: true }];
    }
    return planIds(entry.value).map(({ id, value, start }) => ({
      ...frontMatterMention(entry, { value, at: start }, expected),
      id,
      isFrontMatter: true,
    }));
  });
}

const signs = sign('depend', 'require', 'blocked', 'prerequisite', 'build');

/** "depends on PRP-C and PRP-D", "**Depends on:** WP-3", "blocked by RFC-0007" */
const announced =
  /\b(?:[Dd]epend(?:s|ing|ent|ency|encies)?(?: (?:up)?on)?|[Rr]equires?|[Bb]locked by|[Pp]rerequisites?|[Bb]uilds? (?:up)?on)\b[\s:*_`[(]{0,6}(?:(?:the|plans?|are|is|from)\s+){0,2}[`[*]{0,3}(?=[A-Z]{2})/g;

/** What stands between two ids of one list. */
const continued =
  /^[`\])*\s]{0,6}(?:\([^()\n]{0,80}\)\s*)?(?:,|and|or|&|\+)[\s`*[(]{0,6}(?:and\s+)?[`*[]{0,3}$/;

function inSegment(segment: Segment): Dependency[] {
  const { text } = segment.content;
  const dependencies: Dependency[] = [];
  for (const match of text.matchAll(announced)) {
    const base = match.index + match[0].length;
    let from = base;
    for (const { id, value, start } of isQuoted(segment.words, match.index) ||
    segment.words[match.index] === '\u{fffc}'
      ? []
      : planIds(text.slice(base, base + 400))) {
      const at = base + start;
      if (at !== from && (from === base || !continued.test(text.slice(from, at)))) {
        break;
      }
      from = at + value.length;
      const stated = nearIntent(segment, at, from);
      const isHeld = stated.intent === 'exists' || stated.intent === 'modifies';
      const named = mentionAt(segment, { value, start: at }, isHeld ? expected : stated);
      dependencies.push({ ...named, id, isFrontMatter: false });
    }
  }
  return dependencies;
}
