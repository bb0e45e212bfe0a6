import type { LaneReport } from '../domain/laneReport.ts';
import type { TreePath } from '../ports/files.ts';
import { sharesFiles } from './globs.ts';
import type { ImportGraph } from './importGraph.ts';

/** A lane with the files of the tree that it claims. */
export interface OwnedLane {
  readonly name: string;
  readonly plan: string;
  readonly claims: readonly string[];
  readonly files: ReadonlySet<TreePath>;
}

type Split = LaneReport['split'][number];

/** Beyond so many files that lanes share, a person has to look at the claims, and not at files. */
const mostProposed = 200;

/**
 * To whom to give the files that lanes dispute: to the lane whose own files have most to do with it by their imports, else to
 * the one that owns most of its folder. What one lane changes and others import is better changed before they begin.
 */
export async function proposeSplit({
  lanes,
  overlaps,
  shared,
  graph,
}: Pick<LaneReport, 'overlaps' | 'shared'> & {
  readonly lanes: readonly OwnedLane[];
  readonly graph: ImportGraph;
}): Promise<readonly Split[]> {
  const disputed = disputedFiles(lanes, overlaps).slice(0, mostProposed);
  const proposals: Split[] = [];
  for (const { file, by } of disputed) {
    proposals.push(await ownerOf(file, by, { disputed: new Set(disputed.map((each) => each.file)), graph }));
  }
  const known = new Set(disputed.map(({ file }) => file));
  const early = shared.filter(({ file, claimedBy }) => claimedBy.length > 0 && !known.has(file));
  return [
    ...proposals,
    ...early.slice(0, mostProposed).map(({ file, claimedBy, importedBy }) => ({
      file,
      lane: null,
      reason: `${claimedBy.join(', ')} may change it, and files of ${importedBy.join(', ')} import it.`,
    })),
  ];
}

interface Disputed {
  readonly file: TreePath;
  readonly by: readonly OwnedLane[];
}

/** Files of the tree that several lanes own, and paths still to be made that several claim. */
function disputedFiles(lanes: readonly OwnedLane[], overlaps: LaneReport['overlaps']): readonly Disputed[] {
  const inOverlap = new Set(overlaps.flatMap((each) => each.lanes));
  const owners = new Map<TreePath, OwnedLane[]>();
  for (const lane of lanes.filter(({ name }) => inOverlap.has(name))) {
    for (const file of lane.files) {
      owners.set(file, [...(owners.get(file) ?? []), lane]);
    }
  }
  const isPair = (by: readonly OwnedLane[]): boolean =>
    overlaps.some(({ lanes: pair }) => pair.every((name) => by.some((lane) => lane.name === name)));
  const there = [...owners]
    .filter(([, by]) => by.length > 1 && isPair(by))
    .map(([file, by]) => ({ file, by }));
  const toMake = overlaps
    .flatMap(({ claims }) => claims)
    .filter((claim) => !claim.includes('*') && !there.some(({ file }) => sharesFiles(file, claim)))
    .map((claim) => ({
      file: claim,
      by: lanes.filter(({ claims }) => claims.some((other) => sharesFiles(other, claim))),
    }));
  const seen = new Set<string>();
  return [...there, ...toMake].filter(({ file }) => !seen.has(file) && seen.add(file).has(file));
}

async function ownerOf(
  file: TreePath,
  by: readonly OwnedLane[],
  { disputed, graph }: { readonly disputed: ReadonlySet<TreePath>; readonly graph: ImportGraph },
): Promise<Split> {
  const imported = new Set(await graph.of(file));
  const tied: number[] = [];
  const near: number[] = [];
  for (const { files } of by) {
    const own = [...files].filter((each) => !disputed.has(each));
    const importing = await Promise.all(own.map(async (each) => (await graph.of(each)).includes(file)));
    tied.push(own.filter((each, index) => imported.has(each) || importing[index] === true).length);
    near.push(own.filter((each) => folderOf(each) === folderOf(file)).length);
  }
  const byImports = best(by, tied);
  if (byImports !== undefined) {
    return { file, lane: byImports.name, reason: `${counted(by, tied)} import it or are imported by it.` };
  }
  const byFolder = best(by, near);
  return byFolder === undefined
    ? {
        file,
        lane: null,
        reason: 'Nothing tells the lanes apart: change it before they begin, or divide it.',
      }
    : { file, lane: byFolder.name, reason: `${counted(by, near)} lie in its folder.` };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** The one lane with the highest count; none where two are alike. */
function best(lanes: readonly OwnedLane[], counts: readonly number[]): OwnedLane | undefined {
  const highest = Math.max(...counts);
  const first = counts.indexOf(highest);
  return highest > 0 && counts.lastIndexOf(highest) === first ? lanes[first] : undefined;
}

function counted(lanes: readonly OwnedLane[], counts: readonly number[]): string {
  const parts = lanes.map(({ name }, index) => `${counts[index] ?? 0} of ${name}`);
  return `Of the files that nobody disputes, ${parts.join(' and ')}`;
}

/**
 * Files that are better changed by one lane: those that import one another and, of what is no TypeScript or JavaScript, those
 * of one folder. Each file is in exactly one group.
 */
export async function relatedGroups(
  files: readonly TreePath[],
  graph: ImportGraph,
): Promise<readonly (readonly TreePath[])[]> {
  const all = [...new Set(files)];
  const parent = new Map(all.map((file) => [file, file]));
  const rootOf = (file: TreePath): TreePath => {
    const above = parent.get(file) ?? file;
    return above === file ? file : rootOf(above);
  };
  const join = (one: TreePath, other: TreePath): void => {
    parent.set(rootOf(other), rootOf(one));
  };
  const related = new Set<TreePath>();
  for (const file of all) {
    for (const target of (await graph.of(file)).filter((each) => parent.has(each))) {
      join(file, target);
      related.add(file).add(target);
    }
  }
  // What imports tell nothing of goes with its folder.
  for (const file of all.filter((each) => !related.has(each))) {
    const neighbour = all.find((other) => other !== file && folderOf(other) === folderOf(file));
    if (neighbour !== undefined) {
      join(neighbour, file);
    }
  }
  const groups = new Map<TreePath, TreePath[]>();
  for (const file of all) {
    groups.set(rootOf(file), [...(groups.get(rootOf(file)) ?? []), file]);
  }
  return [...groups.values()];
}
