import { sourceOffset } from '../text/content.ts';
import type { CheckContext } from './check.ts';
import type { PathMention } from './pathMention.ts';
import { isQuoted } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';

/** Lines of a file that the plan names. */
export interface LineMention {
  /** As the plan spells it: `core.py:357`, or `lines 45-78`. */
  readonly value: string;
  /** The plan's offset of its first character. */
  readonly start: number;
  readonly path: PathMention;
  readonly first: number;
  /** The last line of a range; the first one where there is no range. */
  readonly last: number;
}

/** The lines that a plan names together with their file. "Lines 45-78" alone may be lines of the plan itself. */
export function lineMentions(context: CheckContext): LineMention[] {
  return [...behindPaths(context), ...inWords(context)].sort((a, b) => a.start - b.start);
}

const position = /^(?::(\d{1,7})(?:[-–](\d{1,7}))?(?::\d+)?|#L(\d{1,7})(?:-L?(\d{1,7}))?)(?!\w|\.\w)/;

/** `core.py:357`, `app.ts#L12`, `app.ts:10-20` */
function behindPaths({ document, paths }: CheckContext): LineMention[] {
  return paths.flatMap((path) => {
    const isNamed = path.shape.type === 'path' && (path.shape.hasLine || path.isLink);
    const behind = document.text.slice(path.end, path.end + 48);
    const isRough = rough.test(behind) || isSize.test(behind);
    const match = isNamed && !isRough ? position.exec(document.text.slice(path.end, path.end + 24)) : null;
    if (match === null) {
      return [];
    }
    const first = Number(match[1] ?? match[3]);
    const last = Number(match[2] ?? match[4] ?? first);
    const value = document.text.slice(path.start, path.end + match[0].length);
    return [{ value, start: path.start, path, first, last: Math.max(first, last) }];
  });
}

/** "`app.ts:172 lines`" tells how long it is. */
const isSize = /^:\d{1,7}[`*]{0,3}\s+lines?\b/i;

/** "`app.ts:90-110` (approximate)" */
const rough = /^[#:\dL–-]{1,24}[`*)]{0,3}\s*[(,—–-]\s*(?:approx|roughly|about|or so|around)/i;

const spoken =
  /\b[Ll]ines?\s+(\d{1,7})(?:\s*(?:-|–|—|\bto\b|\bthrough\b|\band\b)\s*(\d{1,7})\b)?(?![\w%]|\.\d)/g;
const estimate = /(?:~|\b(?:around|about|near|approximately|roughly|approx\.?|circa)\s*)$/i;

/** What stands between the lines and the file: "lines 45-78 of `core.py`", "`core.py`, lines 45-78". */
const towardsFile = /^\s*(?:of|in|from|within)\s+(?:the\s+)?(?:file\s+)?[`"'*([]{0,3}$/;
const fromFile = /^[`"'*)\]]{0,4}[\s,:(–-]{1,4}(?:(?:at|on|see|currently)\s+)?$/;

const lineSign = sign('line');

function inWords(context: CheckContext): LineMention[] {
  const { document, paths } = context;
  return segmentsWith(context, lineSign).flatMap(({ content, words }) => {
    return [...words.matchAll(spoken)].flatMap((match) => {
      const start = sourceOffset(content, match.index);
      const end = sourceOffset(content, match.index + match[0].length - 1) + 1;
      const value = document.text.slice(start, end);
      const before = words.slice(Math.max(0, match.index - 20), match.index);
      const path = value === match[0] ? pathBeside(document.text, paths, { start, end }) : undefined;
      if (path === undefined || estimate.test(before) || isQuoted(words, match.index)) {
        return [];
      }
      const first = Number(match[1]);
      return [{ value, start, path, first, last: Math.max(first, Number(match[2] ?? first)) }];
    });
  });
}

function pathBeside(
  text: string,
  paths: readonly PathMention[],
  { start, end }: { start: number; end: number },
): PathMention | undefined {
  const next = nextPath(paths, end);
  const behind = paths[next];
  if (behind !== undefined && behind.start - end < 30 && towardsFile.test(text.slice(end, behind.start))) {
    return behind;
  }
  const ahead = paths[next - 1];
  return ahead !== undefined && start - ahead.end < 24 && fromFile.test(text.slice(ahead.end, start))
    ? ahead
    : undefined;
}

/** The index of the first path at or behind an offset. Paths are in the order of the text. */
export function nextPath(paths: readonly PathMention[], offset: number): number {
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paths[middle]?.start ?? 0) < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
