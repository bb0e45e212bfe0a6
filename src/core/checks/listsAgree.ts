import { groupBy } from '../base/groupBy.ts';
import { rangeOf } from '../text/lineIndex.ts';
import { sectionAt, type Section } from '../text/sections.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { fileListOf, listedIn, type FileList } from './fileLists.ts';
import type { PathMention } from './pathMentions.ts';
import { isOfTests } from './pathShape.ts';
import { coveredKeys, idMentions, type IdMention } from './requirementIds.ts';

/** What one list of a plan holds, the places that rest on it hold too: files and requirements. */
export const listsAgree: Check = {
  id: 'lists-agree',
  title: 'Lists of files and requirements agree with the steps',
  tags: ['consistency', 'files', 'requirements'],
  severity: 'minor',
  category: 'consistency',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => ({
    claims: [],
    findings: [...unlistedFiles(context), ...requirementFindings(context)],
  }),
};

/** A file that a step makes or changes and that the plan's own list of such files lacks. */
function unlistedFiles(context: CheckContext): CheckFindingText[] {
  const list = fileListOf(context);
  if (list === undefined) {
    return [];
  }
  const isListed = listedIn(list.entries);
  const hasTests = list.entries.some(({ value }) => isOfTests(value));
  const missing = context.paths.filter(
    (mention) => isEdit(context, mention, { ...list, hasTests }) && !isListed(mention.value),
  );
  const byPath = groupBy(missing, (mention) => mention.value.replace(/^(?:\.\/)+/, ''));
  return [...byPath.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [unlisted(context, first, others)],
  );
}

/** "Create `a.ts`", "- Modify: `a.ts`", "Then update `a.ts`": an order that names the file right behind its verb. */
const order =
  /(?:^|[.;]\s+|\bthen,?\s+|:\s+)[\s\-*+\d.)[\]x#>_]*(?:step \d+[:.]?\s*)?(create|add|modify|update|edit|extend|rewrite|refactor)(?:\s+(?:a|an|the|new|existing|file|test|tests|module|script))*\W{0,6}$/i;

function isEdit(
  { document }: CheckContext,
  mention: PathMention,
  list: FileList & { readonly hasTests: boolean },
): boolean {
  if (mention.shape.type !== 'path' || mention.shape.isDirectory || mention.start < firstBody(document)) {
    return false;
  }
  const section = sectionAt(document.sections, mention.start);
  if (section !== undefined && (list.sections.has(section) || isAside(section))) {
    return false;
  }
  // A line may be very long, and each of its paths would look for where it begins.
  const before = document.text.slice(Math.max(0, mention.start - 120), mention.start);
  const verb = order.exec(before.slice(before.lastIndexOf('\n') + 1))?.[1]?.toLowerCase();
  if (verb === undefined || (mention.intent !== 'creates' && mention.intent !== 'modifies')) {
    return false;
  }
  const kind = verb === 'create' || verb === 'add' ? 'creates' : 'modifies';
  // Many lists leave tests out on purpose; then a test that is missing is no slip.
  if (isOfTests(mention.value) && !list.hasTests) {
    return false;
  }
  return list.covers.has('any') || list.covers.has(kind);
}

function firstBody(document: CheckContext['document']): number {
  return document.lines.starts[document.frontMatter?.endLine ?? 0] ?? 0;
}

/** Parts of a plan that tell of other work than its own: what was, what others do, what may come. */
const aside =
  /\b(?:alternatives?|background|context|research|future|later|out of scope|non-goals?|references?|history|rejected|follow-?ups?|examples?|roll-?back|risks?|mitigations?|test(?:s|ing)? (?:plan|strategy)|notes)\b/i;

function isAside(section: Section): boolean {
  return section.path.some((title) => aside.test(title));
}

function unlisted(
  { document }: CheckContext,
  first: PathMention,
  others: readonly PathMention[],
): CheckFindingText {
  const doing = first.intent === 'creates' ? 'creates' : 'changes';
  return {
    title: `Not in the list of files: ${first.value}`,
    observation: `A step ${doing} \`${first.value}\`, but the plan's own list of files does not name it.`,
    concern: 'Who reviews, schedules or divides the work by the list does not see this file.',
    recommendation: `Add \`${first.value}\` to the list, or take it out of the step.`,
    range: rangeOf(document.lines, first.start, first.end),
    related: others.map((mention) => rangeOf(document.lines, mention.start, mention.end)),
  };
}

/** Ids that are traced and not defined, or defined and never traced although the others are. */
function requirementFindings(context: CheckContext): CheckFindingText[] {
  const mentions = idMentions(context);
  if (mentions.length === 0) {
    return [];
  }
  const covered = coveredKeys(context.document.text);
  const families = groupBy(mentions, (mention) => mention.family);
  return [...families.values()].flatMap((family) => judgeFamily(context, family, covered));
}

function judgeFamily(
  context: CheckContext,
  family: readonly IdMention[],
  covered: ReadonlySet<string>,
): CheckFindingText[] {
  const byKey = groupBy(family, (mention) => mention.key);
  const defined = [...byKey.values()].filter((mentions) => mentions.some((mention) => mention.isDefinition));
  // One or two ids that open a line are no list of requirements, and a plan without one traces another document's.
  const isOfRequirements =
    !/^R-?\.?$/.test(family[0]?.family ?? '') ||
    defined.every((mentions) => mentions.some((mention) => mention.isAmongRequirements));
  if (defined.length < 3 || !isOfRequirements) {
    return [];
  }
  const undefinedIds = [...byKey.values()].filter(
    (mentions) => !defined.includes(mentions) && !isNamedInFull(context.document.text, mentions[0]),
  );
  const untraced = defined.filter(
    (mentions) => mentions.length === 1 && !covered.has(mentions[0]?.key ?? ''),
  );
  const isTracing = defined.length - untraced.length >= Math.max(3, defined.length * 0.75);
  return [
    ...(undefinedIds.length <= defined.length * 0.25 + 1
      ? undefinedIds.map((mentions) => notDefined(context, mentions))
      : []),
    ...(isTracing ? untraced.map((mentions) => notTraced(context, mentions)) : []),
  ];
}

/** "User Story 4" is what US4 stands for. */
function isNamedInFull(text: string, mention: IdMention | undefined): boolean {
  const number = mention?.family.startsWith('US') ? /\d+/.exec(mention.key)?.[0] : undefined;
  return number !== undefined && new RegExp(String.raw`\b(?:user )?story 0*${number}\b`, 'i').test(text);
}

function notDefined({ document }: CheckContext, mentions: readonly IdMention[]): CheckFindingText {
  const [first, ...others] = mentions.map(({ start, end }) => rangeOf(document.lines, start, end));
  const id = mentions[0]?.id ?? '';
  return {
    title: `Not defined: ${id}`,
    observation: `The plan refers to ${id}, but among the requirements it defines there is none of that id.`,
    concern: 'Something is built or tested for a requirement that nobody can read.',
    recommendation: `Define ${id}, or refer to the requirement that is meant.`,
    range: first ?? rangeOf(document.lines, 0, 0),
    related: others,
  };
}

function notTraced({ document }: CheckContext, mentions: readonly IdMention[]): CheckFindingText {
  const id = mentions[0]?.id ?? '';
  const { start = 0, end = 0 } = mentions[0] ?? {};
  return {
    title: `Never taken up: ${id}`,
    observation: `The plan defines ${id} and does not name it again, although it traces most of the others.`,
    concern: 'The requirement may be the one that no step carries out.',
    recommendation: `Name ${id} where it is carried out or tested, or take it out.`,
    range: rangeOf(document.lines, start, end),
  };
}
