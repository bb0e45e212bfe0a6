import * as vscode from 'vscode';
import type { Remaining, UnfinishedView } from '../../core/index.ts';
import { choose, type Entry } from '../choose.ts';
import { loadUnfinished } from '../loadUnfinished.ts';
import type { PlanTarget } from '../planTarget.ts';
import { pickModel } from '../reviewers/pickModel.ts';
import { resumePlan, type ReviewDeps } from './reviewPlan.ts';

/**
 * Lets the user choose how a round goes on that waits for somebody who cannot be asked: on another model, or without them.
 * @throws as `resumePlan`, which also says that no round waits.
 */
export async function resumeOtherwise(deps: ReviewDeps, target: PlanTarget): Promise<void> {
  const left = await loadUnfinished(deps.parts, target);
  const remaining = left === undefined ? {} : await pickRemaining(deps, target, left);
  if (remaining !== undefined) {
    await resumePlan(deps, target, remaining);
  }
}

async function pickRemaining(
  { parts }: ReviewDeps,
  target: PlanTarget,
  { missing }: UnfinishedView,
): Promise<Remaining | undefined> {
  const names = missing.map(({ name }) => name).join(', ');
  const elsewhere: Entry<Remaining | 'elsewhere'> = {
    label: 'On Another Model…',
    iconPath: new vscode.ThemeIcon('server'),
    description: missing.length === 0 ? 'the analysis' : names,
    answer: 'elsewhere',
  };
  const without = missing.map(({ id, name }): Entry<Remaining> => ({
    label: `Without ${name}`,
    iconPath: new vscode.ThemeIcon('person'),
    description: 'counts as failed, and bars a GO',
    answer: { without: [id] },
  }));
  const all: Entry<Remaining> = {
    label: 'Without All of Them',
    iconPath: new vscode.ThemeIcon('organization'),
    description: names,
    answer: { without: missing.map(({ id }) => id) },
  };
  const chosen = await choose<Remaining | 'elsewhere'>({
    title: `Plan Review: ${target.name}`,
    placeholder: 'How does the round go on for those who have not answered?',
    entries: [elsewhere, ...without, ...(missing.length > 1 ? [all] : [])],
  });
  if (chosen !== 'elsewhere') {
    return chosen;
  }
  const review = await parts.engine.of(target.folder);
  const model = await pickModel(await review.providers(), { provider: undefined, model: undefined });
  return model === undefined ? undefined : { ...model, provider: model.provider ?? 'auto' };
}
