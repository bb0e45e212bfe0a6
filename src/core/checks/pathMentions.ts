import { sourceOffset } from '../text/content.ts';
import type { FrontMatterValue } from '../text/frontMatter.ts';
import type { InlineSpan } from '../text/inline.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { intentAt, type StatedIntent } from './intent.ts';
import { definitionMentions, labelsOf, linkMention } from './linkMentions.ts';
import type { PathMention } from './pathMention.ts';
import { isOfMachine, pathShape } from './pathShape.ts';
import type { Segment } from './segments.ts';

export type { PathMention } from './pathMention.ts';

/** Finds the paths that a plan names in its front matter and its running text, in order. */
export function pathMentions(document: PlanDocument, segments: readonly Segment[]): PathMention[] {
  const mentions = (document.frontMatter?.values ?? []).flatMap(fromFrontMatter);
  for (const segment of segments) {
    mentions.push(...fromSegment(segment));
  }
  const definitions = definitionMentions(document);
  return definitions.length === 0
    ? mentions
    : [...mentions, ...definitions].sort((a, b) => a.start - b.start);
}

const pathKeys: readonly (readonly [RegExp, StatedIntent])[] = [
  [/^files?[_-]?(?:to[_-]?)?creat|^new[_-]?files?$|^creates?$/i, { intent: 'creates', isFirm: true }],
  [
    /^files?[_-]?(?:to[_-]?)?(?:delet|remov)|^(?:deletes?|removes?)$/i,
    { intent: 'removes', isFirm: true, isSure: true },
  ],
  [
    /^files?[_-]?(?:to[_-]?)?(?:modif|chang|updat|edit|touch)|^(?:modifies|updates)$/i,
    { intent: 'modifies', isFirm: true },
  ],
  [/^(?:related[_-]?)?(?:files?|paths?|references?)$/i, { intent: 'exists', isFirm: false }],
];

function fromFrontMatter(entry: FrontMatterValue): PathMention[] {
  const stated = pathKeys.find(([key]) => key.test(entry.key))?.[1];
  if (stated === undefined) {
    return [];
  }
  // The files of a change are the project's own, so a leading slash means the project's root.
  const slash = isOfMachine(entry.value) ? 0 : (/^\/*/.exec(entry.value)?.[0].length ?? 0);
  const shape = pathShape(entry.value.slice(slash));
  return shape.type === 'none'
    ? []
    : [
        {
          ...stated,
          value: entry.value,
          shape,
          isLink: false,
          isFrontMatter: true,
          start: entry.start,
          end: entry.end,
        },
      ];
}

const prosePath = /(?<![\w/.:@~$<{*+\\-])(?:\.{0,2}\/)?[\w@.+-]+(?:\/[\w@.+-]+)+(?::\d+(?:-\d+)?)?/g;

function fromSegment(segment: Segment): readonly PathMention[] {
  if (segment.spans.length === 0 && !segment.words.includes('/')) {
    return none;
  }
  const mentions: PathMention[] = [];
  // What a link is called says nothing that its target does not say better.
  const isLabel = labelsOf(segment.spans);
  for (const span of segment.spans) {
    const mention = isLabel(span.start) && span.type === 'code' ? undefined : fromSpan(segment, span);
    if (mention !== undefined) {
      mentions.push(mention);
    }
  }
  for (const match of segment.words.includes('/') ? segment.words.matchAll(prosePath) : []) {
    // Without marks around it, only a path with a file's name at its end is told from "and/or".
    const word = match[0].replace(/[.]+$/, '');
    if (pathShape(word).type === 'path' && !isLabel(match.index)) {
      const mention = named(segment, word, match.index);
      if (mention !== undefined) {
        mentions.push(mention);
      }
    }
  }
  return mentions.length < 2 ? mentions : mentions.sort((a, b) => a.start - b.start);
}

const none: readonly PathMention[] = [];

function fromSpan(segment: Segment, span: InlineSpan): PathMention | undefined {
  switch (span.type) {
    case 'code':
      return named(segment, span.value, span.start);
    case 'link':
      return linkMention(segment, span);
    case 'autolink':
    case 'comment':
      return undefined;
  }
}

function named(segment: Segment, word: string, start: number): PathMention | undefined {
  const shape = pathShape(word);
  if (shape.type === 'none') {
    return undefined;
  }
  const position = /(?::\d+(?:[-–:]\d+)*|#L\d+(?:-L?\d+)?)$/.exec(word)?.[0].length ?? 0;
  const value = word.slice(0, word.length - position);
  const stated = intentAt(segment, start, start + word.length);
  const hasLine = 'hasLine' in shape && shape.hasLine;
  return {
    // A line stands in something: who names one takes it for granted that the file is there.
    ...(hasLine && stated.intent === 'exists' ? { intent: 'exists', isFirm: true, isSure: true } : stated),
    value,
    shape,
    isLink: false,
    start: sourceOffset(segment.content, start),
    end: sourceOffset(segment.content, start + value.length - 1) + 1,
  };
}
