import { PlanReviewError } from '../base/errors.ts';
import type { Files } from '../ports/files.ts';

/** What looking up a plan needs. */
export interface FindPlanDeps {
  readonly files: Files;
  /** Where the workspace folder lies below the tree's root: empty, or with a slash at its end. */
  readonly workspacePrefix: string;
  /** The folders to look in and below, relative to the workspace folder. */
  readonly planFolders: readonly string[];
  /** How many letters have to be changed to make one word of the other. */
  readonly distance: (a: string, b: string) => number;
}

const planExtension = /\.(?:md|markdown|mdx|mdc|txt|html?)$/i;

/** Whether a name reads as a plan's id, such as `PRP-30`, rather than as a path. */
export function isPlanId(name: string): boolean {
  return /^[\p{L}\p{N}][^/\\:]*$/u.test(name) && !planExtension.test(name);
}

/** A file of the plan folders, with the name that ids are compared with. */
interface Candidate {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly stem: string;
}

/**
 * The path, relative to the workspace folder, of the plan with this id: the one whose file name is the id, or begins
 * with it and goes on with a mark (`PRP-30-retries.md` has the id `PRP-30`, `PRP-301.md` has not). Upper and lower case
 * count unless nothing fits otherwise.
 * @throws PlanReviewError `plan-ambiguous` with all that fit; `plan-not-found` with the closest ids.
 */
export async function findPlan(deps: FindPlanDeps, id: string, signal?: AbortSignal): Promise<string> {
  const candidates = await plansIn(deps, signal);
  const exact = candidates.filter(({ stem }) => hasId(stem, id));
  const found =
    exact.length > 0 ? exact : candidates.filter(({ stem }) => hasId(stem.toLowerCase(), id.toLowerCase()));
  const [first, second] = found;
  if (first === undefined) {
    throw notFound(deps, id, candidates);
  }
  if (second !== undefined) {
    const paths = found.map(({ path }) => `"${path}"`).join(', ');
    throw new PlanReviewError({
      code: 'plan-ambiguous',
      message: `${found.length} plans have the id "${id}": ${paths}.`,
      wayOut: 'Name the one that is meant by its path.',
    });
  }
  return first.path;
}

async function plansIn(deps: FindPlanDeps, signal: AbortSignal | undefined): Promise<Candidate[]> {
  const { files, workspacePrefix, planFolders } = deps;
  const paths = await files.list(signal);
  return paths
    .filter((path) => path.startsWith(workspacePrefix) && planExtension.test(path))
    .map((path) => path.slice(workspacePrefix.length))
    .filter((path) => isInFolder(path, planFolders))
    .map((path) => ({ path, stem: path.slice(path.lastIndexOf('/') + 1).replace(planExtension, '') }));
}

/** Whether a path, relative to the workspace folder, lies in one of the folders or below it. */
export function isInFolder(path: string, planFolders: readonly string[]): boolean {
  return planFolders
    .map((folder) => `${folder.replace(/^(?:\.\/)+|\/+$/g, '')}/`)
    .some((folder) => folder === './' || path.startsWith(folder));
}

function hasId(stem: string, id: string): boolean {
  return stem.startsWith(id) && /^(?:$|[-_ ]|\.(?!\d))/.test(stem.slice(id.length));
}

/** `PRP-30-retries` is called `PRP-30`, `0007-storage` is called `0007`, and other names have no shorter one. */
function shortId(stem: string): string {
  return /^(?:[A-Z]{2,}[-_]?(?:\d+(?:\.\d+)*|[A-Z])|\d{2,})(?=$|[-_. ])/.exec(stem)?.[0] ?? stem;
}

function notFound(deps: FindPlanDeps, id: string, candidates: readonly Candidate[]): PlanReviewError {
  const wanted = id.toLowerCase();
  const bound = Math.max(1, Math.floor(wanted.length / 3));
  const ids = [...new Set(candidates.map(({ stem }) => shortId(stem)))]
    .map((known) => ({ known, edits: deps.distance(known.toLowerCase(), wanted) }))
    .filter(({ edits }) => edits <= bound)
    .sort((a, b) => a.edits - b.edits || (a.known < b.known ? -1 : 1))
    .slice(0, 3)
    .map(({ known }) => known);
  const places = deps.planFolders.join(', ');
  return new PlanReviewError({
    code: 'plan-not-found',
    message: `There is no plan at "${id}", and none with that id in the plan folders (${places}).`,
    wayOut:
      ids.length === 0
        ? 'Name the plan by its path, or set `planFolders` in .plan-review/settings.json.'
        : `Did you mean ${ids.join(', ')}?`,
  });
}
