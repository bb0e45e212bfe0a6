import type { Range } from '../domain/position.ts';
import type { FrontMatter, FrontMatterValue } from '../text/frontMatter.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Check, CheckFindingText } from './check.ts';
import { closestName } from './closestName.ts';

/** The front matter of a plan can be read and says what its kind must say. */
export const frontMatterCheck: Check = {
  id: 'front-matter',
  title: 'The front matter can be read and says what it should',
  tags: ['completeness', 'structure'],
  severity: 'minor',
  category: 'completeness',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async ({ document }) => ({ claims: [], findings: judgeFrontMatter(document) }),
};

/** What stands between two rules may be prose: only what begins with a key, right behind the first one, is YAML. */
const yaml = /^---[ \t]*\r?\n(?:[ \t]*#.*\r?\n)*["']?[A-Za-z_][\w-]{0,40}["']?[ \t]*:(?:[ \t]|\r?\n)/;

function judgeFrontMatter(document: PlanDocument): CheckFindingText[] {
  const { text, lines, frontMatter, kind, format } = document;
  if (format !== 'markdown') {
    return [];
  }
  const isMeant = yaml.test(text.slice(0, 4000));
  if (frontMatter === undefined) {
    return isMeant ? [unclosed(document)] : kind === 'prp' ? [absent(document)] : [];
  }
  // A template's front matter is filled in before it is YAML.
  if (!isMeant || /\{\{|<%|\{%/.test(text.slice(0, lines.starts[frontMatter.endLine]))) {
    return [];
  }
  const problems = frontMatter.problems.slice(0, 5).map((problem) => {
    if (problem.type === 'duplicate-key') {
      const key =
        /^(["']?)[\w .-]+\1/.exec(text.slice(problem.start, problem.start + 80))?.[0].trimEnd() ?? '';
      return duplicate(key, rangeOf(lines, problem.start, problem.start + key.length));
    }
    const end = Math.max(problem.end, Math.min(problem.start + 1, text.length));
    return unreadable(problem.message, rangeOf(lines, problem.start, end));
  });
  return [
    ...problems,
    ...(kind === 'prp' && frontMatter.problems.every((problem) => problem.type === 'duplicate-key')
      ? [...missingKeys(document, frontMatter), ...unknownStatus(document, frontMatter.values)]
      : []),
    ...invalidDates(document, frontMatter.values),
  ];
}

function unclosed({ lines }: PlanDocument): CheckFindingText {
  return {
    title: 'The front matter has no end',
    observation: 'The plan begins with `---` and keys, and no second line `---` closes them.',
    concern: 'Everything that reads front matter takes the plan to have none.',
    recommendation: 'Close the front matter with a line `---`.',
    range: rangeOf(lines, 0, 3),
  };
}

/** Seed 002 reads dependencies, files, branch and commit of a PRP from its YAML header. */
function absent({ lines }: PlanDocument): CheckFindingText {
  return {
    title: 'No front matter',
    observation: 'A PRP is expected to open with front matter, and this plan has none.',
    concern: 'Its id, its status and what it depends on cannot be looked up without reading it.',
    recommendation: 'Open the plan with `---`, the keys `prp_id`, `feature_name` and `status`, and `---`.',
    range: rangeOf(lines, 0, 0),
  };
}

function unreadable(message: string, range: Range): CheckFindingText {
  return {
    title: 'The front matter is no valid YAML',
    observation: `A YAML reader stops here: ${message.replaceAll('`', "'")}.`.replace(/\.\.$/, '.'),
    concern: 'Tools read nothing of the front matter, or only part of it.',
    recommendation: 'Correct the YAML; a value with `: `, `#` or brackets in it needs quotes.',
    range,
  };
}

function duplicate(key: string, range: Range): CheckFindingText {
  return {
    title: `The key \`${key}\` is given twice`,
    observation: `The front matter has the key \`${key}\` a second time here.`,
    concern: 'Readers differ in which of the two values they take.',
    recommendation: 'Keep one of them.',
    range,
  };
}

/** The keys of seed 002 that name a PRP and say where it stands, with the other names they go by. */
const required: readonly { readonly name: string; readonly isMet: RegExp }[] = [
  { name: 'prp_id', isMet: /^(?:prp_?id|id|prp|number)$/i },
  { name: 'feature_name', isMet: /^(?:feature(?:_?name)?|name|title)$/i },
  { name: 'status', isMet: /^(?:status|state)$/i },
];

function missingKeys({ text, lines }: PlanDocument, { keys, endLine }: FrontMatter): CheckFindingText[] {
  const closing = lines.starts[endLine - 1] ?? 0;
  const end = closing + (/^(?:---|\.\.\.)/.exec(text.slice(closing, closing + 3))?.[0].length ?? 0);
  return required
    .filter(({ isMet }) => !keys.some((key) => isMet.test(key.name)))
    .map(({ name }) => ({
      title: `Key missing in the front matter: ${name}`,
      observation: `The front matter of a PRP is expected to have \`${name}\`, and this one has not.`,
      concern: 'What reads the front matter cannot tell which PRP this is, or where it stands.',
      recommendation: `Add \`${name}\`.`,
      range: rangeOf(lines, closing, end),
    }));
}

const statuses = (
  'new draft planned proposed ready approved accepted pending todo backlog open active executing in-progress in-review review ' +
  'blocked paused on-hold executed implemented completed complete done merged released shipped verified archived superseded ' +
  'deprecated replaced rejected cancelled canceled abandoned withdrawn deferred failed reverted'
).split(' ');

function unknownStatus({ lines }: PlanDocument, values: readonly FrontMatterValue[]): CheckFindingText[] {
  const entry = values.find(({ key }) => /^status$/i.test(key));
  const status =
    entry?.value
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_]+/g, '-') ?? '';
  // "in progress (phase 2)" begins with a status, and says more.
  if (entry === undefined || status === '' || statuses.some((known) => isSaid(status, known))) {
    return [];
  }
  const closest = closestName(status, statuses);
  const range = rangeOf(lines, entry.start, entry.end);
  return [
    {
      severity: 'suggestion',
      title: `Unknown status: ${entry.value}`,
      observation: `The status \`${entry.value}\` is none of those in use, such as planned, executing and executed.`,
      concern: 'Lists of plans by status leave this one out.',
      recommendation:
        closest === undefined
          ? 'Use one of the known words.'
          : `Use one of the known words, such as \`${closest.name}\`.`,
      range,
      ...(closest === undefined
        ? {}
        : { fixes: [{ title: `Replace with ${closest.name}`, edits: [{ range, text: closest.name }] }] }),
    },
  ];
}

function isSaid(status: string, known: string): boolean {
  return (
    status.replace(/^[^a-z]+/, '').startsWith(known) &&
    !/^[a-z]/.test(status.replace(/^[^a-z]+/, '').slice(known.length))
  );
}

const dateKeys =
  /^(?:date|created|updated|executed|started|completed|finished|approved|reviewed|modified|due|deadline|published|last[_-]?(?:updated|modified|reviewed))(?:[_-]?(?:at|on|date))?$/i;

function invalidDates({ lines }: PlanDocument, values: readonly FrontMatterValue[]): CheckFindingText[] {
  return values.flatMap(({ key, value, start, end }) => {
    const date = dateKeys.test(key)
      ? /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?|$)/.exec(value)
      : null;
    return date === null || isDate(date.slice(1).map((part) => Number(part ?? 0)))
      ? []
      : [
          {
            title: `No such date: ${value}`,
            observation: `The front matter gives \`${value}\` as \`${key}\`, and the calendar has no such day or time.`,
            concern: 'Whoever sorts plans by date gets this one wrong.',
            recommendation: 'Give the date as YYYY-MM-DD.',
            range: rangeOf(lines, start, end),
          },
        ];
  });
}

function isDate([
  year = 0,
  month = 0,
  day = 0,
  hour = 0,
  minute = 0,
  second = 0,
]: readonly number[]): boolean {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days && hour <= 24 && minute <= 59 && second <= 60;
}
