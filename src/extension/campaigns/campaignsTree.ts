import * as vscode from 'vscode';
import { describeFailure } from '../failure.ts';
import { hasReviews } from '../loadReview.ts';
import { Pace } from '../pace.ts';
import type { Parts } from '../parts.ts';
import { logFailure } from '../tell.ts';
import { verdictIcons } from '../tree/nodeTexts.ts';
import type { CampaignFilter } from './campaignFilter.ts';
import {
  byDate,
  campaignDescription,
  campaignTooltip,
  jointCampaign,
  passes,
  planCampaign,
  type CampaignNode,
  type CampaignsNode,
} from './campaignNodes.ts';

/** What says that a campaign came, went or ended is written at the end of a round; so often is enough. In milliseconds. */
const readPaceMs = 1_000;

/** So many are listed at first, and with each *more*. */
const pageSize = 100;

/** What says that a campaign came, went or changed. */
const campaignPath =
  /\/\.plan-review\/(?:reviews\/[^/]+\/(?:[^/]+\.json|round-\d+\/(?:round|request|response)\.json)|campaigns\/[^/]+\/(?:campaign|analysis|archived)\.json)$/;

/** The list of campaigns of all folders of the window, as far as the filter lets them through. */
export class CampaignsTree implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listed = new vscode.EventEmitter<number>();
  readonly #read = new Pace(readPaceMs, () => this.refresh());
  readonly #subscriptions: vscode.Disposable;
  #filter: CampaignFilter;
  #limit = pageSize;

  /** Fires when the list is to be asked for again. */
  readonly onDidChange = this.#changed.event;

  /** Fires with the number of entries when they have been read. */
  readonly onDidList = this.#listed.event;

  constructor(parts: Parts, filter: CampaignFilter) {
    this.#parts = parts;
    this.#filter = filter;
    const files = vscode.workspace.createFileSystemWatcher('**/.plan-review/**');
    const fileChanged = ({ path }: vscode.Uri): void => {
      if (campaignPath.test(path)) {
        this.#read.ask();
      }
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#listed,
      this.#read,
      files,
      files.onDidChange(fileChanged),
      files.onDidCreate(fileChanged),
      files.onDidDelete(fileChanged),
      parts.engine.onDidReset(() => this.#read.ask()),
    );
  }

  get filter(): CampaignFilter {
    return this.#filter;
  }

  set filter(filter: CampaignFilter) {
    this.#filter = filter;
    this.#limit = pageSize;
    this.refresh();
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  showMore(): void {
    this.#limit += pageSize;
    this.refresh();
  }

  /** The entries. Never rejects: a folder whose campaigns cannot be listed says why. */
  async children(): Promise<readonly CampaignsNode[]> {
    const nodes: CampaignNode[] = [];
    const problems: CampaignsNode[] = [];
    let total = 0;
    for (const folder of vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : []) {
      if (folder.uri.scheme !== 'file' || !(await hasReviews(folder))) {
        continue;
      }
      try {
        const listed = await this.#campaignsOf(folder);
        nodes.push(...listed.nodes);
        total += listed.total;
      } catch (error) {
        logFailure(error, this.#parts.log);
        const { message, wayOut } = describeFailure(error);
        problems.push({
          kind: 'problem',
          label: 'Campaigns cannot be listed',
          problem: `${message} ${wayOut}`,
        });
      }
    }
    const shown = byDate(nodes).slice(0, this.#limit);
    const left = total - shown.length;
    this.#listed.fire(shown.length + problems.length);
    return [...problems, ...shown, ...(left > 0 ? [{ kind: 'more' as const, left }] : [])];
  }

  async #campaignsOf(
    folder: vscode.WorkspaceFolder,
  ): Promise<{ readonly total: number; readonly nodes: readonly CampaignNode[] }> {
    const review = await this.#parts.engine.of(folder);
    const { status, verdict, reviewer, content, archived = 'hidden' } = this.#filter;
    const key = folder.uri.toString();
    const joint = (await review.jointCampaigns({ archived }))
      .flatMap(({ campaign, archivedAt }) =>
        campaign === undefined ? [] : [jointCampaign(campaign, key, archivedAt)],
      )
      .filter((node) => passes(node, this.#filter));
    const { total, campaigns } = await review.campaigns({
      limit: this.#limit,
      archived,
      ...(status === undefined ? {} : { status: [status] }),
      ...(verdict === undefined ? {} : { verdict: [verdict] }),
      ...(reviewer === undefined ? {} : { reviewer }),
      ...(content === undefined ? {} : { content }),
    });
    const own = campaigns.map((campaign) =>
      planCampaign(campaign, key, vscode.Uri.joinPath(folder.uri, campaign.plan).toString()),
    );
    return { total: total + joint.length, nodes: [...joint, ...own] };
  }

  item(node: CampaignsNode): vscode.TreeItem {
    switch (node.kind) {
      case 'problem': {
        const item = new vscode.TreeItem(node.label);
        item.description = node.problem;
        item.tooltip = node.problem;
        item.iconPath = new vscode.ThemeIcon(
          'warning',
          new vscode.ThemeColor('problemsWarningIcon.foreground'),
        );
        return item;
      }
      case 'more': {
        const item = new vscode.TreeItem('Show more');
        item.description = `${node.left.toLocaleString()} left`;
        item.iconPath = new vscode.ThemeIcon('ellipsis');
        item.command = { title: 'Show more', command: 'planReview.showMoreCampaigns' };
        return item;
      }
      case 'campaign':
      case 'joint':
        return campaignItem(node);
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function campaignItem(node: CampaignNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.name);
  const icon = iconOf(node);
  item.id = `${node.folder} ${node.id}`;
  item.contextValue = [
    node.kind,
    ...(['pending', 'in_progress', 'analyzing'].includes(node.status) ? ['unfinished'] : []),
    ...(node.isArchived ? ['archived'] : []),
  ].join('-');
  item.description = campaignDescription(node);
  item.tooltip = campaignTooltip(node);
  item.iconPath = new vscode.ThemeIcon(
    icon.id,
    icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
  );
  item.command = { title: 'Show Campaign', command: 'planReview.showCampaign', arguments: [node] };
  return item;
}

function iconOf({ status, verdict }: CampaignNode): { readonly id: string; readonly color?: string } {
  if (status === 'failed') {
    return { id: 'warning', color: 'problemsWarningIcon.foreground' };
  }
  return verdict === null ? { id: 'clock' } : verdictIcons[verdict];
}
