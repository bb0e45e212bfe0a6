import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { PlanReview } from '../../core/index.ts';
import {
  campaignPageMessageSchema,
  type CampaignHostMessage,
  type CampaignPage,
  type CampaignPageMessage,
} from '../../protocol/campaignPage.ts';
import { columnOf } from '../columns.ts';
import { describeFailure } from '../failure.ts';
import { pageHtml } from '../panel/html.ts';
import { panelNotes, reviewerRecords, saveNotes } from '../panel/insightMessages.ts';
import type { Parts, ShowPanel } from '../parts.ts';
import { planTarget } from '../planTarget.ts';
import { Refusal } from '../refusal.ts';
import { inBackground, logFailure } from '../tell.ts';
import { jointCampaignPage, planCampaignPage } from './campaignState.ts';

/** Names a campaign in this window. */
export interface CampaignTarget {
  readonly folder: vscode.WorkspaceFolder;
  readonly id: string;
}

/** What the page of a campaign is made of. */
export interface CampaignPanelDeps {
  readonly parts: Parts;
  readonly showPanel: ShowPanel;
  readonly panel: vscode.WebviewPanel;
  readonly target: CampaignTarget;
  /** Fires when campaigns may have changed. */
  readonly onDidChange: vscode.Event<unknown>;
}

/** The page of one campaign. Lives as long as its webview panel. */
export class CampaignPanel {
  readonly #deps: CampaignPanelDeps;
  #isClosed = false;

  constructor(deps: CampaignPanelDeps) {
    this.#deps = deps;
    const { panel, parts, target } = deps;
    const page = vscode.Uri.joinPath(parts.extension.extensionUri, 'dist', 'webview');
    const subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      deps.onDidChange(() => this.#post({ type: 'campaign/changed' })),
    );
    panel.onDidDispose(() => {
      this.#isClosed = true;
      subscriptions.dispose();
    });
    panel.title = `Campaign ${target.id}`;
    panel.webview.html = pageHtml({
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(page, 'main.js')).toString(),
      style: panel.webview.asWebviewUri(vscode.Uri.joinPath(page, 'main.css')).toString(),
      about: { campaign: campaignKey(target) },
    });
  }

  show(): void {
    this.#deps.panel.reveal();
  }

  #receive(data: unknown): void {
    const { parts } = this.#deps;
    const message = campaignPageMessageSchema.safeParse(data);
    if (!message.success) {
      parts.log.warn('A message of the page of a campaign was dropped: it is none of the protocol.');
      return;
    }
    inBackground(this.#answer(message.data), { log: parts.log });
  }

  async #answer(message: CampaignPageMessage): Promise<void> {
    const { target, showPanel } = this.#deps;
    const planAt = (path: string): vscode.Uri => vscode.Uri.joinPath(target.folder.uri, path);
    switch (message.type) {
      case 'campaign/get':
        await this.#send();
        break;
      case 'campaign/show-finding':
        await showPanel(planTarget(planAt(message.plan)), { takesFocus: true, finding: message.finding });
        break;
      case 'campaign/show-review':
        await showPanel(planTarget(planAt(message.plan)), { takesFocus: true });
        break;
      case 'campaign/open-plan': {
        const uri = planAt(message.plan);
        await vscode.window.showTextDocument(uri, { viewColumn: columnOf(uri) });
        break;
      }
      case 'campaign/archive':
        await vscode.commands.executeCommand(
          message.isArchived ? 'planReview.archive' : 'planReview.bringBack',
          { folder: target.folder.uri.toString(), id: target.id },
        );
        break;
      case 'campaign/save-notes': {
        const { parts } = this.#deps;
        const review = await parts.engine.of(target.folder);
        const { draft } = message;
        this.#post({
          type: 'campaign/notes',
          ...(await saveNotes(review, { campaign: target.id, draft }, parts)),
        });
        break;
      }
      case 'campaign/go-on':
        await vscode.commands.executeCommand('planReview.goOnWithCampaign', {
          folder: target.folder.uri.toString(),
          id: target.id,
        });
        break;
    }
  }

  async #send(): Promise<void> {
    const { parts, target } = this.#deps;
    try {
      const review = await parts.engine.of(target.folder);
      const campaign = await campaignPage(review, target.id, parts);
      const notes = campaign.completedAt === null ? undefined : await notesOn(review, target.id, parts);
      this.#post({ type: 'campaign/set', campaign: { ...campaign, ...(notes && { notes }) } });
    } catch (error) {
      logFailure(error, parts.log);
      const { message, wayOut } = describeFailure(error);
      this.#post({ type: 'campaign/set', failure: { message, wayOut } });
    }
  }

  #post(message: CampaignHostMessage): void {
    if (!this.#isClosed) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the API's own method, without an origin
      void this.#deps.panel.webview.postMessage(message);
    }
  }
}

/** What a page keeps to be found again: a folder's address and an id, which has no space. */
export function campaignKey({ folder, id }: CampaignTarget): string {
  return `${id} ${folder.uri.toString()}`;
}

async function campaignPage(review: PlanReview, id: string, parts: Parts): Promise<CampaignPage> {
  const reviewers = await reviewerRecords(review, parts);
  const joint = id.includes('+') ? await review.jointCampaign(id) : undefined;
  if (joint !== undefined) {
    return jointCampaignPage(joint, reviewers);
  }
  const detail = id.includes('+') ? undefined : await review.campaign(id);
  if (detail === undefined) {
    throw new Refusal({
      message: `There is no campaign ${id} any more.`,
      wayOut: 'Look at the list of campaigns for those that there are.',
    });
  }
  const { plan, round, completedAt } = detail.campaign;
  const { findings } = await review.findings({
    content: [plan],
    archived: 'all',
    limit: Number.MAX_SAFE_INTEGER,
  });
  return planCampaignPage({
    detail,
    findings: findings.filter(({ campaign }) => campaign === id),
    analysis: completedAt === null ? undefined : await analysisOf(review, plan, round),
    reviewers,
  });
}

/** The plan itself may be gone, so what is looked at is the text that was reviewed. */
async function analysisOf(review: PlanReview, path: string, round: number) {
  const text = await review.snapshot(path, round);
  const view = await review.history({ path, text });
  return view?.rounds.find((known) => known.round.number === round)?.analysis;
}

/** Undefined where that cannot be told: the page does without. */
async function notesOn(review: PlanReview, id: string, parts: Parts) {
  try {
    return panelNotes(await review.notes(id));
  } catch (error) {
    logFailure(error, parts.log);
    return undefined;
  }
}
