import type { StatedIntent } from './intent.ts';

/** Source of a pattern for the words that a definition is called. */
export const definitionKinds = String.raw`(?:functions?|methods?|class(?:es)?|hooks?|helpers?|types?|interfaces?|constants?|handlers?|components?|structs?|traits?|enums?)`;

/** What stands around a definition that is named with its file. */
export interface Surroundings {
  /** The words in front of the name, and those right behind it. */
  readonly before: string;
  readonly next: string;
  /** What stands right behind the file. */
  readonly behind: string;
  /** The titles of the sections, innermost first. */
  readonly headings: readonly string[];
  /** The box of the list item. */
  readonly box: 'ticked' | 'open' | 'none';
  /** Whether the file is named with a line. */
  readonly hasLine: boolean;
  /** Whether the name is nothing but a word in small letters: `cast_lossless`, as rules of linters are called. */
  readonly isPlain: boolean;
  /** Whether the file's language gives functions such names. */
  readonly isPlainHere: boolean;
}

/**
 * Whether the words around a definition take for granted that it is there now. The file is there in any case, so that
 * less is needed than for a file: a line, a verb in the present, "the … function".
 */
export function groundsFor(near: StatedIntent, around: Surroundings): StatedIntent {
  // What a ticked box took away is rightly gone.
  if (isDenied(around) || (around.box === 'ticked' && removal.test(around.before))) {
    return { intent: 'external', isFirm: false };
  }
  if (mayBeOther(around)) {
    return { intent: near.intent, isFirm: false };
  }
  // "Export `a` from `index.ts`" makes it so.
  if (around.box !== 'ticked' && exporting.test(around.before)) {
    return { intent: 'creates', isFirm: true };
  }
  const isTarget = target.test(around.before) || (near.intent === 'modifies' && ordered.test(around.before));
  // A box that is not ticked says what is to be true one day; but what it orders to change is there today.
  const isFirm =
    isTarget || (around.box !== 'open' && (near.isFirm || around.box === 'ticked' || isTaken(around)));
  return { intent: near.intent, isFirm };
}

/** Whether the name may be none of the file's own, or one that the plan brings. */
function mayBeOther({ before, next, box, isPlain, isPlainHere }: Surroundings): boolean {
  return (
    // What a ticked box did may have made such names; what it imports is there.
    (box === 'ticked' && !(importing.test(before) && imported.test(next))) ||
    // "Fix `cast_lossless` in `worker.rs`" may name what a linter finds there, and "report `add_to_cart` in `cart.dart`" sends a word.
    (isPlain && (!isPlainHere || complaint.test(before))) ||
    brought.test(before) ||
    helped.test(before) ||
    fromModule.test(before)
  );
}

function isTaken({ before, next, behind, headings, hasLine }: Surroundings): boolean {
  const isCalledThe = definite.test(before) && (kindBehind.test(next) || kindBefore.test(before));
  return (
    hasLine ||
    lineBehind.test(behind) ||
    tells.test(behind) ||
    alreadyBehind.test(behind) ||
    imported.test(next) ||
    defined.test(next) ||
    leading.test(before) ||
    owned.test(before) ||
    shown.test(before) ||
    isCalledThe ||
    headings.slice(0, 2).some((heading) => existing.test(heading))
  );
}

/** "using helper `a`" may be one to be written. */
const helped = /\b(?:using|via|through|with)\s+(?:an?\s+)?(?:new\s+)?helpers?\s+[`*(]{0,3}$/i;
/** "import `a` from `b` in `c.py`" names the module `b`. */
const fromModule = /\bfrom\s+[`*]{1,3}$/i;
/** "Extend the report with `a` and `b`" brings them. */
const brought = /\bwith\s+(?:[`*\u{fffc}]+(?:,|\s+and)\s+)*[`*(]{0,3}$/iu;
const complaint =
  /\b(?:fix|silence|suppress|allow|resolve|clear|disable)\s+(?:all\s+|every\s+|any\s+|the\s+|remaining\s+){0,3}[`*]{0,3}$/i;
const exporting = /\b(?:re-?)?export\s+(?:[`*\u{fffc}]+(?:,|\s+and)?\s+)*[`*]{0,3}$/iu;
const removal = /\b(?:delet|remov|drop|retir)\w*\b[^.;]{0,40}$/i;

/** "no `retry` in `worker.ts`", "does not set `retry` in `worker.ts`", "`retry` in `worker.ts` is missing" */
function isDenied({ before, behind }: Surroundings): boolean {
  return (
    /(?:\b(?:no|not|never|any|without|lacks?|lacking|missing|absent|cannot)|n['’]t)\b[^.;:,]{0,30}$/i.test(
      before,
    ) ||
    // "The manual says `retry()` lives in `worker.ts`" is another's claim.
    /\b(?:says|said|claims?|claimed|states?|stated|alleges?|pretends?)\s+(?:that\s+)?[`*(]{0,3}$/i.test(
      before,
    ) ||
    /^[`*)]{0,3}(?::\d+)?\s+(?:(?:is|are|was|were)\s+)?(?:missing|absent|gone|not\b|returns (?:zero|no|nothing)|never|does(?: not|n['’]t))/i.test(
      behind,
    )
  );
}

/** "`deliver` in `worker.ts` retries …" tells of something that is there; "… will retry" does not. */
const tells =
  /^[`*)]{0,3}(?::\d+)?\)?\s+(?:already\s+|currently\s+|now\s+)?(?!(?:as|this|its|plus|unless|always|needs|vs|tests|docs|files|changes|updates|was|previous|replaces|supersedes)\b)(?:[a-z]+s|are|have)\b/;
const alreadyBehind = /^[^.;\n]{0,24}\b(?:already|unchanged|as-is|still)\b/i;
/** "matches `deliver()`", "the shared `deliver()`" */
const leading =
  /\b(?:is|are|by|through|like|match(?:es)?|mirrors?|duplicates?|locate|find|comment out|imports?|importing|reus(?:e|es|ing)|consum(?:e|es|ing)|mocks?|calls|shared|canonical|production)[*_:]{0,3}\s+(?:the\s+)?(?:\w+\s+)?(?:[`*(]{0,3}\u{fffc}+[`*)]{0,3}(?:,\s+|\s+and\s+|\/)){0,3}[`*(]{0,3}$/iu;
/** "`worker.ts`'s `deliver`" speaks of what the file has. */
const owned = /\u{fffc}[`*)]{0,3}['’]s\s+[`*(]{0,3}$/u;
const importing = /\b(?:import|(?:re)?us)(?:e|es|s|ed|ing)?\s+[`*(]{0,3}$/i;
const imported = new RegExp(String.raw`^[\`*)]{1,3}\s+(?:${definitionKinds}\s+)?from\s`, 'i');
/** "`deliver` is defined in `worker.ts`", "`deliver` lives in `worker.ts`" */
const defined = new RegExp(
  String.raw`^[\`*)]{1,3}\s+(?:${definitionKinds}\s+)?(?:(?:is|are)\s+(?:currently\s+|already\s+)?(?:defined|declared|exported|located|found)|lives?|resides?|sits?|stands?)\s`,
  'i',
);
/** "the `deliver` function", "the function `deliver`" */
const definite = new RegExp(
  String.raw`\b(?:the|our)\s+(?:\w+\s+)?(?:${definitionKinds}\s+)?[\`*(]{0,3}$`,
  'i',
);
const kindBehind = new RegExp(String.raw`^[\`*)]{1,3}\s+${definitionKinds}\b`, 'i');
const kindBefore = new RegExp(String.raw`\b${definitionKinds}\s+[\`*(]{0,3}$`, 'i');
/** "✅ `deliver()` in `worker.ts`", "available: `deliver()` in `worker.ts`" */
const shown =
  /(?:\u{2705}|\u{2713}|\u{2714}\u{fe0f}?|\b(?:exists?|available|present)[*_]{0,2}:?)[^.;`\n]{0,40}[`*(]{0,3}$/u;
/** "`deliver` in `worker.ts` (lines 10-20)", "`worker.ts` L10" */
const lineBehind = /^[`*)]{0,3}\s*[(,]?\s*(?:at\s)?(?:lines?\s|L)\d/i;
/** "Existing code" */
const existing =
  /^[\W\d]*(?:existing|current) (?:code|implementation|functions?|utilities|helpers|patterns?|apis?|types?|files?)\b/i;

/** An order whose object is the definition: "Update `deliver` in …". */
const ordered =
  /(?:^|[.;:,]\s+|\n\s*)[\W\d]{0,8}(?:update|modify|extend|refactor|fix|rewrite|rename|edit|adjust|patch|simplify|replace|wire)\s+(?:the\s+)?(?:\w+\s+)?[`*(]{0,3}$/i;
/** "Add a counter to `deliver` in …", "Retry inside `deliver` in …": the definition is where something else happens. */
const target =
  /\b(?:add|append)\w*[*_]{0,2}\s(?:[^.;]{1,60}\s)?(?:to|into)\s+(?:the\s+)?[`*(]{0,3}$|(?:^|[.;:]\s+|\n\s*)[\W\d]{0,8}(?:locate|find|open|grep)\s+(?:the\s+)?[`*(]{0,3}$|\b(?:in|from|into|through|inside|within|on|of|around|after|before|below|above|alongside|beside|next to)[*_]{0,2}\s+(?:the\s+|our\s+)?(?:\w+\s+)?[`*(]{0,3}$/i;
