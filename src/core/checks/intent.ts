import { findCues, type Cue } from './cues.ts';
import { isOfTests } from './pathShape.ts';
import { isQuoted, type Segment } from './segments.ts';
import { mayBeMade, type StatedIntent } from './statedIntent.ts';
import { around, isAmongOutcomes, surroundingIntent } from './surroundings.ts';

export type { StatedIntent } from './statedIntent.ts';

const unstated: StatedIntent = { intent: 'exists', isFirm: false };

/**
 * Why the plan names what stands between `start` and `end` of a segment. The nearest words decide: a note right
 * behind it, the clause before it, a description behind it, the rest of its table row, the line that leads in its
 * list, the headings above it.
 */
export function intentAt(segment: Segment, start: number, end: number): StatedIntent {
  return nearestWords(segment, start, end) ?? describedAs(segment, start, end) ?? unstated;
}

/** What the note right behind a place and the clause before it say, or undefined where they say nothing. */
export function nearestWords(segment: Segment, start: number, end: number): StatedIntent | undefined {
  if (isQuoted(segment.words, start) || segment.headings.some((heading) => isScenario.test(heading))) {
    return { intent: 'example', isFirm: true };
  }
  const before = segment.words.slice(Math.max(0, start - 80), start);
  if (isDenied.test(before) || isOfOther.test(before) || isGuessed.test(before)) {
    return { intent: 'external', isFirm: true };
  }
  const behind = segment.words.slice(end, end + 120);
  if (hedges.some((hedge) => hedge.test(behind))) {
    return { intent: 'external', isFirm: true };
  }
  if (
    /\b(?:exists?|(?:defined|declared) in)\b\W{0,6}$/i.test(
      segment.words.slice(Math.max(0, start - 20), start),
    ) &&
    isAmongOutcomes(segment)
  ) {
    return { intent: 'exists', isFirm: false };
  }
  return (
    noteBehind(segment.words, end) ?? ownerBefore(segment.words, start) ?? clauseBefore(segment.words, start)
  );
}

/** What stands in a scenario of a specification happens to somebody. */
const isScenario = /^\W*scenarios?\b/i;

/** "`a.yaml` or `a.yml`" leaves open which; "Modify in `other-service`: `a.ts`" is about another tree. */
const isOfOther = /\u{fffc}[`*]*,?\s+or\s+[`*]{0,3}$|\bin\s+[`*]{1,3}\u{fffc}+[`*]{1,3}:\s*[`*]{0,3}$/u;

/** "It lies in `a.ts`, not `b.ts`", "instead of `b.ts`" */
const isDenied =
  /\b[Nn]o (?:[\w-]+ ){0,4}(?:references?|uses?|imports?|mentions?)\b[^.;]{0,40}$|(?:\b(?:not|instead of|rather than)|[—–,-]\s*NOT)\s+(?:in\s+|at\s+|the\s+)?[`"'*(]{0,3}$/;

/**
 * What the words behind a path and those around its sentence say. Of a file among "New files" its description tells what it
 * will do: "`removal.md`: the last changes", "`cache.ts` — updates the index".
 */
function describedAs(segment: Segment, start: number, end: number): StatedIntent | undefined {
  const described = descriptionBehind(segment.words, end);
  if (described !== undefined && described.intent !== 'modifies' && described.intent !== 'removes') {
    return described;
  }
  const path = segment.content.text.slice(start, end);
  const around = surroundingIntent(segment, { isBare: !path.includes('/'), isTest: isOfTests(path) });
  return described === undefined || (around?.intent === 'creates' && around.isFirm) ? around : described;
}

/** "`a.ts` (new)". What begins otherwise tells what is in the file: "(reference, not extracted)", "(deletes old rows)". */
function noteBehind(words: string, end: number): StatedIntent | undefined {
  const note = /^[^\w(]{0,4}\(\s*([^)]{1,80})\)/.exec(words.slice(end, end + 90))?.[1];
  // "Create `a.ts` (or extend `b.ts`)", "`a.test.ts` (or co-located)", "`a.ts` (if it caps the list)" leave open which.
  if (/^or\s|\bif\s/i.test(note ?? '')) {
    return mayBeMade;
  }
  const stated = note === undefined ? undefined : around(note);
  switch (stated?.intent) {
    case 'exists':
      return /^(?:exist|current|already|unchanged|lines? \d)/i.test(note ?? '') ? stated : undefined;
    case 'removes':
      return /^(?:to be |will be )?(?:remov(?:e|al)|delet(?:e|ion)|drop)\b/i.test(note ?? '')
        ? stated
        : undefined;
    case 'modifies':
      // "(replaces the old one)" tells of another file.
      return /^\W*(?:to be |will be )?\w*[^s\s]\b/i.test(note ?? '') ? stated : undefined;
    default:
      return stated;
  }
}

/** "StormLib's `src/huff.cpp`" is another project's, and "your `config.yml`" the user's. */
function ownerBefore(words: string, start: number): StatedIntent | undefined {
  const owner = /(?:^|[^\w-])([A-Z][\w-]*)['’]s\s(?:(?:own|existing|current)\s)?[\s`*("]*$/.exec(
    words.slice(Math.max(0, start - 40), start),
  )?.[1];
  if (/\b(?:your|their)\s[\s`*("]*$/i.test(words.slice(Math.max(0, start - 12), start))) {
    return { intent: 'external', isFirm: true };
  }
  return owner === undefined ||
    /^(?:It|That|Let|Here|There|What|Who|This|The|Repo\w*|Project|Plan|App)$/.test(owner)
    ? undefined
    : { intent: 'external', isFirm: true };
}

/** The full stop of an abbreviation ends no sentence. */
const sentenceEnd =
  /(?<!\b(?:[Ee]\.g|[Ii]\.e|eg|ie|vs|[Cc]f|resp|approx|incl|[Ff]ig|[Ss]ec))[.!?:](?=\s+[A-Z\u{fffc}`*[(])|;|\n(?=\s*\n)/gu;

/** "Create `a.ts`", "Rename `a.ts` to `b.ts`": the last cue of the sentence before the place. */
function clauseBefore(words: string, start: number): StatedIntent | undefined {
  const window = words.slice(Math.max(0, start - 300), start);
  const offset = start - window.length;
  let from = 0;
  for (const match of window.matchAll(sentenceEnd)) {
    // A colon ends no thought: "New files: `a.ts`".
    if (match[0] !== ':') {
      from = match.index + match[0].length;
    }
  }
  const sentence = words.slice(offset + from, Math.min(words.length, start + 120));
  const at = start - offset - from;
  if (isCondition.test(sentence.slice(0, at))) {
    return { intent: 'exists', isFirm: false };
  }
  if (isBehindArrow.test(sentence.slice(0, at)) || isExtractedInto.test(sentence.slice(0, at))) {
    return { intent: 'creates', isFirm: true };
  }
  const cues = findCues(sentence);
  const holding = cues.find((cue) => cue.start < at && cue.end > at);
  if (holding !== undefined) {
    return insideCue(sentence.slice(holding.start, holding.end));
  }
  const before = cues.filter(
    (cue) => cue.end <= at && !isInBrackets(sentence, cue, at) && reaches(sentence, cue, at),
  );
  if (isMadeThere(sentence.slice(0, at), before[0])) {
    return mayBeMade;
  }
  const last = before.at(-1);
  if (last === undefined) {
    return isBehindTest.test(sentence.slice(0, at)) ? mayBeMade : undefined;
  }
  return governed(sentence, last, at);
}

/** "`a.ts` (extend), `b.ts`": the note belongs to what stands in front of it. */
function isInBrackets(sentence: string, cue: Cue, at: number): boolean {
  const opening = sentence.lastIndexOf('(', cue.start);
  const closing = sentence.indexOf(')', cue.end);
  return (
    opening !== -1 &&
    closing !== -1 &&
    closing < at &&
    sentence.lastIndexOf(')', cue.start) < opening &&
    /\u{fffc}[`*]{0,3}\s?$/u.test(sentence.slice(0, opening))
  );
}

/** "If there is already a test at `a.test.ts`, add to it": nothing that the plan relies on. */
const isCondition = /\b(?:if|whether|unless|in case)\s[^,;.]*$/i;

/** "Test: `a.test.ts`" in a list of what a task touches. */
const isBehindTest = /(?:^|\W)tests?\*{0,2}:[\s`*"(]{0,4}$/i;
/** "Extract the three helpers that are in `a.ts` today into `b.ts`" */
const isExtractedInto =
  /\b(?:extract|split|factor|pull|lift|hoist|break|carve|separate)\w*\b[^;]*\binto\s+(?:an?\s+|the\s+|its own\s+)?(?:new\s+)?[\s`*"(]{0,4}$/i;
const isBehindArrow = /(?:→|⟶|➔|->|=>)[\s`*"(]{0,4}$/;

/** "Removed `a.ts`" and "the missing file `a.ts`" say that it is gone; "the missing test of `a.ts`" does not. */
function reaches(sentence: string, cue: Cue, at: number): boolean {
  const isState = /(?:removed|deleted|dropped|retired|gone|missing|absent|found)$/i.test(
    sentence.slice(cue.start, cue.end),
  );
  return !isState || cue.intent !== 'external' || /^\W*(?:\w+\W+){0,2}$/.test(sentence.slice(cue.end, at));
}

/** What stands in front of the first word of a task: marks, a check box, a number such as `T012` or `[US3]`. */
const beginning = /^(?:[^\w[\]]|\[[^\]]{0,8}\]|[A-Z]{1,4}\d+\b)*/;
const isPlaced = /\b(?:to|into|in|inside|within|under|at)\s+(?:the\s+|an?\s+)?[`"'*(\s]*$/i;

/**
 * "Add tests for the patterns in `a.ts`", "Document usage in `a.md`": an order that begins with what is to be made and ends with
 * where may mean a file that will be there.
 */
function isMadeThere(order: string, first: Cue | undefined): boolean {
  const begins = beginning.exec(order)?.[0].length ?? 0;
  const isMaking =
    (first?.intent === 'creates' && first.start <= begins) ||
    /^(?:document|describe|record|cover|test)s?\s/i.test(order.slice(begins));
  // In "rename `a.ts` to `b.ts`" the order itself ends with "to".
  return (
    isMaking &&
    isPlaced.test(first?.intent === 'creates' ? order.slice(first.end) : order) &&
    !/\b(?:existing|already|current(?!\s+(?:state|behaviou?r|status|usage|metrics)))\b/i.test(order)
  );
}

/** "Move `a.ts` to `b.ts`", "Replace `a.ts` with `b.ts`": the place lies within the words that announce another one. */
function insideCue(cue: string): StatedIntent {
  if (/^(?:mov|renam)/i.test(cue)) {
    return { intent: 'removes', isFirm: true, isSure: true };
  }
  return /^replac/i.test(cue)
    ? { intent: 'modifies', isFirm: true, isSure: true }
    : { intent: 'exists', isFirm: /^(?:copy|extract|split)\b/i.test(cue) };
}

/** What a cue in front of a place says of it. */
function governed(sentence: string, cue: Cue, at: number): StatedIntent {
  const between = sentence.slice(cue.end, at);
  const isAddition = /^(?:add|writ|put|implement|introduc)/i.test(sentence.slice(cue.start, cue.end));
  // "Add a counter to `a.ts`" changes a file, and may be how the plan says that it makes one.
  if (
    cue.intent === 'creates' &&
    isAddition &&
    /\b(?:to|into|in|inside|within)\s+(?:the\s+)?[`"'*(\s]*$/i.test(between)
  ) {
    return mayBeMade;
  }
  // "Create or modify `a.ts`" leaves open which; "Update the documentation (`a.md`)" has some, perhaps not this one.
  if (
    cue.intent === 'modifies' &&
    (/\b(?:new|(?:creat|add|writ)\w*)\*{0,2}(?:\s+(?:or|and\/or)\s+|\s?\/\s?)\*{0,2}$/i.test(
      sentence.slice(0, cue.start),
    ) ||
      /^\s+(?:the\s+)?(?:documentation|docs|tests?|test suites?)\b[^\u{fffc}]{0,20}\([\s`*]{0,3}$/iu.test(
        between,
      ))
  ) {
    return mayBeMade;
  }
  // "Extend the audit with a checker `a.ts`" makes one.
  if (cue.intent === 'modifies' && /\bwith\s+(?:an?|one|two|three)\s[^.;]*$/i.test(between)) {
    return mayBeMade;
  }
  // "Widen the existing gate to include `a.ts`": it is the gate that exists.
  if (
    /^(?:existing|current(?:ly)?)$/i.test(sentence.slice(cue.start, cue.end)) &&
    /\bto\s(?:include|cover|add|run|check)\b[^.;]*$/i.test(between)
  ) {
    return { intent: 'exists', isFirm: false };
  }
  // "Unit 3 deletes `a.ts`" tells of other work, which may be done by now.
  const isTold = cue.intent === 'removes' && /(?:s|ing|al|ion)$/i.test(sentence.slice(cue.start, cue.end));
  const isHedged = /\b(?:possibly|maybe|perhaps|optionally|potentially|likely|probably)\s+$/i.test(
    sentence.slice(0, cue.start),
  );
  const isFirm = cue.isFirm && !isTold && !isHedged;
  return { intent: cue.intent, isFirm, isSure: isFirm && cue.isSure && isClose(cue, between) };
}

/** "Update the loop of `a.ts`" is an order to change that file; farther away, another word may speak of it. */
function isClose({ intent }: Cue, between: string): boolean {
  const words = between.match(/[\w’'-]+/g)?.length ?? 0;
  return words <= (intent === 'exists' ? farthestOfExisting : farthestOfOrder);
}

/** In words between what is said and the path that it is said of. */
const farthestOfOrder = 3;
const farthestOfExisting = 6;

/** "`a.ts` — replaced by `b.ts`": it is gone, or soon will be. */
const isGone =
  /^(?:(?:is|are|was|were|been|has|have|already|now|fully|being)\s+)*(?:(?:replaced|superseded|subsumed|absorbed|obsoleted)\s+(?:by|with)|(?:merged|folded|moved|renamed)\s+(?:in)?to)\b/i;
const creationBehind = /^(?:new|creat|to be|not|does|do|will|introduc|generat|plan|propos|future)/i;

/** "`a.ts` — exact mirror of `b.ts`" says of the other one that it is there. */
const likeAnother = /^(?:mirror|follow|reus|based on|depend)/i;

/** "wherever it lies — likely `a.ts`" is a guess. */
const isGuessed =
  /\b(?:likely|probably|presumably|perhaps|maybe|possibly)\s+(?:in\s+|at\s+|under\s+)?[\s`*"(]{0,4}$/i;

/** "`a.ts` if present", "`a.ts` (or equivalent)", "`a.ts`, which does not exist": nothing that the plan relies on. */
const hedges: readonly RegExp[] = [
  /^[`"'*)\]]{0,3}\s*(?:[-–—:]\s*)?\(?optional(?:ly)?\b/iu,
  /^[`"'*)\]]{0,3}\s*\((?:when|once|as soon as|until)\b/iu,
  /^[`"'*)\]]{0,3}(?:,? but (?:that|it|this|which)\b|\s*[—–-]+\s*(?:deferred|postponed)\b)/iu,
  /^[^.;\n\u{fffc}]{0,40}\b(?:in|from|of) the (?!(?:same|this|main|current|whole|git|project|local)\b)[\w-]+ repo(?:sitory)?\b/iu,
  /^[^.;\n]{0,110}\(after (?:the )?(?:move|rename|renaming|migration|split)\)/iu,
  /^[^.;\n\u{fffc}]{0,60}\b(?:uncommitted|untracked|in-flight|gitignored)\b/iu,
  // On another branch, or as of another commit.
  /^[`"'*)\]]{0,3}\s*(?:@\s*[`*]{0,3}\u{fffc}|[,(]\s*(?:on\s+)?(?:the\s+)?branch\s+[`*]{0,3}\u{fffc})/iu,
  /^[^.;\n\u{fffc}]{0,90}\((?:[^()\u{fffc}]{0,40} )?if\s+(?:it |they |one )?(?:exists?|present|any|available|applicable)\b/iu,
  /^[`"'*)\]]{0,3}\s*(?:[^.;()\u{fffc}]{0,30} )?if\s+(?:it |they |one )?(?:exists?|present|any|available|applicable)\b/iu,
  /^[`"'*)\]]{0,3}\s*\(?or (?:equivalent|similar|wherever|whichever|[`*]{0,3}\u{fffc})/iu,
  /^[^\n\u{fffc}]{0,60}\b(?:is|are|was|were) (?:currently |already |locally )?(?:absent|missing|gone)\b/iu,
  /^[`"'*)\]]{0,3}(?:,\s(?:neither|none) of which exists?|,?\s(?:which )?(?:is|are) not (?:required|needed))\b/iu,
];

/** "`a.ts` — update the retry loop", "`a.ts` does not exist yet" */
function descriptionBehind(words: string, end: number): StatedIntent | undefined {
  // "`b/a.ts` ← `a.ts`": where the other one goes.
  if (/^[`"'*)\]]{0,3}\s*(?:←|⟵|<-)/.test(words.slice(end, end + 12))) {
    return { intent: 'creates', isFirm: true };
  }
  // "`a.ts` → `b/`": what is moved away is gone when that is done.
  if (/^[`"'*)\]]{0,3}\s*(?:→|⟶|➔|->|=>)/.test(words.slice(end, end + 12))) {
    return { intent: 'removes', isFirm: false };
  }
  const text =
    /^[`"'*)\]]{0,3}(?:\s\([^)]{0,30}\))?\s*(?:[-–—:|]\s*|(?=(?:is|are|was|were|will|does|do|doesn|has|gets?|already|currently)\b))([^.;\u{fffc}]{1,80})/u.exec(
      words.slice(end, end + 90),
    )?.[1];
  if (text === undefined) {
    return undefined;
  }
  if (isGone.test(text)) {
    return { intent: 'external', isFirm: true };
  }
  const cue = findCues(text)[0];
  if (cue === undefined) {
    return undefined;
  }
  if (likeAnother.test(text.slice(cue.start))) {
    return undefined;
  }
  if (cue.intent === 'creates') {
    // "`a.ts`: add a counter" says what happens in the file, not whether it is there.
    return creationBehind.test(text.slice(cue.start)) ? { intent: 'creates', isFirm: cue.isFirm } : undefined;
  }
  if (cue.intent === 'removes' && /\w/.test(text.slice(cue.end))) {
    // "`a.ts`: remove the counter" changes the file, and "`a.ts`: move the counter here" may make it.
    return /^(?:mov|renam)/i.test(text.slice(cue.start))
      ? undefined
      : { intent: 'modifies', isFirm: cue.isFirm };
  }
  // "`a.ts` — an accordion that reuses the header" tells what the file is like.
  const isSaidOfIt = cue.start <= 12 || cue.intent === 'external' || cue.intent === 'example';
  // "`a.md`: current state" tells what is in the file.
  const isSure = cue.isSure && /^(?:exist|already|unchanged)/i.test(text.slice(cue.start));
  return isSaidOfIt ? { intent: cue.intent, isFirm: cue.isFirm, isSure } : undefined;
}
