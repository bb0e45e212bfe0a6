import { sourceOffset } from '../text/content.ts';
import type { InlineSpan } from '../text/inline.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { walk } from '../text/blocks.ts';
import { nearIntent } from './mention.ts';
import type { PathMention } from './pathMention.ts';
import type { PathShape } from './pathShape.ts';
import type { Segment } from './segments.ts';

type Link = Extract<InlineSpan, { type: 'link' }>;

/** The path that a link or an image leads to, or undefined where it leads to a heading or to another place. */
export function linkMention(segment: Segment, span: Link): PathMention | undefined {
  const target = linkTarget(span.value);
  if (target === undefined) {
    return undefined;
  }
  const stated = nearIntent(segment, span.outerStart, span.outerEnd);
  return {
    // A link leads somewhere: who sets one takes it for granted that the file is there.
    ...(stated.intent === 'exists' ? { intent: 'exists', isFirm: true } : stated),
    ...target,
    start: sourceOffset(segment.content, span.start),
    end: sourceOffset(segment.content, span.start + target.value.length - 1) + 1,
  };
}

/** The paths that `[label]: target` leads to, in order. */
export function definitionMentions(document: PlanDocument): PathMention[] {
  const mentions: PathMention[] = [];
  for (const block of walk(document.blocks)) {
    const target =
      block.type === 'definition' && !block.label.startsWith('^') ? linkTarget(block.target) : undefined;
    if (target !== undefined) {
      const behindLabel = document.text.indexOf(']:', block.start);
      const start = document.text.indexOf(target.value, behindLabel);
      if (behindLabel !== -1 && start !== -1 && start < block.end) {
        const end = start + target.value.length;
        mentions.push({ intent: 'exists', isFirm: true, ...target, start, end });
      }
    }
  }
  return mentions;
}

type Target = Pick<PathMention, 'value' | 'shape' | 'isLink' | 'fragment'>;

function linkTarget(written: string): Target | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|#|\/\/|www\.)/i.test(written) || page.test(written)) {
    return undefined;
  }
  const hash = written.indexOf('#');
  const fragment = hash === -1 ? {} : { fragment: written.slice(hash + 1) };
  // "app.ts:12" is how assistants and editors lead to a line.
  const value = written.replace(/[#?].*$/s, '').replace(/(?<=.):\d{1,7}(?:[-–:]\d{1,7})?$/, '');
  return value === '' || value.includes('\n')
    ? undefined
    : { value, shape: shapeOf(decoded(value)), isLink: true, ...fragment };
}

/** What people write where a link is still to be set. */
const placeholder =
  /[<>{}$|*[\]]|\.\.\.|…|^(?:url|link|href|src|todo|tbd|path|target|file|image)$|(?:^|\/)(?:path\/to|your-|example)|(?:^|[-_./])(?:n{2,}|x{2,}|yyyy)(?:[-_./]|$)/i;

/** Pages of a repository's site: on GitHub, `../../releases` leads from a file to them. */
const page =
  /^(?:\.\.\/)+(?:releases|issues|pulls?|wiki|actions|discussions|compare|blob|tree|commits?|projects|milestones?|tags|security|graphs|raw)(?:\/|$)/;

function shapeOf(path: string): Exclude<PathShape, { type: 'none' }> {
  if (placeholder.test(path)) {
    return { type: 'pattern' };
  }
  // A word alone may be no link at all: "the list[str](int)".
  return /[./]/.test(path)
    ? { type: 'path', path, isDirectory: path.endsWith('/'), hasLine: false }
    : { type: 'maybe', path, hasLine: false };
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/** Tells whether a place of a segment's text lies within what a link is called. */
export function labelsOf(spans: readonly InlineSpan[]): (at: number) => boolean {
  const labels: { start: number; end: number }[] = [];
  const links = spans.filter((span) => span.type === 'link');
  if (links.length === 0) {
    return () => false;
  }
  for (const { outerStart, start } of links.toSorted((a, b) => a.outerStart - b.outerStart)) {
    const last = labels.at(-1);
    if (last !== undefined && outerStart < last.end) {
      last.end = Math.max(last.end, start);
    } else {
      labels.push({ start: outerStart, end: start });
    }
  }
  return (at) => {
    let low = 0;
    let high = labels.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const label = labels[middle];
      if (label === undefined || at < label.start) {
        high = middle - 1;
      } else if (at >= label.end) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  };
}
