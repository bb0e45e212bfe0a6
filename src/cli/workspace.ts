import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { createPlanReview, PlanReviewError, type PlanReview } from '../core/index.ts';
import { version, type CliContext } from './context.ts';

/** A plan named on the command line, and the engine for the folder it belongs to. */
export interface Target {
  readonly planReview: PlanReview;
  /** The plan's path relative to that folder, with forward slashes. */
  readonly path: string;
}

/** The engine for the folder a plan belongs to: the one given, or else what `workspaceRoot` finds. */
export function openTarget(context: CliContext, plan: string, root: string | undefined): Target {
  const absolute = realPath(resolve(context.cwd, plan));
  const folder = realPath(
    root === undefined ? workspaceRoot(absolute, context.cwd) : resolve(context.cwd, root),
  );
  if (!existsSync(folder)) {
    throw new PlanReviewError({
      code: 'plan-outside-root',
      message: `There is no folder ${root ?? folder}.`,
      wayOut: 'Give an existing folder to --root.',
    });
  }
  const path = relative(folder, absolute);
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) {
    throw new PlanReviewError({
      code: 'plan-outside-root',
      message: `${plan} is outside ${root ?? folder}.`,
      wayOut: 'Name a plan inside that folder, or give --root the folder that holds the plan.',
    });
  }
  return { planReview: openFolder(context, folder), path: path.split(sep).join('/') };
}

/** The engine for a folder. Whoever runs a command in a folder trusts it; no command of a plan is ever run. */
export function openFolder(context: CliContext, root: string): PlanReview {
  return createPlanReview({ root, isTrusted: true, version, environment: context.environment });
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
