import type { Fix } from '../domain/finding.ts';
import type { Position } from '../domain/position.ts';
import { offsetAt, rangeOf } from '../text/lineIndex.ts';
import { parsePlan } from '../text/planDocument.ts';
import { pathMentions, type PathMention } from './pathMentions.ts';
import { readSegments } from './segments.ts';

/** The note that says of the path in front of it that the plan makes it (`intent.ts`). */
const NOTE = ' (new)';

/**
 * The fix that says of the path named at `position` that the plan creates it, or undefined where no path stands there or
 * a note would not be understood: in front matter, say, or next to a line's number.
 */
export function creationFix(plan: { path: string; text: string; position: Position }): Fix | undefined {
  const document = parsePlan(plan.path, plan.text);
  const start = offsetAt(document.lines, plan.position);
  const mention = mentionAt(plan.path, plan.text, start);
  if (mention === undefined || mention.intent === 'creates' || mention.intent === 'removes') {
    return undefined;
  }
  if ('hasLine' in mention.shape && mention.shape.hasLine) {
    return undefined;
  }
  // Behind the marks around the path: quotes, emphasis, the rest of a link, tags.
  const marks = /^(?:[`"'*_\])>]|\]\([^)\s]*\)|<\/\w+>)*/.exec(plan.text.slice(mention.end))?.[0].length ?? 0;
  const at = mention.end + marks;
  const after = plan.text.slice(0, at) + NOTE + plan.text.slice(at);
  return mentionAt(plan.path, after, start)?.intent === 'creates'
    ? {
        title: `Mark ${mention.value} as to be created`,
        edits: [{ range: rangeOf(document.lines, at, at), text: NOTE }],
      }
    : undefined;
}

function mentionAt(path: string, text: string, start: number): PathMention | undefined {
  const document = parsePlan(path, text);
  return pathMentions(document, readSegments(document)).find((mention) => mention.start === start);
}
