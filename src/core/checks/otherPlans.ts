import { nameOf } from '../base/pathParts.ts';
import type { TreePath } from '../ports/files.ts';
import type { CheckContext } from './check.ts';
import { namesIn, neighbourPlan } from './neighbourPlans.ts';
import { arrangedTree } from './pathFacts.ts';
import { plansInFolders } from './planFolders.ts';
import { planPath } from './planIndex.ts';
import { rootedPaths } from './resolvePath.ts';
import { newFolderOf } from './tree.ts';

/** So many plans are looked into at most. */
const mostPlans = 300;

/** Whether a plan that makes `created` makes a path too: it names it, or fills a folder that is not there yet. */
function makes(created: readonly TreePath[], path: TreePath, newFolder: TreePath | undefined): boolean {
  return created.some(
    (made) =>
      made === path ||
      made.endsWith(`/${path}`) ||
      (newFolder !== undefined && (made === newFolder || made.startsWith(`${newFolder}/`))),
  );
}

/** Another plan that speaks of a missing path. */
export interface OtherPlan {
  /** Where it lies in the tree. */
  readonly plan: TreePath;
  /** Whether it makes what is missing, or names it only. */
  readonly isMaker: boolean;
}

/**
 * What other plans say of the missing `paths`. What one plan of a series makes, the next may take for granted; and a path that
 * several name alike is no slip of one of them. The plans are those of the plan folders, and those beside this one.
 */
export async function toldByOthers(
  context: CheckContext,
  paths: readonly TreePath[],
): Promise<ReadonlyMap<TreePath, OtherPlan>> {
  const found = new Map<TreePath, OtherPlan>();
  const tree = await arrangedTree(context);
  const missing = paths.map((path) => ({ path, newFolder: newFolderOf(path, tree) }));
  const names = new Set(missing.flatMap(({ path, newFolder = path }) => [nameOf(path), nameOf(newFolder)]));
  for await (const { plan, path, text } of plansNaming(context, names)) {
    const created = createdBy(context, path, text).filter((path) => tree.endingWith(path).length === 0);
    for (const { path, newFolder } of missing) {
      if (found.get(path)?.isMaker === true) {
        continue;
      }
      if (makes(created, path, newFolder)) {
        found.set(path, { plan, isMaker: true });
      } else if (!found.has(path) && isNamed(text, path)) {
        found.set(path, { plan, isMaker: false });
      }
    }
  }
  return found;
}

/** A plan around the one that is checked: where it lies in the tree, and below the workspace folder. */
interface AroundPlan {
  readonly plan: TreePath;
  readonly path: string;
  readonly text: string;
}

/** The plans around this one that hold one of these names, the nearest first. */
export async function* plansNaming(
  context: CheckContext,
  names: ReadonlySet<string>,
): AsyncGenerator<AroundPlan> {
  const { workspacePrefix } = context;
  for (const plan of await plansAround(context)) {
    const text = await context.files.read(plan, context.signal);
    if (text !== undefined && hasAny(namesIn(plan, text), names)) {
      const path = plan.startsWith(workspacePrefix) ? plan.slice(workspacePrefix.length) : plan;
      yield { plan, path, text };
    }
  }
}

/** Whether a text names a path, not only one that it is a part of. */
function isNamed(text: string, path: TreePath): boolean {
  const at = text.indexOf(path);
  return at !== -1 && !/[\w-]/.test(text[at - 1] ?? ' ') && !/[\w/-]/.test(text[at + path.length] ?? ' ');
}

/** `test:unit` is two words of a text. */
function hasAny(known: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => name.split(':').every((part) => known.has(part)));
}

async function plansAround(context: CheckContext): Promise<TreePath[]> {
  const self = planPath(context);
  const own = self.slice(0, self.lastIndexOf('/') + 1);
  // A plan may have a folder of its own among those of the others: `specs/003-auth/plan.md`.
  const above = own.slice(0, own.slice(0, -1).lastIndexOf('/') + 1);
  const plans = await plansInFolders(context, [own, above]);
  return plans
    .map((path) => ({
      path,
      distance: path.startsWith(own) ? 0 : above !== '' && path.startsWith(above) ? 1 : 2,
    }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, mostPlans)
    .map(({ path }) => path);
}

function createdBy({ workspacePrefix }: CheckContext, path: string, text: string): TreePath[] {
  return neighbourPlan(path, text).paths.flatMap(({ intent, isLink, shape }) =>
    intent === 'creates' && !isLink && shape.type === 'path'
      ? rootedPaths(shape.path, { planPath: path, workspacePrefix })
      : [],
  );
}
