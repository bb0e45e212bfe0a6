import { sourceOffset } from '../text/content.ts';
import { rangeOf } from '../text/lineIndex.ts';
import { plainText } from '../text/plainText.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { roleReader } from './sectionRoles.ts';
import type { Segment } from './segments.ts';

/** Success criteria can be measured, and the steps take them up. */
export const successCriteria: Check = {
  id: 'success-criteria',
  title: 'Success criteria can be measured, and the steps take them up',
  tags: ['completeness', 'testing'],
  severity: 'minor',
  category: 'testing',
  kinds: ['prp', 'work-package', 'rfc', 'spec', 'generic'],
  modes: ['plan', 'execution'],
  run: async (context) => {
    const role = roleReader();
    const criteria = context.segments.filter((segment) => role(segment) === 'criteria' && isItem(segment));
    if (criteria.length === 0) {
      return { claims: [], findings: [] };
    }
    const unmeasurable = criteria.filter((segment) => isUnmeasurable(segment));
    const found = new Set(unmeasurable);
    const others = criteria.filter((segment) => !found.has(segment));
    return {
      claims: [],
      findings: [
        ...unmeasurable.map((segment) => finding(context, segment, notMeasurable)),
        ...withoutStep(context, others, role).map((segment) => finding(context, segment, notTakenUp)),
      ],
    };
  },
};

/** A criterion is an item or a paragraph; a line that ends with a colon leads in, and tables tell more than criteria. */
function isItem(segment: Segment): boolean {
  return (
    !segment.isHeading &&
    segment.row === '' &&
    segment.words.length <= 400 &&
    !/:\W*$/.test(segment.words.slice(-6))
  );
}

const praise =
  'clean|cleaner|good|great|nice|better|improved|intuitive|robust|smooth|elegant|high[- ]quality|maintainable|user[- ]friendly|easy|easy to use|easy to maintain|fast|faster|quick|scalable|performant|simple|readable|reliable|stable|efficient|responsive|flexible|excellent|well[- ](?:structured|designed|written)|modern|beautiful|polished|solid|seamless|snappy';
const degree = '(?:(?:very|really|reasonably|sufficiently|more|highly|fully|quite|super) )?';
/** The whole of a criterion is praise: nobody can be shown wrong about it. */
const unmeasurable: readonly RegExp[] = [
  // "Clean code", "Intuitive navigation", "Cleaner, more maintainable codebase"
  new RegExp(
    `^(?:a |an |the )?${degree}(?:${praise})(?:,? (?:and )?${degree}(?:${praise}))* (?:\\w+ )?(?:code|codebase|design|ui|ux|user experience|experience|performance|architecture|navigation|quality|documentation|docs|structure|api|interface|workflow|cycle|debugging|maintenance|code quality|usability|stability|readability)$`,
    'i',
  ),
  // "The UI is intuitive and fast"
  new RegExp(
    `^(?:the |our |all |its )?(?:[\\w-]+ ){1,4}(?:is|are|be|feels?|looks?|remains?|stays?|should be|must be|will be) ${degree}(?:${praise})(?:,? (?:and )?${degree}(?:${praise}))*$`,
    'i',
  ),
  // "Everything works well"
  /^(?:the |our |all |its )?(?:[\w-]+ ){1,4}(?:works?|runs?|performs?|behaves?|functions?) (?:very )?(?:well|smoothly|nicely|fine|great|perfectly|properly|as expected|as intended|as it should|seamlessly)$/i,
  // "Users are happy"
  /^(?:the |our |all )?(?:users?|customers?|developers?|stakeholders?|everyone|team|teams|clients?)(?: \w+)? (?:is|are|will be) (?:very )?(?:happy|satisfied|pleased|delighted|content)(?: with \w+(?: \w+){0,3})?$/i,
  /^(?:happy|satisfied) (?:users?|customers?|developers?|stakeholders?)$/i,
  /^(?:is|be|should be|must be|looks?|feels?|works?) (?:very )?(?:fast|quick|clean|good|great|nice|intuitive|robust|smooth|easy(?: to use)?|simple|reliable|well|fine|properly|as expected)$/i,
];

function isUnmeasurable({ content }: Segment): boolean {
  if (content.text.length > 120 || /[\d`"“<>≤≥=%]/.test(content.text)) {
    return false;
  }
  const text = plainText(content.text)
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replace(/^(?:[\w -]{2,30}): /, '');
  return unmeasurable.some((pattern) => pattern.test(text));
}

const common = new Set(
  (
    'with that this from into have been will must should shall when then than they them their there each every other only also ' +
    'after before where which while what does done make made work works working able about above below over under more less ' +
    'most least same such both between through without within criteria success criterion given user users system all tests test ' +
    'pass passes passing correct correctly works verify verified complete completed need needs used uses using'
  ).split(' '),
);

/** The distinctive words of a text, cut to what their forms have in common. */
function termsOf(text: string): Set<string> {
  const terms = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\d]{3,}/gu)) {
    if (!common.has(word)) {
      terms.add(word.slice(0, 5));
    }
  }
  return terms;
}

/** So many criteria are looked for in the whole plan; nobody writes more. */
const mostCriteria = 500;

/** Criteria that share no word at all with the rest of a plan that has steps. */
function withoutStep(
  { document, segments }: CheckContext,
  criteria: readonly Segment[],
  role: (segment: Segment) => string,
): Segment[] {
  const steps = segments.filter((segment) => role(segment) === 'steps' && !segment.isHeading);
  const inCriteria = new Set(segments.filter((segment) => role(segment) === 'criteria'));
  if (steps.length < 3 || criteria.length === 0) {
    return [];
  }
  const spoken = segments.filter((segment) => !inCriteria.has(segment)).map(({ content }) => content.text);
  const code = document.blocks.flatMap((block) => (block.type === 'code' ? block.content.text : []));
  const known = [...spoken, ...code].join('\n').toLowerCase();
  return criteria.slice(0, mostCriteria).filter((segment) => {
    const terms = [...termsOf(segment.content.text)];
    // What is ticked off was taken up, and what stands in brackets is yet to be written.
    if (standing.test(segment.words) || /[✅✔☑]|^\W*\[/u.test(segment.words)) {
      return false;
    }
    return terms.length >= 2 && !terms.some((term) => known.includes(term));
  });
}

/** What holds before and after the work needs no step: "No regressions", "Performance maintained". */
const standing = /^\W*(?:no|zero|without|not|never)\b|\b(?:regressions?|maintained|unchanged|still)\b/i;

type Wording = (text: string) => Omit<CheckFindingText, 'range'>;

const notMeasurable: Wording = (text) => ({
  title: `Not measurable: ${text}`,
  observation: `The criterion "${text}" names no number, command, test or state that could be looked at.`,
  concern: 'Nobody can be shown that the work is done, or that it is not.',
  recommendation:
    'Say what is observed: a number and its bound, a command and its result, a state someone can see.',
});

const notTakenUp: Wording = (text) => ({
  title: `No step for a criterion: ${text}`,
  observation: `The criterion "${text}" shares no word with the steps or any other part of the plan.`,
  concern: 'Perhaps no step brings it about, and it is found out at the end.',
  recommendation: 'Add the step that brings it about, or take the criterion out.',
  severity: 'suggestion',
});

function finding({ document }: CheckContext, { content }: Segment, wording: Wording): CheckFindingText {
  const line = content.text.split('\n', 1)[0] ?? '';
  const leading = /^(?:\[[ xX]\]\s*)?[*_\s]*/.exec(line)?.[0].length ?? 0;
  const trailing = /[*_\s.]*$/.exec(line.slice(leading))?.[0].length ?? 0;
  const end = Math.max(leading + 1, line.length - trailing);
  const start = sourceOffset(content, leading);
  const text = plainText(line.slice(leading, end)).replaceAll(/\*\*|__/g, '');
  return {
    ...wording(text.length > 60 ? `${text.slice(0, 59)}…` : text),
    range: rangeOf(document.lines, start, start + end - leading),
  };
}
