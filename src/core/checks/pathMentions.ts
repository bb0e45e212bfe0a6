import { sourceOffset } from '../text/content.ts';
import type { FrontMatterValue } from '../text/frontMatter.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { intentAt, type StatedIntent } from './intent.ts';
import { pathShape, type PathShape } from './pathShape.ts';
import type { Segment } from './segments.ts';

/** A path that the plan names. */
export interface PathMention extends StatedIntent {
  /** As the plan spells it, without a position behind it. */
  readonly value: string;
  readonly shape: Exclude<PathShape, { type: 'none' }>;
  /** Offsets in the plan. */
  readonly start: number;
  readonly end: number;
}

/** Finds the paths that a plan names in its front matter and its running text, in order. */
export function pathMentions(document: PlanDocument, segments: readonly Segment[]): PathMention[] {
  const mentions = (document.frontMatter?.values ?? []).flatMap(fromFrontMatter);
  for (const segment of segments) {
    mentions.push(...fromSegment(segment));
  }
  return mentions;
}

const pathKeys: readonly (readonly [RegExp, StatedIntent])[] = [
  [/^files?[_-]?(?:to[_-]?)?creat|^new[_-]?files?$|^creates?$/i, { intent: 'creates', isFirm: true }],
  [/^files?[_-]?(?:to[_-]?)?(?:delet|remov)|^(?:deletes?|removes?)$/i, { intent: 'removes', isFirm: true }],
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
  const slash = /^\/*/.exec(entry.value)?.[0].length ?? 0;
  const shape = pathShape(entry.value.slice(slash));
  return shape.type === 'none'
    ? []
    : [{ ...stated, value: entry.value, shape, start: entry.start, end: entry.end }];
}

const prosePath = /(?<![\w/.:@~$<{*\\-])(?:\.{0,2}\/)?[\w@.+-]+(?:\/[\w@.+-]+)+(?::\d+(?:-\d+)?)?/g;

function fromSegment(segment: Segment): PathMention[] {
  const mentions: PathMention[] = [];
  for (const span of segment.spans) {
    if (span.type === 'code') {
      add(mentions, segment, { word: span.value, start: span.start });
    } else if (span.type === 'link' && !span.isImage && !/^[a-z][a-z0-9+.-]*:|^[#/]/i.test(span.value)) {
      const target = span.value.replace(/[#?].*$/, '');
      add(mentions, segment, { word: decoded(target), start: span.start, linkLength: target.length });
    }
  }
  for (const match of segment.words.matchAll(prosePath)) {
    // Without marks around it, only a path with a file's name at its end is told from "and/or".
    const word = match[0].replace(/[.]+$/, '');
    if (pathShape(word).type === 'path') {
      add(mentions, segment, { word, start: match.index });
    }
  }
  return mentions.sort((a, b) => a.start - b.start);
}

function add(
  mentions: PathMention[],
  segment: Segment,
  { word, start, linkLength }: { word: string; start: number; linkLength?: number },
): void {
  const shape = pathShape(word);
  if (shape.type === 'none') {
    return;
  }
  const position = /(?::\d+(?:[-–:]\d+)*|#L\d+(?:-L?\d+)?)$/.exec(word)?.[0].length ?? 0;
  const value = word.slice(0, word.length - position);
  const end = start + (linkLength ?? value.length);
  const stated = intentAt(segment, start, start + word.length);
  const takesForGranted = linkLength !== undefined || ('hasLine' in shape && shape.hasLine);
  mentions.push({
    // A link leads somewhere, and a line stands in something: both take it for granted that it is there.
    ...(takesForGranted && stated.intent === 'exists' ? { intent: 'exists', isFirm: true } : stated),
    value,
    shape,
    start: sourceOffset(segment.content, start),
    end: sourceOffset(segment.content, end - 1) + 1,
  });
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
