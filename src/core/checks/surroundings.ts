import { findCues } from './cues.ts';
import type { Segment } from './segments.ts';
import { mayBeMade, type StatedIntent } from './statedIntent.ts';

/**
 * What the rest of a table row, the line that leads in a list, and the headings say of what stands among them. Of a bare
 * name such as `CHANGELOG.md` they say too little to take it for granted.
 */
export function surroundingIntent(
  { row, isBehindName, leads, headings }: Segment,
  { isBare, isTest }: { readonly isBare: boolean; readonly isTest: boolean },
): StatedIntent | undefined {
  const afar = ofLeads(leads) ?? ofRestOfRow(row) ?? ofHeadings(headings);
  // A list of what is modified has the tests that come with it as well, unless it is one of tests to be changed.
  const isOfCode = isTest && ![leads[0], headings[0]].some((words) => isOfOldTests.test(words ?? ''));
  const said = ofSameRow(row) ?? (isOfCode && afar?.intent === 'modifies' ? mayBeMade : afar);
  // Where one path stands behind another in a row, the second one is where the first goes.
  const stated = isBehindName && said?.intent === 'removes' ? mayBeMade : said;
  return isBare && stated?.intent !== 'creates' ? softened(stated) : stated;
}

const isOfOldTests =
  /\b(?:modif|updat|chang|exten[ds]|adapt|adjust|rewrit|fix|existing|current|delet|remov)\w*\b.*\btests?\b|\btests?\b.*\b(?:modif|updat|chang|exten[ds]|adapt|adjust|fix|delet|remov)/i;

/** Everything in a row, a list or a section asks the same; segments share their lists of leads and of headings. */
const ofSameRow = rememberingLast(ofCell);
const ofRestOfRow = rememberingLast((row) => softened(around(row)));
const ofLeads = oncePerList((leads) => firstOf(leads.map(leadIn), ofLead));
const ofHeadings = oncePerList(
  ([nearest, ...farther]) =>
    firstOf(nearest === undefined ? [] : [nearest], ofHeading) ??
    firstOf(farther, (heading) => ofFartherHeading(heading)),
);

function rememberingLast(
  read: (text: string) => StatedIntent | undefined,
): (text: string) => StatedIntent | undefined {
  let last: { readonly text: string; readonly stated: StatedIntent | undefined } | undefined;
  return (text) => {
    last = { text, stated: last?.text === text ? last.stated : read(text) };
    return last.stated;
  };
}

function oncePerList(
  read: (texts: readonly string[]) => StatedIntent | undefined,
): (texts: readonly string[]) => StatedIntent | undefined {
  const answers = new WeakMap<readonly string[], { readonly stated: StatedIntent | undefined }>();
  return (texts) => {
    const answer = answers.get(texts) ?? { stated: read(texts) };
    answers.set(texts, answer);
    return answer.stated;
  };
}

/** What is said of the manner, or of what will be, says nothing of the matter: "Tests (mirror the layout):", "A parser exists". */
const manner = /\b(?:exists?|follow\w*|mirror\w*|patterns?|based on|reus\w+|depend\w* on|covered)\b/i;

const isChange = /^(?:changes|changed|touch\w*)$/i;

/** What a few words say: a note, a cell, a label. */
export function around(words: string): StatedIntent | undefined {
  const cues = findCues(words);
  const first = cues[0];
  if (first === undefined) {
    return undefined;
  }
  // What "file changes" and "what changes" list may be new as well as there.
  if (isChange.test(words.slice(first.start, first.end))) {
    return mayBeMade;
  }
  const hasCreation = cues.some((cue) => cue.intent === 'creates');
  const hasOther = cues.some((cue) => cue.intent === 'modifies' || cue.intent === 'exists');
  // "Files to create or modify" leaves open which of the two each one is.
  return hasCreation && hasOther
    ? mayBeMade
    : { intent: first.intent, isFirm: first.isFirm, isSure: first.isSure };
}

/** The cell that begins with a cue tells what is done with the file; others tell why, or how. */
function ofCell(row: string): StatedIntent | undefined {
  const cells = row.split(' | ');
  const telling = cells.find((cell) => /^\W{0,4}$/.test(cell.slice(0, findCues(cell)[0]?.start ?? 99)));
  const stated = telling === undefined ? undefined : around(telling);
  // "Follows the retry pattern" tells what is in the file; "existing" tells that it is there.
  return stated?.intent === 'exists' && wordsIn(telling ?? '') > 2 ? undefined : stated;
}

/** "Explicitly not part of this phase:" leads in what others will make. */
const isLeftOut = /\b(?:not\W+(?:a )?part of|out[ -]of[ -]scope|not in scope|non-goals?)\b/i;

/** "Files in other-service:" */
const isOfOtherTree =
  /^\W*(?:files|changes|modify|update|edit)\s+in\s+(?!th[ei]s?\b|all\b|each\b|scope\b|order\b)[a-z][\w-]*:\W*$/i;

/** The last sentence of a paragraph leads in what follows it. */
function leadIn(lead: string): string {
  const sentences = lead.trim().split(/(?<=[.!?])\s+(?=[A-Z])/);
  return sentences.at(-1) ?? '';
}

/** A sentence that ends is none that leads in: "We follow the pattern of the parser." */
function ofLead(lead: string): StatedIntent | undefined {
  if (isLeftOut.test(lead) || isOfOtherTree.test(lead)) {
    return { intent: 'external', isFirm: true };
  }
  const stated = around(lead);
  if (stated?.intent === 'exists' && manner.test(lead)) {
    return { intent: 'exists', isFirm: false };
  }
  if (/[.!?]$/.test(lead)) {
    return stated?.intent === 'example' || stated?.intent === 'external' ? stated : undefined;
  }
  return isOutcome(lead, stated) || isWork(lead) ? softened(stated) : speakingOfAll(lead, stated);
}

/**
 * "**Files to modify:**" and "References" speak of all that follows; a longer sentence may say more of it, and "files likely to
 * change" are a guess.
 */
function speakingOfAll(words: string, stated: StatedIntent | undefined): StatedIntent | undefined {
  if (isGuess.test(words)) {
    return softened(stated);
  }
  return stated === undefined
    ? undefined
    : {
        ...stated,
        isSure: (stated.isSure === true || isOfReferences.test(words)) && wordsIn(words) <= mostWordsOfLabel,
      };
}

const isGuess = /\b(?:likely|possibl[ey]|probabl[ey]|potential(?:ly)?|may|might|maybe|candidates?)\b/i;
const isOfReferences =
  /^\W*(?:[\w&-]+\s+){0,3}(?:references|reference\s(?:docs|documents|files|materials?))\W*$/i;
const mostWordsOfLabel = 6;

/** Words for what plans touch, as headings use them: "Files to modify", "Existing code", "Reference documents". */
const things =
  /\b(?:files?|modules?|components?|folders?|director(?:y|ies)|paths?|doc(?:ument(?:ation)?)?s?|scripts?|artifacts?|deliverables?|outputs?|codebase|code|patterns?|references?|examples?|infrastructure|state)\b/i;

/**
 * A heading such as "Files to modify" or "New" speaks of what stands under it. One such as "Fix the retry module" or
 * "Update `a.ts`" names the work, and what it takes may be there or come to be.
 */
function ofHeading(heading: string): StatedIntent | undefined {
  // "Repositories (create new)"
  if (/\((?:to )?(?:create|new|add)(?:\s+new)?\)\W*$/i.test(heading)) {
    return { intent: 'creates', isFirm: true };
  }
  const stated = around(heading);
  if (stated?.intent === 'exists' && manner.test(heading) && !/\bexisting\b/i.test(heading)) {
    return { intent: 'exists', isFirm: false };
  }
  const isOfThings = wordsIn(heading) <= 2 || things.test(heading);
  const isOwn = !/\.[a-z]{1,4}\b|`/.test(heading);
  return isOfThings && isOwn && !isOutcome(heading, stated) && !isWork(heading)
    ? speakingOfAll(heading, stated)
    : softened(stated);
}

/** A heading far above tells of creation, of examples and of others' things; what is there, only the nearest does. */
function ofFartherHeading(heading: string): StatedIntent | undefined {
  const stated = ofHeading(heading);
  return stated?.intent === 'creates' ? stated : softened(stated);
}

const order =
  /^(?:modify|update|edit|change|extend|refactor|patch|fix|replace|adjust|rework|rewrite|remove|delete|drop|retire|move|rename|reuse|add|create|implement|write|introduce)\s+(?!.*\b(?:these|following|existing|files?)\b)/i;

/** "Update docs", "Step 3: Move the state module": an order with an object of its own. */
function isWork(words: string): boolean {
  return order.test(
    words.replace(/^[^\p{L}]*(?:(?:step|task|phase|stage|part)\b[^:–—-]*[:–—-])?[^\p{L}]*/iu, ''),
  );
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => /\w/.test(word)).length;
}

/** Whether a place is among things that are to be so when the work is done. */
export function isAmongOutcomes({ leads, headings }: Segment): boolean {
  return [leadIn(leads[0] ?? ''), headings[0] ?? ''].some((words) => isOutcome(words, undefined));
}

/** What is so when the work is done says nothing of how things are before. */
function isOutcome(words: string, stated: StatedIntent | undefined): boolean {
  return (
    stated?.intent !== 'creates' &&
    /\b(?:success|accept\w*|verif\w*|validat\w*|criteria|gates?|done|expect\w*|outcomes?|checklist|coverage)\b/i.test(
      words,
    )
  );
}

function softened(stated: StatedIntent | undefined): StatedIntent | undefined {
  switch (stated?.intent) {
    case undefined:
    case 'example':
    case 'external':
      return stated;
    case 'exists':
      return { intent: 'exists', isFirm: false };
    case 'creates':
    case 'modifies':
    case 'removes':
      return mayBeMade;
  }
}

function firstOf(
  texts: readonly string[],
  intentOf: (text: string) => StatedIntent | undefined,
): StatedIntent | undefined {
  for (const text of texts) {
    const stated = intentOf(text);
    if (stated !== undefined) {
      return stated;
    }
  }
  return undefined;
}
