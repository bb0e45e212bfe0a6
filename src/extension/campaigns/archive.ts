import * as vscode from 'vscode';
import type { PlanReview } from '../../core/index.ts';
import { planArgument } from '../commands/pickPlan.ts';
import type { Parts } from '../parts.ts';
import { planTarget } from '../planTarget.ts';
import { quietly } from '../tell.ts';
import { campaignArgument } from './campaignPanels.ts';

/** Puts the review or campaign aside that an entry of a list names, and offers the way back. */
export async function archive(parts: Parts, argument: unknown): Promise<void> {
  const aside = await named(parts, argument);
  if (aside === undefined) {
    return;
  }
  await aside.review.archive({ name: aside.name, by: '' });
  quietly(offerUndo(aside, argument), parts.log);
}

/** Brings it back. */
export async function bringBack(parts: Parts, argument: unknown): Promise<void> {
  const aside = await named(parts, argument);
  await aside?.review.bringBack(aside.name);
}

interface Aside {
  readonly review: PlanReview;
  /** As the engine calls it. */
  readonly name: string;
  readonly shownAs: string;
}

/** A campaign is named by its id; an entry of the reviews is one of a plan. */
async function named(parts: Parts, argument: unknown): Promise<Aside | undefined> {
  const campaign = campaignArgument(argument);
  if (campaign !== undefined) {
    const { id, folder } = campaign;
    return { review: await parts.engine.of(folder), name: id, shownAs: id };
  }
  const plan = planArgument(argument);
  if (plan === undefined) {
    return undefined;
  }
  const { folder, path, name } = planTarget(plan);
  return { review: await parts.engine.of(folder), name: path, shownAs: name };
}

async function offerUndo({ shownAs, name }: Aside, argument: unknown): Promise<void> {
  const undo = 'Bring Back';
  const what = name.includes('+') ? `Campaign ${shownAs}` : `The review of ${shownAs}`;
  const text = `${what} is archived: lists leave it out, and nothing is deleted.`;
  if ((await vscode.window.showInformationMessage(text, undo)) === undo) {
    await vscode.commands.executeCommand('planReview.bringBack', argument);
  }
}
