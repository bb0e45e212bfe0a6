import type { CheckContext } from '../checks/check.ts';
import { intentAt } from '../checks/intent.ts';
import type { Intent } from '../domain/claim.ts';
import type { PatternMatcher } from '../ports/commands.ts';
import { sourceOffset } from '../text/content.ts';
import type { Pattern } from './definition.ts';

/** A value in a plan that a pattern found, at its UTF-16 offsets. */
export interface Mention {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly intent: Intent;
}

/** Finds what a pattern speaks about: in the front matter, or in running text, where code blocks are left out. */
export function mentionsOf(
  pattern: Pattern,
  context: CheckContext,
  matcher: PatternMatcher,
): readonly Mention[] | 'too-slow' {
  return pattern.type === 'front-matter'
    ? inFrontMatter(pattern.key, context)
    : inText(pattern, context, matcher);
}

/** A list in one value, `PRP-C, PRP-D`, is several values. */
function inFrontMatter(key: string, { document }: CheckContext): Mention[] {
  return (document.frontMatter?.values ?? [])
    .filter((entry) => entry.key === key)
    .flatMap((entry) =>
      [...entry.value.matchAll(/[^\s,](?:[^,]*[^\s,])?/g)].map((match) => {
        const start = entry.start + match.index;
        return { value: match[0], start, end: start + match[0].length, intent: 'exists' } as const;
      }),
    );
}

function inText(
  pattern: Extract<Pattern, { type: 'text' }>,
  { segments }: CheckContext,
  matcher: PatternMatcher,
): readonly Mention[] | 'too-slow' {
  const places = matcher.match(
    pattern,
    segments.map((segment) => segment.content.text),
  );
  if (places === 'too-slow') {
    return 'too-slow';
  }
  return places.flatMap(({ text, start, end }) => {
    const segment = segments[text];
    return segment === undefined
      ? []
      : [
          {
            value: segment.content.text.slice(start, end),
            start: sourceOffset(segment.content, start),
            end: sourceOffset(segment.content, end - 1) + 1,
            intent: intentAt(segment, start, end).intent,
          },
        ];
  });
}
