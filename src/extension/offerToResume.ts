import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { loadUnfinished } from './loadUnfinished.ts';
import type { Parts } from './parts.ts';
import type { PlanTarget } from './planTarget.ts';
import { unfinishedText } from './reviewers/providers.ts';

/** How often to look whether a window that was closed has let go of its round, and after how many milliseconds each. */
const looks = 12;
const lookMs = 5000;

const savedAs = 'planReview.offered';

/** Offers once to go on with a round that was left unfinished, such as by a window that was closed. */
export async function offerToResume(parts: Parts, target: PlanTarget): Promise<void> {
  let left = await loadUnfinished(parts, target);
  for (let look = 1; left?.isRunning === true && look < looks && !parts.runs.isDisposed; look += 1) {
    await delay(lookMs);
    left = await loadUnfinished(parts, target);
  }
  if (left === undefined || left.isRunning || offered(parts)[target.key] === left.startedAt) {
    return;
  }
  await markOffered(parts, target, left.startedAt);
  const resume = 'Resume';
  const startOver = 'Start Over';
  const picked = await vscode.window.showInformationMessage(
    `Round ${left.number} of ${target.name} was left unfinished: ${unfinishedText(left)}.`,
    resume,
    startOver,
  );
  if (picked === resume) {
    await vscode.commands.executeCommand('planReview.resumeReview', target.uri);
  } else if (picked === startOver) {
    await vscode.commands.executeCommand('planReview.startOver', target.uri);
  }
}

/** The user knows of the unfinished round that began at `startedAt`; undefined makes the next one news. */
export async function markOffered(
  { extension }: Parts,
  target: PlanTarget,
  startedAt: string | undefined,
): Promise<void> {
  const { [target.key]: _, ...others } = offered({ extension });
  const all = startedAt === undefined ? others : { ...others, [target.key]: startedAt };
  await extension.workspaceState.update(savedAs, all);
}

/** By the plan's address: when the round began that the user was told of last. */
function offered({ extension }: Pick<Parts, 'extension'>): Readonly<Record<string, string>> {
  return extension.workspaceState.get<Readonly<Record<string, string>>>(savedAs, {});
}
