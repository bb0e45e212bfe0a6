import type { CheckContext } from './check.ts';
import { labelFamilies, partNouns, pluralOf, type LabelFamily } from './labelFamilies.ts';
import { readCount } from './quantities.ts';
import { isQuoted, type Segment } from './segments.ts';
import { numberAlone, wordsBetween, type Parts, type StatedCount } from './statedCount.ts';

const nounOf = new Map(
  partNouns.flatMap((noun) => [
    [noun, noun],
    [pluralOf(noun), noun],
  ]),
);
const familyNouns = `(?:${[...nounOf.keys()].join('|')})`;
const plurals = `(?:${partNouns.map(pluralOf).join('|')})`;
const whole = String.raw`(?:plan|work|project|implementation|migration|roll-?out|effort|document|prp|delivery|timeline|rfc|spec|proposal|roadmap)`;
/** Sentences that speak of all the parts of a plan. */
const statements = new RegExp(
  [
    String.raw`\b(?:all|all of the|all the)\s${numberAlone}\s(?:(?:implementation|planned|main|major|work|listed|remaining)\s)?(?<all>${plurals})\b`,
    String.raw`\b${whole}\b[^.;:|\n]{0,50}?\b(?:in|into|has|of|across|over|comprises|contains)\s${numberAlone.replace('number', 'number2')}${wordsBetween}(?<parts>${plurals})\b`,
    String.raw`(?:^|\n|[-*(|]\s?)\W{0,3}(?:total\s|number of\s|total number of\s)(?<label>${plurals})\W{0,4}:\W{0,4}${numberAlone.replace('number', 'number3')}(?![\w.,-]*\d|\s?[-–]\s?\d|%|\+)`,
    String.raw`\b${numberAlone.replace('number', 'number4')}-(?<sole>${familyNouns})\s(?:\w+\s){0,2}?${whole}\b(?!\s(?:body|script|function|method|code|file|runner|helper)\b)`,
  ].join('|'),
  'gi',
);

/** Numbers in sentences about parts that the plan numbers: its phases, its tasks. */
export async function familyCounts(context: CheckContext): Promise<StatedCount[]> {
  const { document, segments } = context;
  const families = await labelFamilies(context);
  if (families.length === 0) {
    return [];
  }
  const isNamed = namedIn(document.text);
  const marks = families.flatMap(({ noun }) => [pluralOf(noun).slice(1), `-${noun}`]);
  // Few segments name several of the parts; looking for that first makes the check ten times as fast.
  const naming = segments.filter(({ words }) => marks.some((mark) => words.includes(mark)));
  return naming.flatMap((segment) =>
    [...segment.words.matchAll(statements)].flatMap((match) => {
      const groups = match.groups ?? {};
      const value = groups['number'] ?? groups['number2'] ?? groups['number3'] ?? groups['number4'] ?? '';
      const noun = (
        groups['all'] ??
        groups['parts'] ??
        groups['label'] ??
        groups['sole'] ??
        ''
      ).toLowerCase();
      const at = match.index + match[0].lastIndexOf(value);
      const meant = families.filter((family) => family.noun === nounOf.get(noun));
      const behind = segment.words.slice(match.index + match[0].length, match.index + match[0].length + 30);
      if (meant.length === 0 || isPast(segment) || isElsewhere(segment, match.index, behind)) {
        return [];
      }
      const parts = countsIn(meant);
      const count = readCount(value) ?? 0;
      const isOfPlan =
        (groups['all'] === undefined || isClose(count, parts.counts[0] ?? 0, carriedOut.test(behind))) &&
        !(count > (parts.counts[0] ?? 0) && isNamed(nounOf.get(noun) ?? noun, count));
      // "All four phases" and "no two-phase rollout" speak of another plan as often as of this one, unless they say otherwise.
      const before = segment.words.slice(Math.max(0, match.index - 24), match.index);
      const isOfThis =
        groups['all'] === undefined && (groups['sole'] === undefined || isThisOne.test(before));
      const isSure =
        parts.isSure &&
        isOfPlan &&
        (isOfThis || (carriedOut.test(behind) && !namesOther.test(segment.content.text)));
      return [{ segment, value, at, noun, ...parts, isSure, place: 'in this plan' }];
    }),
  );
}

/** "ADR-201 is implemented (all 5 phases done, see `plan.md`)" */
const namesOther = /`|\]\(|\b(?!(?:AC|US|FR|NFR|T)-)[A-Z]{2,}-\d/;

/** "It is a 4-phase plan", "this 4-phase plan" */
const isThisOne = /\b(?:this|is|as)\s(?:an?\s|the\s)?$|(?:^|[.!?]\s)\W*(?:an?|the)\s$/i;

/** "All 5 phases implemented and tested" */
const carriedOut =
  /^\s(?:(?:are|were|is|have been|must be|will be)\s)?(?:fully\s|successfully\s)?(?:implemented|complete|completed|done|executed|finished|verified|delivered|carried out)\b/i;

/** "Revision history: cycle 1: 9-task plan" */
function isPast({ words, leads, headings }: Segment): boolean {
  return (
    /^\W*(?:cycle|rev(?:ision)?|round|version|v)\.?\s?\d/i.test(words) ||
    [leads[0] ?? '', headings[0] ?? ''].some((text) =>
      /\b(?:revision|version|change)s?\s?(?:history|log)\b/i.test(text),
    )
  );
}

/** Whether the last of so many parts is named anywhere: "Phase 6" in bold, in a list, in a drawing. */
function namedIn(text: string): (noun: string, count: number) => boolean {
  const answers = new Map<string, boolean>();
  return (noun, count) => {
    const source = String.raw`\b${noun}s?[\s-]#?${count}\b`;
    const answer = answers.get(source) ?? new RegExp(source, 'i').test(text);
    answers.set(source, answer);
    return answer;
  };
}

/** "all three phases of the compiler", "all 4 steps (build, test, …)", "all 3 steps in Phase 2": about other parts than the plan's. */
function isElsewhere(segment: Segment, at: number, behind: string): boolean {
  return (
    isQuoted(segment.words, at) ||
    /^\s*(?:\(|:|—|–)|^\s(?:of|in|from|for|within|under)\s(?!this|the (?:plan|work|implementation|project|migration)\b)/i.test(
      behind,
    ) ||
    /\b(?:each|per|every|remaining|other|first|last|next|phase \d|step \d|stage \d)\b/i.test(
      segment.words.slice(Math.max(0, at - 60), at),
    )
  );
}

/**
 * "All 5 phases" may speak of another plan or of a part of this one. In real plans those numbers were far off; a number
 * that nobody kept up is off by one. Where the sentence says that they are carried out, it is surer to speak of this one.
 */
function isClose(stated: number, actual: number, isCarriedOut: boolean): boolean {
  return Math.abs(stated - actual) <= Math.max(isCarriedOut ? 2 : 1, actual * 0.15);
}

function countsIn(families: readonly LabelFamily[]): Parts {
  const sum = families.reduce((total, family) => total + (family.counts[0] ?? 0), 0);
  return {
    counts: [...families.flatMap((family) => family.counts), sum],
    isSure: families.length === 1,
    isMerged: false,
  };
}
