import type { Claim } from '../domain/claim.ts';
import type { TreePath } from '../ports/files.ts';
import { walk } from '../text/blocks.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { closestName } from './closestName.ts';
import { cycleThrough } from './dependencyCycle.ts';
import { dependencyMentions, type Dependency } from './dependencyMentions.ts';
import { failureFindings } from './failures.ts';
import { claimOf, replacementFixes, type Judgement } from './mention.ts';
import { arrangedTree, treeFiles } from './pathFacts.ts';
import { idKey, planIds, type PlanId } from './planIds.ts';
import { indexPlans, ownIds, planPath, type PlanIndex } from './planIndex.ts';
import { candidatePaths } from './resolvePath.ts';

/** The plans a plan depends on are there, and do not depend on it in their turn. */
export const dependencyExists: Check = {
  id: 'dependency-exists',
  title: 'Plans that the plan depends on exist',
  tags: ['factuality', 'plans'],
  severity: 'major',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const all = dependencyMentions(context);
    if (all.length === 0) {
      return { claims: [], findings: [] };
    }
    const index = await indexPlans(context);
    const mentions = all.filter(({ id }) => id === undefined || isPlanFamily(id.family, index));
    const own = new Set(ownIds(context).map(idKey));
    const parts = await partsOfPlans(context, mentions, index);
    const paths = await presentPaths(context, mentions);
    const claims = mentions.map((mention) =>
      claimOf(
        context.document,
        'dependency',
        mention,
        mention.id === undefined
          ? judgePath(mention, paths)
          : judgeId(mention, mention.id, { index, own, parts }),
      ),
    );
    const cycles = await cycleFindings(context, { mentions, index, own });
    return { claims, findings: [...failureFindings(claims, (claim) => claim.value, wording), ...cycles] };
  },
};

/** "UTF-8" and "SHA-256" look like ids: an id's family is one of plans, or one that plans of the tree have. */
function isPlanFamily(family: string, index: PlanIndex): boolean {
  return /^(?:PRP|WP|RFC|ADR|SPEC|PLAN)$/.test(family) || index.idsOf(family).length > 0;
}

/** So many plans are read at most in search of an id that no file's name has. */
const mostPlans = 60;

/** The missing ids that are parts of a plan, this one or another: "## WP-3: Queue". By key, with where they are. */
async function partsOfPlans(
  context: CheckContext,
  mentions: readonly Dependency[],
  index: PlanIndex,
): Promise<ReadonlyMap<string, string>> {
  const missing = new Set(
    mentions.flatMap(({ id }) => (id === undefined || index.filesOf(id).length > 0 ? [] : [idKey(id)])),
  );
  const parts = new Map<string, string>();
  if (missing.size === 0) {
    return parts;
  }
  for (const id of idsOfParts(context)) {
    parts.set(idKey(id), 'this plan');
  }
  const others = [...missing].some((key) => !parts.has(key)) ? await neighbours(context) : [];
  for (const path of others) {
    const text = (await context.files.read(path, context.signal)) ?? '';
    for (const heading of text.matchAll(/^(?:#{1,6} |\*\*|id: )[^\n]{0,80}/gm)) {
      for (const { id } of planIds(heading[0])) {
        parts.set(idKey(id), parts.get(idKey(id)) ?? path);
      }
    }
  }
  return parts;
}

/** Where an id begins a line, it names a part, unless the lines list what the plan depends on. */
const listing = /\b(?:depend|requir|prerequisite|block|relat|referenc|see also|link)/i;
/** A node of a diagram, an entry of a list: `WP-3[Queue]`, `id: WP-3`. */
const inCodeLine =
  /^[ \t]*(?:[-*][ \t]*)?(?:id:[ \t]*)?["']?([A-Z]{2,10}-[\dA-Z.]{1,8})["']?[ \t]*(?:[[({]|:(?=[ \t]*\w)|--|$)/gm;

/** The ids that begin a heading, a line or a table's cell of the plan, or a line of its code blocks. */
function idsOfParts({ document, segments }: CheckContext): PlanId[] {
  const leading = segments.flatMap(({ content, isHeading, leads, headings }) =>
    isHeading || ![...leads.slice(0, 1), ...headings.slice(0, 1)].some((words) => listing.test(words))
      ? planIds(content.text.slice(0, isHeading ? 200 : 40)).filter(({ start }) => isHeading || start <= 4)
      : [],
  );
  const inCode = [...walk(document.blocks)].flatMap((block) =>
    block.type === 'code'
      ? [...block.content.text.matchAll(inCodeLine)].flatMap((match) => planIds(match[1] ?? ''))
      : [],
  );
  return [...leading, ...inCode].map(({ id }) => id);
}

/** The other plans in the plan's folder and in the plan folders. */
async function neighbours(context: CheckContext): Promise<TreePath[]> {
  const own = planPath(context);
  const folders = [
    own.slice(0, own.lastIndexOf('/') + 1),
    ...context.settings.planFolders.map((folder) => `${context.workspacePrefix}${folder}/`),
  ];
  return (await treeFiles(context))
    .filter(
      (path) => path !== own && path.endsWith('.md') && folders.some((folder) => isDirectlyIn(path, folder)),
    )
    .slice(0, mostPlans);
}

function isDirectlyIn(path: TreePath, folder: string): boolean {
  return path.startsWith(folder) && !path.includes('/', folder.length);
}

/** What plans are called by themselves. */
const planFamilies = /^(?:PRPS?|RFC|ADR|WP|SPEC|PLAN|PRD|DESIGN|PROPOSAL|EPIC|[A-Z]*EP)$/;

interface Known {
  readonly index: PlanIndex;
  readonly own: ReadonlySet<string>;
  readonly parts: ReadonlyMap<string, string>;
}

function judgeId(
  { intent, isFirm, isFrontMatter, value }: Dependency,
  id: PlanId,
  { index, own, parts }: Known,
): Judgement {
  const [path, ...others] = index.filesOf(id);
  if (path !== undefined) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return { intent, verdict: 'pass', detail: own.has(idKey(id)) ? 'this plan' : `exists as ${path}${more}` };
  }
  const part = parts.get(idKey(id));
  if (part !== undefined) {
    return { intent, verdict: 'pass', detail: `a part of ${part}` };
  }
  if (intent === 'creates') {
    return { intent, verdict: 'pass', detail: 'to be written' };
  }
  const ids = index.idsOf(id.family);
  if (/^[nxyz]$/.test(id.number)) {
    return { intent: 'example', verdict: 'unverifiable', detail: 'a placeholder' };
  }
  if (id.family === 'RFC' && Number.parseInt(id.number, 10) >= 1000) {
    return { intent: 'external', verdict: 'unverifiable', detail: 'may be an RFC of the IETF' };
  }
  if (!isFirm || ids.length === 0 || intent === 'example' || intent === 'external') {
    return { intent, verdict: 'unverifiable', detail: `no ${id.family} is kept here` };
  }
  // "ADR-B requires ADR-A" speaks of any two, where no plan has a letter for a number.
  if (!isFrontMatter && /^[a-z]\d*$/.test(id.number) && !ids.some((known) => /-[A-Z]\d*$/i.test(known))) {
    return { intent: 'example', verdict: 'unverifiable', detail: 'the plans kept here have numbers' };
  }
  // Tasks are parts of plans, and other letters mostly those of an issue tracker, one of whose issues a plan here was named after.
  if (!isFrontMatter && !planFamilies.test(id.family)) {
    return { intent, verdict: 'unverifiable', detail: 'no such plan, and it may be none', absent: true };
  }
  if (isBeforeAll(id, ids)) {
    const detail = `no such plan, and those of ${id.family} that are kept begin later`;
    return { intent, verdict: 'unverifiable', detail, absent: true };
  }
  const closest = closestName(value, ids);
  return {
    intent,
    verdict: 'fail',
    detail: 'no such plan',
    ...(closest === undefined ? {} : { suggestion: closest.name }),
  };
}

/** Whether an id has a lower number than all that are kept: what was done before plans were kept has none. */
function isBeforeAll({ number }: PlanId, ids: readonly string[]): boolean {
  const first = Math.min(...ids.flatMap((id) => /\d+/.exec(id)?.map(Number) ?? []));
  return Number.parseInt(number, 10) < first;
}

/** What stands at the paths that are given as dependencies: the value, and the file it names. */
async function presentPaths(
  context: CheckContext,
  mentions: readonly Dependency[],
): Promise<ReadonlyMap<string, TreePath | undefined>> {
  const values = mentions.filter(({ id }) => id === undefined).map(({ value }) => value);
  if (values.length === 0) {
    return new Map();
  }
  const places = { planPath: context.document.path, workspacePrefix: context.workspacePrefix };
  const readings = new Map(values.map((value) => [value, candidatePaths(value, places)]));
  const kinds = await context.files.kinds([...readings.values()].flat(), context.signal);
  const tree = await arrangedTree(context);
  return new Map(
    [...readings].map(([value, paths]) => [
      value,
      paths.find((path) => kinds.get(path) === 'file') ??
        (paths.length === 0 ? undefined : tree.endingWith(value.replace(/^(?:\.{1,2}\/)+/, ''))[0]),
    ]),
  );
}

function judgePath(
  { intent, value }: Dependency,
  paths: ReadonlyMap<string, TreePath | undefined>,
): Judgement {
  const path = paths.get(value);
  return path === undefined
    ? { intent, verdict: 'fail', detail: 'no such plan' }
    : { intent, verdict: 'pass', detail: `exists as ${path}` };
}

async function cycleFindings(
  context: CheckContext,
  { mentions, index, own }: { mentions: readonly Dependency[]; index: PlanIndex; own: ReadonlySet<string> },
): Promise<CheckFindingText[]> {
  const findings: CheckFindingText[] = [];
  const self = ownIds(context)[0];
  for (const mention of mentions) {
    const way =
      mention.id === undefined || !mention.isFrontMatter || self === undefined
        ? undefined
        : await cycleThrough(context, { index, own, first: mention.id });
    if (way !== undefined && self !== undefined) {
      const names = [self, ...way, self].map(({ family, number }) => `${family}-${number.toUpperCase()}`);
      const range = rangeOf(context.document.lines, mention.start, mention.start + mention.value.length);
      findings.push(cycleWording(names, range));
    }
  }
  return findings;
}

function cycleWording(names: readonly string[], range: CheckFindingText['range']): CheckFindingText {
  const way = names.join(' → ');
  return {
    title: names.length === 2 ? 'The plan depends on itself' : `Plans that depend on each other: ${way}`,
    observation: `By their front matter, the plans depend on each other in a circle: ${way}.`,
    concern: 'None of them can be carried out first.',
    recommendation: 'Take one of the dependencies out, or move what is needed first to a plan of its own.',
    range,
  };
}

function wording(claim: Claim): Omit<CheckFindingText, 'range'> {
  const closest = claim.suggestion === undefined ? '' : ` The closest id is \`${claim.suggestion}\`.`;
  return {
    title: `No such plan: ${claim.value}`,
    observation: `The plan depends on \`${claim.value}\`, and no plan of this project has that id or name.`,
    concern: 'The plan rests on work that nobody can look up, and that may never have been planned.',
    recommendation: `Name the plan that is meant, or take the dependency out.${closest}`,
    ...replacementFixes(claim),
  };
}
