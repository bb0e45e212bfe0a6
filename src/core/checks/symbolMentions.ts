import { sourceOffset } from '../text/content.ts';
import type { CheckContext } from './check.ts';
import { nextPath } from './lineMentions.ts';
import { nearIntent, type Mention } from './mention.ts';
import type { PathMention } from './pathMention.ts';
import { pathShape } from './pathShape.ts';
import type { Segment } from './segments.ts';

/** A definition that the plan names together with the file it is said to stand in. */
export interface SymbolMention extends Mention {
  /** The names in it: `Queue` and `deliver` of `Queue.deliver()`. */
  readonly names: readonly string[];
  readonly path: PathMention;
}

/** The definitions that a plan places in a file: "`deliver` in `src/worker.ts`", "`src/worker.ts`'s `deliver()`". */
export function symbolMentions(context: CheckContext): SymbolMention[] {
  const { document, segments, paths } = context;
  return segments.flatMap((segment) =>
    segment.spans.flatMap((span) => {
      const names = span.type === 'code' ? symbolNames(span.value) : undefined;
      if (names === undefined) {
        return [];
      }
      const start = sourceOffset(segment.content, span.start);
      const found = fileOf(document.text, paths, { start, end: start + span.value.length });
      const before = segment.words.slice(Math.max(0, span.start - 24), span.start);
      const isSymbol = isTelling(span.value) || kindBefore.test(before) || found?.isKindNamed === true;
      if (found === undefined || !isSymbol || !isSource(found.path)) {
        return [];
      }
      const stated = statedAt(segment, span, found);
      // A box that is not ticked says what is to be true one day.
      const first = sourceOffset(segment.content, 0);
      const isToDo = document.text.slice(first - 4, first) === '[ ] ';
      const isFirm = stated.isFirm && !isToDo;
      return [{ value: span.value, start, names, path: found.path, intent: stated.intent, isFirm }];
    }),
  );
}

const symbol =
  /^[A-Za-z_$][\w$]{0,80}(?:(?:\.|::|#|->)[A-Za-z_$][\w$]{0,80}){0,4}(\([\w\s,.$:[\]|?=]{0,80}\))?$/;

function symbolNames(word: string): string[] | undefined {
  if (word.length > 200 || !symbol.test(word) || pathShape(word).type !== 'none') {
    return undefined;
  }
  return word.replace(/\(.*$/s, '').split(/\.|::|#|->/);
}

/** A word in code marks alone may be a setting, a value or a command: two words in one, or a call, are neither. */
function isTelling(word: string): boolean {
  return word.endsWith(')') || /[a-z\d][A-Z]|[A-Za-z]_[A-Za-z]/.test(word) || /^[A-Z]\w*[.:#]/.test(word);
}

const kinds = String.raw`(?:functions?|methods?|class(?:es)?|hooks?|helpers?|types?|interfaces?|constants?|handlers?|components?|structs?|traits?|enums?)`;
const kindBefore = new RegExp(String.raw`\b${kinds}\s+[\`*(]{0,3}$`, 'i');

const towardsFile = new RegExp(
  String.raw`^[\`*)]{1,3}\s+(?:(${kinds})\s+)?(?:(?:is|are|was|currently|already|defined|declared|implemented|found|located|exported|lives?)\s+){0,3}(?:in|from|inside|within|of|at)\s+(?:the\s+)?(?:file\s+)?[\`*(]{1,3}$`,
  'i',
);
const inBrackets = new RegExp(String.raw`^[\`*]{1,3}\s+(?:(${kinds})\s+)?\([\`*]{0,3}$`, 'i');
const fromFile = new RegExp(String.raw`^[\`*]{1,3}['’]s\s+(?:(${kinds})\s+)?[\`*]{1,3}$`, 'i');

interface Placed {
  readonly path: PathMention;
  readonly isKindNamed: boolean;
}

function fileOf(
  text: string,
  paths: readonly PathMention[],
  { start, end }: { start: number; end: number },
): Placed | undefined {
  const next = nextPath(paths, end);
  const behind = paths[next];
  if (behind !== undefined && behind.start - end < 60) {
    const between = text.slice(end, behind.start);
    const match = towardsFile.exec(between) ?? inBrackets.exec(between);
    if (match !== null) {
      return { path: behind, isKindNamed: match[1] !== undefined };
    }
  }
  const ahead = paths[next - 1];
  const match =
    ahead === undefined || start - ahead.end > 40 ? null : fromFile.exec(text.slice(ahead.end, start));
  return ahead === undefined || match === null
    ? undefined
    : { path: ahead, isKindNamed: match[1] !== undefined };
}

const sources =
  /\.(?:[cm]?[jt]sx?|py|pyi|go|rs|rb|java|kts?|scala|swift|c|h|cc|cpp|cxx|hpp|hh|cs|fs|php|lua|ex|exs|erl|clj|hs|ml|nim|zig|dart|vue|svelte|sh)$/;

function isSource({ shape }: PathMention): boolean {
  return shape.type === 'path' && !shape.isDirectory && sources.test(shape.path);
}

/** "`deliver` in `worker.ts` retries …" tells of something that is there; "… will retry" does not. */
const tells =
  /^[`*)]{1,3}(?::\d+)?\s+(?:already\s+|currently\s+|now\s+)?(?!(?:as|this|its|plus|unless|always|needs|vs)\b)[a-z]{2,}s\b/;
const isThere = /\b(?:is|are|by|via|through|like)\s+(?:the\s+)?(?:\w+\s+)?[`*(]{0,3}$/i;

/** "`worker.ts`'s `deliver`" speaks of what the file has. */
const isOwned = /\u{fffc}[`*)]{0,3}['’]s\s+[`*(]{0,3}$/u;

const isImported = /^[`*)]{1,3}\s+from\s/;

function statedAt(
  segment: Segment,
  span: { readonly start: number; readonly end: number },
  { path }: Placed,
): Pick<Mention, 'intent' | 'isFirm'> {
  if (path.intent === 'creates' || path.intent === 'example' || path.intent === 'external') {
    return path;
  }
  const near = nearIntent(segment, span.start, span.end);
  if (near.intent !== 'exists' && near.intent !== 'modifies') {
    return near;
  }
  const behind = segment.words
    .slice(span.end, span.end + 400)
    .replace(/^.{0,60}?\u{fffc}+/su, '')
    .slice(0, 60);
  const before = segment.words.slice(Math.max(0, span.start - 40), span.start);
  const hasLine = path.shape.type === 'path' && path.shape.hasLine;
  const isTaken = hasLine || isImported.test(segment.words.slice(span.end, span.end + 20));
  return {
    ...near,
    isFirm: near.isFirm || isTaken || tells.test(behind) || isThere.test(before) || isOwned.test(before),
  };
}
