import type { Intent } from '../domain/claim.ts';
import { wordPatterns } from './wordPatterns.ts';

/**
 * A word that tells why a plan names what stands near it. A firm cue of existence is evidence that the plan takes the
 * thing for granted, so that its absence makes the plan wrong; one that is not firm only says what it is about.
 */
export interface Cue {
  readonly intent: Intent;
  readonly isFirm: boolean;
  /** Whether it is said of hardly anything but what is there (`StatedIntent`). */
  readonly isSure: boolean;
  readonly start: number;
  readonly end: number;
}

interface CueWords {
  readonly intent: Intent;
  readonly isFirm: boolean;
  readonly isSure?: boolean;
  readonly pattern: string;
}

/**
 * The vocabulary, from reading plans: what told planned and example paths from false ones were cues of creation, of
 * examples and of existing things. Earlier entries win where two begin at the same place.
 */
const vocabulary: readonly CueWords[] = [
  {
    intent: 'external',
    isFirm: true,
    pattern: String.raw`(?:(?:already|was|were|been|has been|is|are) )?(?:removed|deleted|dropped|retired|gone|missing|absent|not found)|no longer (?:exists?|there|needed)|used to (?:be|live)|if (?:it |they |one )?(?:exists?|present|any|available|applicable)|(?:when|where) present|(?:is |are )?not (?:required|needed|used)|or (?:equivalent|similar|wherever|whichever|the like)|(?:in|from|of) (?:the |another |an? )?(?:other|external|upstream|sibling|separate|target|user'?s) (?:repo(?:sitory)?|project|codebase)|home (?:folder|directory)|at run ?time|global (?:standards|config(?:uration)?|settings|rules|instructions)|gitignored|git-ignored|untracked|uncommitted|in-flight`,
  },
  {
    intent: 'example',
    isFirm: true,
    pattern: String.raw`e\.g\.|eg\.|(?:refer(?:ence)?|cit|writ|quot)e? (?:[^.;]{1,30} )?as|for (?:example|instance)|such as|(?:an? |the |some )?(?:hypothetical|imaginary|fictional|made-up|synthetic|placeholder)|examples?:|say,`,
  },
  {
    intent: 'creates',
    isFirm: true,
    pattern: String.raw`to be (?:created|added|written|generated|translated|provided|defined|documented|drafted|published)|none of [^.;]{1,60} exists?|(?:committed|published|recorded|captured|persisted|checked in) (?:[^.;]{0,40}? )?(?:as|to|under)|do(?:es)? not (?:yet )?exist|(?:doesn|don)['’]t (?:yet )?exist|not (?:yet )?(?:there|present|created)|cop(?:y|ies|ied|ying) (?:[^.;]{1,60}? )?(?:in)?to|back(?:s|ed|ing)?[ -]?ups? (?:[^.;]{1,60}? )?(?:in)?to|export(?:s|ed|ing)? (?:[^.;]{1,60}? )?(?:in)?to|go(?:es)? (?:in)?to|(?:includ|plac|mount|unpack)(?:e|es|ed|ing)? (?:[^.;]{1,60}? )?at|temporary|scratch|(?:flatten(?:s|ed|ing)?|port(?:s|ed|ing)?) (?:[^.;]{1,60}? )?(?:in)?to|regenerat(?:e|es|ed|ing)|will (?:live|be (?:created|added|written|placed|stored)|contain|hold|become)|(?:shall|must|should|will|to) (?:live|reside|be (?:defined|declared|documented|described|found|located|implemented|exported|kept|placed|stored|recorded)) (?:in|at|under)|creat(?:e|es|ed|ing|ion)|add(?:s|ed|ing)?(?! to\b)|new|(?:an?|its|their) (?:sibling|counterpart)|introduc(?:e|es|ed|ing)|writ(?:e|es|ten|ing)|implement(?:s|ed|ing)?|generat(?:e|es|ed|ing)|scaffold(?:s|ed|ing)?|produc(?:e|es|ed|ing)|outputs?|emits?|deliver(?:s|ables?)|(?:re)?(?:mov|locat)(?:e|es|ed|ing):? (?:(?:\ufffc+(?!\ufffc)|[^.;\ufffc]){0,60}? )?(?:in)?to|(?:neither|none) of which exists?|renam(?:e|es|ed|ing):? (?:(?:\ufffc+(?!\ufffc)|[^.;\ufffc]){0,60}? )?(?:to|→|->)|replac(?:e|es|ed|ing) [^.;]{1,60} (?:with|by)|extract(?:s|ed|ing)? (?:[^.;]{0,60}? )?(?:in)?to|split(?:s|ting)? (?:[^.;]{0,60}? )?into|sav(?:e|es|ed|ing) (?:[^.;]{0,40}? )?(?:in|to|as)|stor(?:e|es|ed|ing) (?:[^.;]{0,40}? )?(?:in|to|under)|put(?:s|ting)?|propos(?:e|es|ed|al)|planned|future`,
  },
  {
    // "Remove the counter from `a.ts`" changes a file that is there.
    intent: 'modifies',
    isFirm: true,
    isSure: true,
    pattern: String.raw`(?:remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|drop(?:s|ped|ping)?|tak(?:e|es|ing)|strip(?:s|ped|ping)?) [^.;]{1,60} from`,
  },
  {
    intent: 'removes',
    isFirm: true,
    isSure: true,
    pattern: String.raw`(?:to|will|shall|should|must|can|may) be (?:removed|deleted|dropped|retired)|remov(?:e|es|ing|al)|delet(?:e|es|ing|ion)|retir(?:e|es|ing)|get rid of|mov(?:e|es|ing)|renam(?:e|es|ing)`,
  },
  {
    // "Drop `a.md` into the folder", "drop `a.md` covering the cutover" makes one.
    intent: 'removes',
    isFirm: true,
    pattern: 'drop(?:s|ping)?',
  },
  {
    // Orders. What "updates" or is "fixed" belongs to others, or to a file that this plan makes for it.
    intent: 'modifies',
    isFirm: true,
    isSure: true,
    pattern: String.raw`modif(?:y|ied)|update|edit|change|extend|refactor|patch|replace|adjust|rework|touch|rewrite`,
  },
  {
    intent: 'modifies',
    isFirm: true,
    pattern: String.raw`modif(?:ies|ying|ications?)|updat(?:es|ed|ing)|edit(?:s|ed|ing)|chang(?:es|ed|ing)|extend(?:s|ed|ing)|refactor(?:s|ed|ing)|patch(?:es|ed|ing)|fix(?:es|ed|ing)?|replac(?:es|ed|ing)|adjust(?:s|ed|ing)|rework(?:s|ed|ing)|touch(?:es|ed|ing)|rewrit(?:es|ing)|wire(?:s|d)? (?:[^.;]{0,40}? )?into`,
  },
  {
    intent: 'exists',
    isFirm: true,
    isSure: true,
    pattern: String.raw`exist(?:s|ing)|current(?:ly)?|already(?= (?:has|have|exist\w*|there|present|in place|defined|contains?|uses?)\b)|reus(?:e|es|ing)|defined in|declared in|unchanged|lines? \d`,
  },
  {
    intent: 'exists',
    isFirm: true,
    pattern: String.raw`exist|already|today|see(?: also)?|as in|patterns? (?:in|from|of)|(?<!\bthe )follow(?:s|ing)?|mirror(?:s|ing)?(?! (?:of|in|at|under|to)\b)|references|reference(?=\*{0,2}:| (?:docs?|documents?|files?|materials?)\b)|refer to|documented in|described in|found in|based on|depend(?:s|ing)? on|covered (?:by|in)`,
  },
  {
    // What a plan reads, runs or keeps may be there, or come to be there while it runs.
    intent: 'exists',
    isFirm: false,
    pattern: String.raw`liv(?:e|es|ing) in|located (?:in|at)|implemented in|add(?:s|ed|ing)? to|keep(?:s|ing)?|kept|read(?:s|ing)?|call(?:s|ed|ing)?|import(?:s|ed|ing)?|us(?:e|es|ed|ing)|load(?:s|ed|ing)?|run(?:s|ning)?|from|stays?|handles?|contains?|holds?`,
  },
];

const findWords = wordPatterns(vocabulary.map(({ pattern }) => pattern));

/** A method of HTTP, unless a path follows: "the DELETE endpoint", but "DELETE `a.ts`". */
const isMethod = /^(?:DELETE|PATCH|PUT)(?![\s*:_]*(?:\u{fffc}|[\w.@-]+\/))/u;

/** The cues in a text, in order. */
export function findCues(text: string): Cue[] {
  const cues: Cue[] = [];
  for (const { pattern, start, end } of findWords(text)) {
    const words = vocabulary[pattern];
    if (words !== undefined && !isMethod.test(text.slice(start, start + 80))) {
      const { intent, isFirm, isSure = false } = words;
      cues.push({ intent, isFirm, isSure, start, end });
    }
  }
  return cues;
}
