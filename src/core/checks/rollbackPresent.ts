import { sourceOffset } from '../text/content.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { roleReader } from './sectionRoles.ts';
import { lacksRollbackSection } from './sectionsPresent.ts';
import { isQuoted, type Segment } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';

/** A plan that changes what cannot be taken back by reverting a commit says how it is taken back. */
export const rollbackPresent: Check = {
  id: 'rollback-present',
  title: 'A plan that changes data or production says how to go back',
  tags: ['risk', 'operability'],
  severity: 'major',
  category: 'risk',
  kinds: ['prp', 'work-package', 'rfc', 'spec', 'generic'],
  modes: ['plan'],
  run: async (context) => {
    const found = findings(context);
    // A missing section is reported by sections-present; the same gap is not told twice.
    return found.length === 0 || lacksRollbackSection(context) || wayBack.test(context.document.text)
      ? { claims: [], findings: [] }
      : { claims: [], findings: found };
  },
};

/** Anything that shows that somebody thought of the way back, anywhere in the plan. */
const wayBack =
  /\broll(?:s|ed|ing)?[\s-]?back|\brevert|\bundo(?:es|ne|ing)?\b|\bback(?:s|ed|ing)?[\s-]?(?:up|out)\b|\bbackups?\b|\brestor(?:e|es|ed|ing|ation)\b|\brecover|\breversib|\breversal\b|\bdown(?:grade|[\s-]?migration)|\bfeature[\s-](?:flag|toggle|gate)|\bkill[\s-]?switch|\bblue[\s/-]green|\bcanary|\bsnapshot|\bdual[\s-]writ|\bshadow\b|\bsoft[\s-]delet|\bpoint[\s-]in[\s-]time|\bgit (?:reset|checkout|restore)\b|\bfail(?:s|ing)?[\s-]?(?:back|over)\b|\bfall(?:s|ing)?[\s-]?back\b|\bcontingenc|\bexpand[\s-](?:and[\s-])?contract|\bsafety net\b/i;

const store = String.raw`(?:databases?|db|tables?|columns?|schemas?|index(?:es)?|rows?|records?|user data|customer data|production data|data|buckets?|topics?|collections?|keyspaces?|clusters?|accounts?|customers?|tenants?)`;
const named = String.raw`(?:[\w\u{fffc}-]+[\s\u{fffc}\x60]+){0,3}?`;
/** Changes that a revert of the commit does not take back. */
const change = [
  String.raw`(?:drop|truncate|purge|wipe)s?\s${named}${store}`,
  String.raw`delete\s${named}(?:databases?|tables?|columns?|rows?|records?|user data|customer data|production data|buckets?|collections?|accounts?|tenants?)`,
  String.raw`(?:migrate|backfill|re-?encrypt|rewrite|convert|transform)\s(?:all\s|the\s|existing\s|current\s|old\s|every\s){1,3}${named}(?:databases?|tables?|columns?|rows?|records?|user data|customer data|production data|data|customers?|accounts?|tenants?)`,
  String.raw`(?:rename|alter|split|merge)\s(?:the\s|existing\s)?${named}(?:database|tables?|columns?|schema)`,
  String.raw`(?:run|apply|execute)\s(?:the\s|all\s)?${named}(?:migrations?|backfill)\s(?:on|in|against|to)\s(?:the\s)?(?:production|prod|live)`,
  String.raw`(?:deploy|roll out|release|ship|promote|push)(?:\s[\w-]+){0,4}\s(?:to|in|into|on)\s(?:the\s)?(?:production|prod|live)\b`,
  String.raw`(?:switch|cut) over\s(?:the\s|all\s)?(?:production|prod|live|traffic|dns|customers?)`,
  String.raw`(?:alter table|drop table|drop column|drop database|truncate table)\s`,
].join('|');
const risky = new RegExp(String.raw`(?<![\w-])(?:${change})`, 'iu');
const orders = new RegExp(String.raw`(?<![\w-])(?:${change})(?![\w-])`, 'giu');
/** "Do not drop the table", "we never delete rows": the plan says that it does not. */
const denied =
  /\b(?:not|never|no|don't|doesn't|won't|without|instead of|avoid|cannot|can't|would|could|rather than|if we|test|tests|example|e\.g)\b[^.;]{0,60}$/i;

/** What is done to data, and where else a change cannot be taken back. */
const signs = sign(
  ...'drop truncate purge wipe delete migrat backfill encrypt rewrite convert transform rename alter split merge'.split(
    ' ',
  ),
  ...'prod live traffic dns customer'.split(' '),
);

function findings(context: CheckContext): CheckFindingText[] {
  const { document } = context;
  const role = roleReader();
  const places = segmentsWith(context, signs).flatMap((segment) =>
    risky.test(segment.content.text) && role(segment) === 'steps'
      ? placesIn(segment).map(({ start, end }) => {
          const from = sourceOffset(segment.content, start);
          const range = rangeOf(document.lines, from, sourceOffset(segment.content, end - 1) + 1);
          return { range, words: document.text.slice(from, sourceOffset(segment.content, end - 1) + 1) };
        })
      : [],
  );
  const [first, ...others] = places;
  return first === undefined
    ? []
    : [
        finding(
          first,
          others.map(({ range }) => range),
        ),
      ];
}

function placesIn({ words, content }: Segment): { start: number; end: number }[] {
  // Statements stand in code spans too: "Run `ALTER TABLE jobs …`".
  return [...content.text.matchAll(orders)].flatMap((match) => {
    const before = content.text.slice(Math.max(0, match.index - 80), match.index);
    const isStep = !denied.test(before) && !isQuoted(words, match.index) && !content.text.includes('?');
    // A range is shown in one line.
    const length = match[0].split('\n', 1)[0]?.length ?? match[0].length;
    return isStep ? [{ start: match.index, end: match.index + length }] : [];
  });
}

function finding(
  { range, words }: { range: CheckFindingText['range']; words: string },
  related: readonly CheckFindingText['range'][],
): CheckFindingText {
  return {
    title: 'No way back',
    observation: `A step says "${words}", and nowhere does the plan speak of a rollback, a backup or another way back.`,
    concern:
      'Reverting the code does not bring data or a released state back; whoever is on duty has to invent the way.',
    recommendation:
      'Say how the step is undone, what is saved before it, and who decides; or say that it cannot be undone.',
    range,
    related,
  };
}
