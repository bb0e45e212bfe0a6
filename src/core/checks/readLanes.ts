import type { LaneReport } from '../domain/laneReport.ts';
import type { Files, TreePath } from '../ports/files.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { filesFitting, sharesFiles } from './globs.ts';
import { importGraph, isCode, type ImportGraph } from './importGraph.ts';
import { lanesOf, type Lane } from './lanes.ts';
import { neighbourPlan } from './neighbourPlans.ts';
import { openPlan, waitsFor, type OpenPlan } from './openPlans.ts';
import { planStatus } from './planStatus.ts';
import { proposeSplit, relatedGroups, type OwnedLane } from './laneSplit.ts';

/** What reading lanes needs of the repository. */
export interface LaneContext {
  readonly files: Files;
  readonly workspacePrefix: string;
  readonly signal: AbortSignal | undefined;
}

/** So many files of all lanes are read for their imports at most, and so many claims of a lane compared. */
const mostFiles = 4_000;
const mostClaims = 200;

interface ReadLane extends OwnedLane {
  /** The names of the lanes that it comes after. */
  readonly after: ReadonlySet<string>;
}

/**
 * Who owns which files by these plans and packets: their lanes, or each plan as one where it names none. What is only told by
 * imports is read of TypeScript and JavaScript; of other files, paths alone are compared.
 */
export async function readLanes(
  context: LaneContext,
  documents: readonly PlanDocument[],
): Promise<LaneReport> {
  const list = await context.files.list(context.signal);
  const limits: string[] = [];
  const lanes = lanesIn(documents, (claims) => ownedFiles(claims, list, context));
  const graph = await importGraph(context.files, context.signal);
  const read = codeOf(lanes, mostFiles);
  if (read.isCut) {
    limits.push(`Imports were read of the first ${mostFiles} files only.`);
  }
  if (lanes.some(({ claims }) => claims.length > mostClaims)) {
    limits.push(`Of each lane, the first ${mostClaims} claims were compared.`);
  }
  const overlaps = pairsOf(lanes).flatMap(([one, other]) => overlapsOf(one, other));
  const shared = await sharedImports(lanes, graph, read.files);
  const only = documents.length === 1 ? documents[0] : undefined;
  const touched = only !== undefined && lanes.length === 0 ? touchedBy(only, list, context) : [];
  const own = (path: string): string =>
    path.startsWith(context.workspacePrefix) ? path.slice(context.workspacePrefix.length) : path;
  const split = await proposeSplit({ lanes, overlaps, shared, graph });
  return {
    schemaVersion: 1,
    plans: documents.map(({ path }) => path),
    lanes: lanes.map(({ name, plan, claims, files, after }) => ({
      name,
      plan,
      claims: [...claims],
      files: files.size,
      after: [...after],
    })),
    overlaps,
    shared: shared.map((each) => ({ ...each, file: own(each.file) })),
    split: split.map((each) => ({ ...each, file: own(each.file) })),
    groups: (await relatedGroups(touched, graph)).map((group) => group.map(own)),
    limits,
  };
}

/**
 * The files that files of several lanes import which go on side by side. `files` are read; others are taken to import nothing.
 */
export async function sharedImports(
  lanes: readonly (OwnedLane & { readonly after: ReadonlySet<string> })[],
  graph: ImportGraph,
  files: ReadonlySet<TreePath>,
): Promise<LaneReport['shared']> {
  const importers = new Map<TreePath, Set<ReadLane>>();
  for (const lane of lanes) {
    for (const file of lane.files) {
      for (const target of files.has(file) ? await graph.of(file) : []) {
        importers.set(target, (importers.get(target) ?? new Set()).add(lane));
      }
    }
  }
  return [...importers]
    .filter(([, by]) => pairsOf([...by]).length > 0)
    .map(([file, by]) => ({
      file,
      importedBy: [...by].map(({ name }) => name),
      claimedBy: lanes.filter((lane) => lane.files.has(file)).map(({ name }) => name),
    }))
    .toSorted((a, b) => Number(a.file > b.file) - Number(a.file < b.file));
}

/** The files of lanes whose imports are read: as many of each in turn as there is room for. */
export function codeOf(
  lanes: readonly Pick<OwnedLane, 'files'>[],
  most: number,
): { readonly files: ReadonlySet<TreePath>; readonly isCut: boolean } {
  const all = [...new Set(lanes.flatMap(({ files }) => [...files].filter(isCode)))];
  return { files: new Set(all.slice(0, most)), isCut: all.length > most };
}

/** The lanes of one plan with what they own, by their own names. */
export function ownedLanes(
  document: PlanDocument,
  owned: (claims: readonly string[]) => ReadonlySet<TreePath>,
): readonly ReadLane[] {
  const lanes = lanesOf(document);
  const nameOf = (key: string): string => lanes.get(key)?.name ?? key;
  return [...lanes.values()]
    .filter(({ paths }) => paths.length > 0)
    .map(({ name, paths, after }: Lane) => {
      const claims = [...new Set(paths.map(({ value }) => value))];
      return {
        name,
        plan: document.path,
        claims,
        files: owned(claims.slice(0, mostClaims)),
        after: new Set([...after].map(nameOf)),
      };
    });
}

/** The files of the tree that claims fit: below the workspace folder, or below the repository where nothing is there. */
export function ownedFiles(
  claims: readonly string[],
  list: readonly TreePath[],
  { workspacePrefix }: Pick<LaneContext, 'workspacePrefix'>,
): ReadonlySet<TreePath> {
  return new Set(
    claims.flatMap((claim) => {
      const path = claim.replace(/^(?:\.?\/)+/, '');
      const within = filesFitting(workspacePrefix + path, list);
      return within.length > 0 || workspacePrefix === '' ? within : filesFitting(path, list);
    }),
  );
}

/** All lanes, each under a name of its own. A plan among others that names no lanes is one. */
function lanesIn(
  documents: readonly PlanDocument[],
  owned: (claims: readonly string[]) => ReadonlySet<TreePath>,
): readonly ReadLane[] {
  const plans = new Map(
    documents.map((document) => {
      const status = planStatus(document.path, document.text);
      return [document.path, openPlan(document.path, document.text, status)] as const;
    }),
  );
  const all = documents.flatMap((document) => {
    const lanes = ownedLanes(document, owned);
    if (lanes.length > 0 || documents.length === 1) {
      return lanes;
    }
    const claims = claimsOf(document);
    return [
      { name: document.path, plan: document.path, claims, files: owned(claims), after: new Set<string>() },
    ];
  });
  const isAmbiguous = (name: string): boolean => all.filter((lane) => lane.name === name).length > 1;
  const shown = (name: string, plan: string): string => (isAmbiguous(name) ? `${name} (${plan})` : name);
  return all.map((lane) => {
    const before = plansBefore(plans, lane.plan);
    const waitedFor = all.filter(({ plan }) => before.has(plan)).map(({ name, plan }) => shown(name, plan));
    const after = [...lane.after].map((name) => shown(name, lane.plan));
    return { ...lane, name: shown(lane.name, lane.plan), after: new Set([...after, ...waitedFor]) };
  });
}

function plansBefore(plans: ReadonlyMap<string, OpenPlan>, plan: string): ReadonlySet<string> {
  const self = plans.get(plan);
  const before = self === undefined ? new Set<OpenPlan>() : waitsFor(self, [...plans.values()]);
  return new Set([...before].filter((each) => each !== self).map(({ path }) => path));
}

function claimsOf({ path, text }: PlanDocument): readonly string[] {
  const touched = neighbourPlan(path, text).touched.filter(({ shape }) => shape.type !== 'pattern');
  return [...new Set(touched.map(({ value }) => value))];
}

/** The files that a plan without lanes changes or makes; those that are not there yet by the names that it gives them. */
function touchedBy(
  document: PlanDocument,
  list: readonly TreePath[],
  context: Pick<LaneContext, 'workspacePrefix'>,
): readonly TreePath[] {
  return claimsOf(document)
    .slice(0, mostClaims)
    .flatMap((claim) => {
      const found = ownedFiles([claim], list, context);
      return found.size > 0 ? [...found] : [context.workspacePrefix + claim.replace(/^(?:\.?\/)+/, '')];
    });
}

/** Lanes that go on side by side: of a pair, neither waits for the other. */
function pairsOf<T extends Pick<ReadLane, 'name' | 'after'>>(
  lanes: readonly T[],
): readonly (readonly [T, T])[] {
  return lanes.flatMap((lane, index) =>
    lanes
      .slice(0, index)
      .filter((earlier) => !lane.after.has(earlier.name) && !earlier.after.has(lane.name))
      .map((earlier) => [earlier, lane] as const),
  );
}

function overlapsOf(one: ReadLane, other: ReadLane): LaneReport['overlaps'] {
  return one.claims.slice(0, mostClaims).flatMap((claim) => {
    const same = other.claims.slice(0, mostClaims).filter((candidate) => sharesFiles(claim, candidate));
    return same.map((candidate) => ({
      lanes: [one.name, other.name] as [string, string],
      claims: [claim, candidate] as [string, string],
    }));
  });
}
