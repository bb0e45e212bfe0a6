import type { TreePath } from '../ports/files.ts';
import { parseFrontMatter } from '../text/frontMatter.ts';
import type { CheckContext } from './check.ts';
import { oncePerText } from './oncePerText.ts';
import { plansInFolders } from './planFolders.ts';
import { idKey } from './planIds.ts';
import { ownIds, planPath, statedDependencies } from './planIndex.ts';
import { planStatus, type PlanStatus } from './planStatus.ts';

/** A plan whose work is still to be done. */
export interface OpenPlan {
  readonly path: TreePath;
  readonly text: string;
  /** Whether the plan says itself that it is open. */
  readonly isStated: boolean;
  /** The ids it goes by, and those of the plans that it says it depends on, as keys. */
  readonly ids: ReadonlySet<string>;
  readonly needs: ReadonlySet<string>;
}

/** So many plans are read at most. */
const mostPlans = 200;

/**
 * The open plans beside this one. A plan of the plan folders counts as open only if it says so, because most folders keep
 * what was done years ago; one that is checked in the same run counts as open unless it says that it is closed.
 */
export async function otherOpenPlans(context: CheckContext): Promise<OpenPlan[]> {
  const { files, signal, workspacePrefix } = context;
  const beside = new Set(context.beside.map((path) => workspacePrefix + path));
  const paths = new Set([...beside, ...(await plansInFolders(context))]);
  paths.delete(planPath(context));
  const plans: OpenPlan[] = [];
  for (const path of [...paths].slice(0, mostPlans)) {
    const text = await files.read(path, signal);
    const { status, plan } = text === undefined ? notOpen : stated(path, text);
    if (plan !== undefined && (status === 'open' || beside.has(path))) {
      plans.push(plan);
    }
  }
  return plans;
}

const notOpen = { status: 'closed', plan: undefined } as const;

/** What a plan says of its status, and the plan unless it is closed. */
const stated = oncePerText((path, text) => {
  const status = planStatus(path, text);
  return status === 'closed' ? notOpen : { status, plan: openPlan(path, text, status) };
});

/** A plan with what ties it to others. */
export function openPlan(path: TreePath, text: string, status: PlanStatus): OpenPlan {
  const document = { path, frontMatter: parseFrontMatter(text) };
  return {
    path,
    text,
    isStated: status === 'open',
    ids: new Set(ownIds({ document }).map(idKey)),
    needs: new Set(statedDependencies(text).map(idKey)),
  };
}

/** The plans among these that one waits for, itself included: those it depends on, those they depend on, and so on. */
export function waitsFor(plan: OpenPlan, plans: readonly OpenPlan[]): ReadonlySet<OpenPlan> {
  const found = new Set([plan]);
  for (const waiting of found) {
    for (const other of plans) {
      if (!found.has(other) && [...other.ids].some((id) => waiting.needs.has(id))) {
        found.add(other);
      }
    }
  }
  return found;
}
