import * as vscode from 'vscode';
import type { JointProgress, JointView, PanelRequest, PlanReview } from '../../core/index.ts';
import { choose } from '../choose.ts';
import { Pace } from '../pace.ts';
import type { Parts } from '../parts.ts';
import { openDocument } from '../planTarget.ts';
import { noFolder, notSaved, notTrusted } from '../refusal.ts';
import { askToSend } from '../reviewers/askToSend.ts';
import { pickReviewers } from '../reviewers/pickReviewers.ts';
import { quietly } from '../tell.ts';
import type { CampaignTarget } from './campaignPanel.ts';
import { afterJointEvent, jointProgressLine, jointResultText, newJointState } from './jointTexts.ts';

/** The notification follows a stream of events at this pace, in milliseconds. */
const progressPaceMs = 150;

/** Reviews all plans in a folder and below as one campaign. `argument` is the folder's address; else the user picks one. */
export async function reviewFolder(parts: Parts, argument: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    throw notTrusted();
  }
  const uri = argument instanceof vscode.Uri ? argument : await pickFolder();
  const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
  if (uri === undefined || folder === undefined) {
    return;
  }
  const review = await parts.engine.of(folder);
  const content = pathBelow(folder, uri);
  const plans = await review.plansOf([content]);
  const asked = await whoReads(parts, { review, folder, content, plans });
  if (asked === undefined) {
    return;
  }
  await saveAll(folder, plans);
  const title = `Reviewing ${plans.length === 1 ? '1 plan' : `${plans.length} plans`} in ${nameOf(folder, content)}`;
  const view = await withJointProgress(title, (hooks) =>
    review.reviewTogether({
      content: [content],
      ...hooks,
      ...(asked.panel === undefined ? {} : { panel: asked.panel, askToSend }),
    }),
  );
  quietly(tellResult({ folder, id: view.campaign.id }, view), parts.log);
}

/** Goes on with a campaign: what was left unfinished is resumed, and who failed is asked again. */
export async function goOn(parts: Parts, target: CampaignTarget): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    throw notTrusted();
  }
  const review = await parts.engine.of(target.folder);
  if (!target.id.includes('+')) {
    const plan = (await review.campaign(target.id))?.campaign.plan;
    await (plan &&
      vscode.commands.executeCommand(
        'planReview.resumeReview',
        vscode.Uri.joinPath(target.folder.uri, plan),
      ));
    return;
  }
  const view = await withJointProgress(`Going on with ${target.id}`, (hooks) =>
    review.retryTogether({ id: target.id, ...hooks, askToSend }),
  );
  quietly(tellResult(target, view), parts.log);
}

interface Folder {
  readonly review: PlanReview;
  readonly folder: vscode.WorkspaceFolder;
  readonly content: string;
  readonly plans: readonly string[];
}

/** Who reads the plans, and which of them; nobody is asked where no model can be used. Undefined to do nothing. */
async function whoReads(
  parts: Parts,
  { review, folder, content, plans }: Folder,
): Promise<{ readonly panel: PanelRequest | undefined } | undefined> {
  const states = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Looking for models' },
    () => review.providers(),
  );
  const [first = ''] = plans;
  if (!states.some(({ isAvailable }) => isAvailable)) {
    return { panel: undefined };
  }
  const picked = await pickReviewers({
    parts,
    target: { path: first, name: nameOf(folder, content) },
    ...(plans.length === 1 ? {} : { each: plans.length }),
    review,
    states,
    unfinished: undefined,
    latest: undefined,
  });
  if (picked?.kind !== 'review') {
    return undefined;
  }
  const { panel } = picked;
  const reviewed = new Set((await review.reviews()).map(({ plan }) => plan?.path));
  if (panel === undefined || !plans.some((path) => reviewed.has(path))) {
    return { panel };
  }
  const unchanged = await choose<NonNullable<PanelRequest['unchanged']>>({
    title: `Review ${nameOf(folder, content)}`,
    placeholder: 'Some of these plans have been reviewed before',
    entries: [
      {
        label: 'What has changed since',
        iconPath: new vscode.ThemeIcon('diff'),
        detail: 'Plans and sections that are as they were are skipped, and the campaign says which.',
        answer: 'skip',
      },
      {
        label: 'All plans',
        iconPath: new vscode.ThemeIcon('files'),
        detail: 'Each gets another round.',
        answer: 'read',
      },
    ],
  });
  return unchanged === undefined ? undefined : { panel: { ...panel, unchanged } };
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  if (first === undefined) {
    throw noFolder();
  }
  const picked = await vscode.window.showOpenDialog({
    title: 'Review Folder',
    openLabel: 'Review',
    defaultUri: first.uri,
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
  });
  return picked?.[0];
}

/** What is reviewed is on disk, so what is only in editors is saved first. */
async function saveAll(folder: vscode.WorkspaceFolder, plans: readonly string[]): Promise<void> {
  for (const path of plans) {
    const document = openDocument(vscode.Uri.joinPath(folder.uri, path));
    if (document?.isDirty === true && !(await document.save())) {
      throw notSaved(path);
    }
  }
}

interface Hooks {
  readonly progress: JointProgress;
  readonly signal: AbortSignal;
}

function withJointProgress(title: string, run: (hooks: Hooks) => Promise<JointView>): Thenable<JointView> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const ending = new AbortController();
    let state = newJointState;
    const pace = new Pace(progressPaceMs, () => progress.report({ message: jointProgressLine(state) }));
    const cancelling = token.onCancellationRequested(() => ending.abort());
    try {
      return await run({
        signal: ending.signal,
        progress: {
          report(event) {
            state = afterJointEvent(state, event);
            pace.ask();
          },
        },
      });
    } finally {
      pace.dispose();
      cancelling.dispose();
    }
  });
}

async function tellResult({ folder, id }: CampaignTarget, view: JointView): Promise<void> {
  const show = 'Show Campaign';
  const picked = await vscode.window.showInformationMessage(jointResultText(view), show);
  if (picked === show) {
    await vscode.commands.executeCommand('planReview.showCampaign', { folder: folder.uri.toString(), id });
  }
}

/** The path of a folder below the workspace folder; `.` for that one itself. */
function pathBelow(folder: vscode.WorkspaceFolder, uri: vscode.Uri): string {
  const path = uri.path.slice(folder.uri.path.length).replace(/^\/+|\/+$/g, '');
  return path === '' ? '.' : path;
}

function nameOf(folder: vscode.WorkspaceFolder, content: string): string {
  return content === '.' ? folder.name : content;
}
