import type { Intent } from '../domain/claim.ts';
import { findCues, type Cue } from './cues.ts';
import { isQuoted, type Segment } from './segments.ts';

/** Why a plan names a thing, and whether it says so plainly. */
export interface StatedIntent {
  readonly intent: Intent;
  /** Whether words say so, rather than nothing saying otherwise. */
  readonly isFirm: boolean;
}

const unstated: StatedIntent = { intent: 'exists', isFirm: false };

/**
 * Why the plan names what stands between `start` and `end` of a segment. The nearest words decide: a note right
 * behind it, the clause before it, a description behind it, the rest of its table row, the line that leads in its
 * list, the headings above it.
 */
export function intentAt(segment: Segment, start: number, end: number): StatedIntent {
  if (isQuoted(segment.words, start)) {
    return { intent: 'example', isFirm: true };
  }
  return (
    noteBehind(segment.words, end) ??
    clauseBefore(segment.words, start) ??
    descriptionBehind(segment.words, end) ??
    around(segment.row) ??
    firstOf(segment.leads) ??
    firstOf(segment.headings) ??
    unstated
  );
}

/** "`a.ts` (new)" */
function noteBehind(words: string, end: number): StatedIntent | undefined {
  const note = /^[^\w(]{0,4}\(([^)]{1,80})\)/.exec(words.slice(end, end + 90))?.[1];
  return note === undefined ? undefined : around(note);
}

const sentenceEnd = /[.!?:](?=\s+[A-Z\u{fffc}`*[(])|;|\n(?=\s*\n)/gu;

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
  const cues = findCues(sentence);
  const holding = cues.find((cue) => cue.start < at && cue.end > at);
  if (holding !== undefined) {
    return insideCue(sentence.slice(holding.start, holding.end));
  }
  const last = cues.findLast((cue) => cue.end <= at);
  return last === undefined ? undefined : governed(sentence, last, at);
}

/** "Move `a.ts` to `b.ts`": the place lies within the words that announce another one. */
function insideCue(cue: string): StatedIntent {
  return /^(?:mov|renam)/i.test(cue)
    ? { intent: 'removes', isFirm: true }
    : { intent: 'exists', isFirm: true };
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
    return { intent: 'modifies', isFirm: false };
  }
  return { intent: cue.intent, isFirm: cue.isFirm };
}

const creationBehind = /^(?:new|creat|to be|not|does|do|will|introduc|generat|plan|propos|future)/i;

/** "`a.ts` — update the retry loop", "`a.ts` does not exist yet" */
function descriptionBehind(words: string, end: number): StatedIntent | undefined {
  const text =
    /^[`"'*)\]]{0,3}\s*(?:[-–—:|]\s*|(?=(?:is|are|was|were|will|does|do|doesn|has|gets?|already|currently)\b))([^.;\u{fffc}]{1,80})/u.exec(
      words.slice(end, end + 90),
    )?.[1];
  if (text === undefined) {
    return undefined;
  }
  const cue = findCues(text)[0];
  if (cue === undefined) {
    return undefined;
  }
  const isCreation = cue.intent === 'creates';
  // "`a.ts`: add a counter" says what happens in the file, not whether it is there.
  return isCreation && !creationBehind.test(text.slice(cue.start))
    ? undefined
    : { intent: cue.intent, isFirm: cue.isFirm };
}

/** What a heading, a lead-in or a table row says of what stands under it. */
function around(words: string): StatedIntent | undefined {
  const cues = findCues(words);
  const first = cues[0];
  if (first === undefined) {
    return undefined;
  }
  const hasCreation = cues.some((cue) => cue.intent === 'creates');
  const hasOther = cues.some((cue) => cue.intent === 'modifies' || cue.intent === 'exists');
  // "Files to create or modify" leaves open which of the two each one is.
  return hasCreation && hasOther
    ? { intent: 'modifies', isFirm: false }
    : { intent: first.intent, isFirm: first.isFirm };
}

function firstOf(texts: readonly string[]): StatedIntent | undefined {
  for (const text of texts) {
    const stated = around(text);
    if (stated !== undefined) {
      return stated;
    }
  }
  return undefined;
}
