import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { createPlanReview, isPlanId, PlanReviewError, type PlanReview } from '../core/index.ts';
import { version, type CliContext } from './context.ts';
import { modelOptions, personasFolder } from './models.ts';
import { stateFolderOf } from './userFolders.ts';

/** A plan named on the command line, and the engine for the folder it belongs to. */
export interface Target {
  readonly planReview: PlanReview;
  /** The plan's path relative to that folder, with forward slashes. */
  readonly path: string;
  /** The plan as the user named it, with its path where that was an id. */
  readonly shownAs: string;
}

/** Opens folders, each once. */
export interface Workspaces {
  /** The engine for a folder. Whoever runs a command in a folder trusts it; a command of its own still needs consent. */
  folder(root: string): PlanReview;
  /** The plan that is meant by a path or an id, in the folder given, or else in that which `workspaceRoot` finds. */
  target(plan: string, root: string | undefined): Promise<Target>;
}

/** The folders that one run of the command line has to do with. */
export function openWorkspaces(context: CliContext): Workspaces {
  const opened = new Map<string, PlanReview>();
  const said = new Set<string>();
  const warn = (message: string): void => {
    if (!said.has(message)) {
      said.add(message);
      context.err(`plan-review: ${message}\n`);
    }
  };
  const folder = (root: string): PlanReview => {
    const known = opened.get(root);
    const stateFolder = stateFolderOf(context.environment);
    const personas = personasFolder();
    const planReview =
      known ??
      createPlanReview({
        root,
        isTrusted: true,
        version,
        environment: context.environment,
        logger: { info: () => undefined, warn },
        models: modelOptions(context),
        ...(personas === undefined ? {} : { personasFolder: personas }),
        ...(stateFolder === undefined ? {} : { stateFolder }),
      });
    opened.set(root, planReview);
    return planReview;
  };
  return {
    folder,
    target: async (plan, root) => {
      const absolute = realPath(resolve(context.cwd, plan));
      const isId = isPlanId(plan) && !existsSync(absolute);
      const below = isId ? resolve(context.cwd, 'plan.md') : absolute;
      const top = realPath(
        root === undefined ? workspaceRoot(below, context.cwd) : resolve(context.cwd, root),
      );
      if (!existsSync(top)) {
        throw new PlanReviewError({
          code: 'plan-outside-root',
          message: `There is no folder ${root ?? top}.`,
          wayOut: 'Give an existing folder to --root.',
        });
      }
      const planReview = folder(top);
      if (isId) {
        const path = await planReview.findPlan(plan, context.signal);
        return { planReview, path, shownAs: `${plan}, ${path}` };
      }
      return { planReview, path: pathBelow(top, absolute, { plan, root }), shownAs: plan };
    },
  };
}

function pathBelow(
  folder: string,
  absolute: string,
  named: { readonly plan: string; readonly root: string | undefined },
): string {
  const path = relative(folder, absolute);
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) {
    throw new PlanReviewError({
      code: 'plan-outside-root',
      message: `${named.plan} is outside ${named.root ?? folder}.`,
      wayOut: 'Name a plan inside that folder, or give --root the folder that holds the plan.',
    });
  }
  return path.split(sep).join('/');
}

/** The folder that a command without a plan is about: the one given, or else the one that holds the current folder. */
export function currentFolder(context: CliContext, root: string | undefined): string {
  return root === undefined
    ? workspaceRoot(join(context.cwd, 'plan.md'), context.cwd)
    : resolve(context.cwd, root);
}

/** The path below the workspace folder of a place that the user names from where they are. */
export function pathIn(context: CliContext, root: string, place: string): string {
  return pathBelow(realPath(root), realPath(resolve(context.cwd, place)), { plan: place, root });
}

/**
 * The folder a plan belongs to: the nearest one above it that has reviews (`.plan-review`) or is a repository, else
 * the current folder if it holds the plan, else the plan's own.
 */
export function workspaceRoot(plan: string, cwd: string): string {
  for (let folder = dirname(plan); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.plan-review')) || existsSync(join(folder, '.git'))) {
      return folder;
    }
    if (folder === dirname(folder)) {
      return plan.startsWith(cwd + sep) ? cwd : dirname(plan);
    }
  }
}

/** The path without links, as far as it exists: a plan reached through a link belongs to where it really is. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), path.slice(parent.length).replace(/^[\\/]+/, ''));
  }
}
