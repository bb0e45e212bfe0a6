import { sourceOffset } from '../text/content.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { CheckContext } from './check.ts';
import { nextPath } from './lineMentions.ts';
import { nearIntent, type Mention } from './mention.ts';
import type { PathMention } from './pathMention.ts';
import { pathShape } from './pathShape.ts';
import type { Segment } from './segments.ts';
import { definitionKinds, groundsFor } from './symbolGrounds.ts';

/** A definition that the plan names together with the file it is said to stand in. */
export interface SymbolMention extends Mention {
  /** The names in it: `Queue` and `deliver` of `Queue.deliver()`. */
  readonly names: readonly string[];
  readonly path: PathMention;
}

/** A name in code marks, and where it stands in its segment. */
interface CodeSpan {
  readonly value: string;
  readonly start: number;
  readonly end: number;
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
      if (found === undefined || !isSymbol || !isSource(found.path) || isComponent(span.value, found.path)) {
        return [];
      }
      const stated = statedAt(document, segment, { span, path: found.path });
      return [{ value: span.value, start, names, path: found.path, ...stated }];
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

const kindBefore = new RegExp(String.raw`\b${definitionKinds}\s+[\`*(]{0,3}$`, 'i');

const towardsFile = new RegExp(
  String.raw`^[\`*)]{1,3}\s+(?:(${definitionKinds})\s+)?(?:(?:is|are|was|currently|already|defined|declared|implemented|found|located|exported|lives?)\s+){0,3}(?:in|from|inside|within|of|at)\s+(?:the\s+)?(?:file\s+)?[\`*(]{1,3}$`,
  'i',
);
const inBrackets = new RegExp(String.raw`^[\`*]{1,3}\s+(?:(${definitionKinds})\s+)?\([\`*]{0,3}$`, 'i');
const fromFile = new RegExp(String.raw`^[\`*]{1,3}['’]s\s+(?:(${definitionKinds})\s+)?[\`*]{1,3}$`, 'i');

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
    // "Add a method (see `retry`) to `worker.ts`": what the brackets close on stands elsewhere.
    const isAside = /^[`*]*\)/.test(between) && !/\([`*]*$/.test(text.slice(Math.max(0, start - 4), start));
    if (match !== null && !isAside) {
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

/** Files in languages that write `send_job` for a function. */
const snakes = /\.(?:pyi?|rs|rb|go|c|h|cc|cpp|cxx|hpp|hh|php|lua|exs?|erl|hs|ml|nim|zig|sh)$/;

function isSource({ shape }: PathMention): boolean {
  return shape.type === 'path' && !shape.isDirectory && sources.test(shape.path);
}

/** A component goes by the name of its file, or of its folder and its file. */
function isComponent(name: string, { value }: PathMention): boolean {
  return /\.(?:vue|svelte|astro)$/.test(value) && /^[A-Z]\w*$/.test(name);
}

function statedAt(
  document: PlanDocument,
  segment: Segment,
  { span, path }: { readonly span: CodeSpan; readonly path: PathMention },
): Pick<Mention, 'intent' | 'isFirm'> {
  if (path.intent === 'creates' || path.intent === 'example' || path.intent === 'external') {
    return { intent: path.intent, isFirm: path.isFirm };
  }
  const near = nearIntent(segment, span.start, span.end);
  const box = boxOf(document, segment);
  if (near.intent === 'removes' && box === 'ticked') {
    return { intent: 'external', isFirm: false };
  }
  if (near.intent !== 'exists' && near.intent !== 'modifies') {
    return near;
  }
  const isAhead = path.end <= sourceOffset(segment.content, span.start);
  const next = segment.words.slice(span.end, span.end + 60);
  const hasLine = path.shape.type === 'path' && path.shape.hasLine;
  return groundsFor(near, {
    before: segment.words.slice(Math.max(0, span.start - 60), span.start),
    next,
    behind: isAhead ? next : document.text.slice(path.end, path.end + 60),
    headings: segment.headings,
    box,
    hasLine,
    isPlainHere: snakes.test(path.value),
    isPlain: /^[a-z\d]+(?:_[a-z\d]+)+$/.test(span.value),
  });
}

/** Whether the item that a segment is carries a box, and a tick in it. */
function boxOf({ text }: PlanDocument, { content }: Segment): 'ticked' | 'open' | 'none' {
  const first = sourceOffset(content, 0);
  const box = text.slice(first - 4, first);
  return box === '[ ] ' ? 'open' : /^\[[xX]\] $/.test(box) ? 'ticked' : 'none';
}
