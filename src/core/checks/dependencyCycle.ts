import type { TreePath } from '../ports/files.ts';
import type { CheckContext } from './check.ts';
import { idKey, type PlanId } from './planIds.ts';
import { planPath, statedDependencies, type PlanIndex } from './planIndex.ts';

/** So many plans are read at most in search of a cycle. */
const mostPlans = 100;

/**
 * The plans on the way from a dependency back to the plan, by what the front matter of each says: B and C where the plan
 * depends on B, B on C, and C on the plan. The shortest way; undefined where there is none.
 */
export async function cycleThrough(
  context: CheckContext,
  { index, own, first }: { index: PlanIndex; own: ReadonlySet<string>; first: PlanId },
): Promise<PlanId[] | undefined> {
  const queue: PlanId[][] = [[first]];
  const seen = new Set([idKey(first)]);
  for (const way of queue) {
    const last = way.at(-1) ?? first;
    if (own.has(idKey(last))) {
      return way.slice(0, -1);
    }
    for (const next of await dependenciesOf(context, index.filesOf(last))) {
      if (!seen.has(idKey(next)) && seen.size < mostPlans) {
        seen.add(idKey(next));
        queue.push([...way, next]);
      }
    }
  }
  return undefined;
}

async function dependenciesOf(context: CheckContext, paths: readonly TreePath[]): Promise<PlanId[]> {
  const [path, ...others] = paths;
  // Where several files share an id, nobody knows which one is the plan.
  if (path === undefined || others.length > 0 || path === planPath(context)) {
    return [];
  }
  const text = await context.files.read(path, context.signal);
  return text === undefined ? [] : statedDependencies(text);
}
