import * as vscode from 'vscode';
import type { PlanReview } from '../../core/index.ts';
import { loadCore } from '../core.ts';

/** Who is chosen where nobody was: who reads everything. */
const firstPersonas: readonly string[] = ['lead'];

/** Lets the user choose reviewers by name; undefined when they choose none. */
export async function pickPersonas(
  review: PlanReview,
  chosen: readonly string[],
): Promise<readonly string[] | undefined> {
  const { printable } = await loadCore();
  const { personas } = await review.personas();
  const before = chosen.length === 0 ? firstPersonas : chosen;
  const picked = await vscode.window.showQuickPick(
    personas.map(({ id, name, role, dimensions }) => ({
      // A workspace can bring personas of its own.
      label: printable(name),
      description: role === 'lead' ? 'reads everything' : dimensions.join(', '),
      picked: before.includes(id),
      id,
    })),
    {
      title: 'Plan Review: Reviewers',
      placeHolder: 'Who reads the plan?',
      canPickMany: true,
      matchOnDescription: true,
    },
  );
  return picked === undefined || picked.length === 0 ? undefined : picked.map(({ id }) => id);
}
