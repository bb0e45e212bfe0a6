import { rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { sharesFiles } from './globs.ts';
import { importGraph } from './importGraph.ts';
import { lanesOf, type Lane, type LanePath } from './lanes.ts';
import { planOverlaps } from './planOverlaps.ts';
import { codeOf, ownedFiles, ownedLanes, sharedImports } from './readLanes.ts';
import { hasSign, sign } from './signs.ts';

/** Lanes of a plan that go on side by side, and plans that are open at the same time, claim different files. */
export const laneOverlap: Check = {
  id: 'lane-overlap',
  title: 'Lanes and open plans that go on side by side claim different files',
  tags: ['consistency', 'parallel work'],
  severity: 'major',
  category: 'risk',
  kinds: 'all',
  modes: ['plan'],
  run: async (context) => {
    const lanes = [...(hasSign(context, signs) ? lanesOf(context.document) : [])].filter(
      ([, lane]) => lane.paths.length > 0,
    );
    const findings = lanes.flatMap(([key, lane], index) =>
      lanes.slice(0, index).flatMap(([earlierKey, earlier]) =>
        // Lanes that wait for each other never hold the file at the same time.
        lane.after.has(earlierKey) || earlier.after.has(key) ? [] : shared(context, earlier, lane),
      ),
    );
    const imported = lanes.length > 1 ? await changedImports(context, new Map(lanes)) : [];
    return { claims: [], findings: [...findings, ...imported, ...(await planOverlaps(context))] };
  },
};

/** What lanes are called; most plans have none. */
const signs = sign('lane', 'track', 'stream');

/** Beyond this many paths a pair of lanes is compared no further: hostile input must not cost its square. */
const most = 200;

function shared(context: CheckContext, earlier: Lane, later: Lane): CheckFindingText[] {
  const seen = new Set<string>();
  return later.paths.slice(0, most).flatMap((path) => {
    const other = earlier.paths.slice(0, most).find((candidate) => sharesFiles(candidate.value, path.value));
    if (other === undefined || seen.has(path.value)) {
      return [];
    }
    seen.add(path.value);
    return [finding(context, { earlier, later, other, path })];
  });
}

interface Clash {
  readonly earlier: Lane;
  readonly later: Lane;
  readonly other: LanePath;
  readonly path: LanePath;
}

function finding({ document }: CheckContext, { earlier, later, other, path }: Clash): CheckFindingText {
  const what =
    other.value === path.value ? `\`${path.value}\` too` : `\`${other.value}\`, which overlaps with it`;
  return {
    title: `Claimed by two lanes: ${path.value}`,
    observation: `${later.name} claims \`${path.value}\`, and ${earlier.name} claims ${what}.`,
    concern: 'Two people or agents will change the same files at the same time, and one of them loses work.',
    recommendation: 'Give the files to one lane, or say which lane goes first.',
    range: rangeOf(document.lines, path.start, path.end),
    related: [rangeOf(document.lines, other.start, other.end)],
  };
}

/** As one types, the imports of so many files are read at most, and so many files told of. */
const mostRead = 300;
const mostTold = 20;

/** Files that lanes side by side both import, and that one of them claims: it changes them under the other's hands. */
async function changedImports(
  context: CheckContext,
  lanes: ReadonlyMap<string, Lane>,
): Promise<CheckFindingText[]> {
  const list = await context.files.list(context.signal);
  const owned = ownedLanes(context.document, (claims) => ownedFiles(claims, list, context));
  const { files } = codeOf(owned, mostRead);
  if (files.size === 0) {
    return [];
  }
  const graph = await importGraph(context.files, context.signal);
  const shared = await sharedImports(owned, graph, files);
  return shared
    .filter(({ claimedBy }) => claimedBy.length === 1)
    .slice(0, mostTold)
    .flatMap(({ file, claimedBy: [owner = ''], importedBy }) => {
      const lane = [...lanes.values()].find(({ name }) => name === owner);
      const claim = lane?.paths.find(({ value }) => ownedFiles([value], [file], context).size > 0);
      const path = file.startsWith(context.workspacePrefix)
        ? file.slice(context.workspacePrefix.length)
        : file;
      const others = importedBy.filter((name) => name !== owner);
      return claim === undefined || others.length === 0
        ? []
        : [changedImport(context, { path, owner, others, claim })];
    });
}

function changedImport(
  { document }: CheckContext,
  {
    path,
    owner,
    others,
    claim,
  }: {
    readonly path: string;
    readonly owner: string;
    readonly others: readonly string[];
    readonly claim: LanePath;
  },
): CheckFindingText {
  return {
    title: `Imported by several lanes, and changed by one: ${path}`,
    observation: `${owner} claims \`${path}\`, which files of ${others.join(', ')} import as well as its own.`,
    concern: 'What one lane changes there breaks the others while they work, and shows when they are merged.',
    recommendation: 'Change the file before the lanes begin, or split off what both need.',
    severity: 'minor',
    range: rangeOf(document.lines, claim.start, claim.end),
  };
}
