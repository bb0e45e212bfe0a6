import * as vscode from 'vscode';
import type { ReviewSummary, ReviewView } from '../../core/index.ts';
import { describeFailure } from '../failure.ts';
import { hasReviews } from '../loadReview.ts';
import { Pace } from '../pace.ts';
import type { Parts } from '../parts.ts';
import { planGlob, planTarget } from '../planTarget.ts';
import { logFailure } from '../tell.ts';
import {
  countBlocking,
  findingNodes,
  nodeId,
  planChildren,
  planNodes,
  type PlanNode,
  type TreeNode,
} from './nodes.ts';
import { settledUri } from './settledNames.ts';
import { findingText, groupText, planText, roundText, type NodeText } from './nodeTexts.ts';

/** The tree is drawn at most once in so many milliseconds, and the folder of reviews is read as often. */
const drawPaceMs = 150;
const readPaceMs = 500;

/** What says that a review came, went or changed; what reviewers leave while a round runs says nothing new. */
const reviewPath =
  /\/\.plan-review(?:\/reviews(?:\/[^/]+(?:\/[^/]+\.json|\/round-\d+(?:\/(?:round|findings|claims|response)\.json)?)?)?)?$/;

/** The reviews of one workspace folder, or why they cannot be listed. */
interface Listed {
  readonly folder: vscode.WorkspaceFolder;
  readonly reviews: readonly ReviewSummary[];
  readonly problem: string | undefined;
}

/** What all folders come to. */
export interface Counted {
  /** Open findings that forbid a GO or set conditions to it. */
  readonly blocking: number;
  /** Whether there is nothing to show. */
  readonly isEmpty: boolean;
}

/**
 * The tree of reviews. Folders are read when the tree is first asked for, and again when something in them has changed; a
 * plan's rounds and findings when its entry is opened. What an editor or a panel knows of a plan already is taken from it.
 */
export class ReviewsTree implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #counted = new vscode.EventEmitter<Counted>();
  readonly #draw = new Pace(drawPaceMs, () => this.#changed.fire(undefined));
  readonly #read = new Pace(readPaceMs, () => this.#readAgain());
  readonly #subscriptions: vscode.Disposable;
  /** The views that this window knows of the plans, when the tree was last drawn for them. */
  readonly #seen = new Map<string, ReviewView | undefined>();
  /** What of each plan was approved, when it was listed last. */
  readonly #approved = new Map<string, string>();
  /** The views of plans that only the tree has asked for. */
  readonly #own = new Map<string, Promise<ReviewView | undefined>>();
  #listed: Promise<readonly Listed[]> | undefined;
  #isOpenOnly: boolean;

  /** Fires when entries are to be asked for again. */
  readonly onDidChange = this.#changed.event;

  /** Fires when the reviews have been read. */
  readonly onDidCount = this.#counted.event;

  constructor(parts: Parts, isOpenOnly: boolean) {
    this.#parts = parts;
    this.#isOpenOnly = isOpenOnly;
    const files = vscode.workspace.createFileSystemWatcher(planGlob);
    const reviews = vscode.workspace.createFileSystemWatcher('**/.plan-review/**');
    const planChanged = (uri: vscode.Uri): void => {
      if (this.#own.delete(uri.toString()) || this.#seen.has(uri.toString())) {
        this.#read.ask();
      }
    };
    const draw = (): void => this.#draw.ask();
    const read = (): void => this.#read.ask();
    const reviewChanged = ({ path }: vscode.Uri): void => {
      if (reviewPath.test(path)) {
        read();
      }
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#counted,
      this.#draw,
      this.#read,
      files,
      files.onDidChange(planChanged),
      files.onDidCreate(planChanged),
      files.onDidDelete(planChanged),
      reviews,
      reviews.onDidChange(reviewChanged),
      reviews.onDidCreate(reviewChanged),
      reviews.onDidDelete(reviewChanged),
      parts.engine.onDidReset(read),
      parts.runs.onDidChange(draw),
      parts.approvals.onDidChange((plan) => {
        this.#own.delete(plan);
        draw();
      }),
      parts.plans.onDidChange((plan) => {
        const { view } = parts.plans.entry(plan);
        // An edit moves findings at every stroke; the view follows when the keys rest.
        if (this.#seen.get(plan) !== view) {
          this.#seen.set(plan, view);
          draw();
        }
      }),
    );
  }

  /** Whether what is settled is left out. */
  set isOpenOnly(isOpenOnly: boolean) {
    this.#isOpenOnly = isOpenOnly;
    this.#draw.ask();
  }

  /** Reads everything again, and looks at every approval. */
  refresh(): void {
    for (const plan of this.#parts.approvals.wanted()) {
      this.#parts.approvals.refresh(plan);
    }
    this.#readAgain();
  }

  /** Reads the reviews, so that they are counted, whether or not anybody looks at the tree. */
  async count(): Promise<void> {
    await this.#folders();
  }

  async children(node: TreeNode | undefined): Promise<readonly TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case 'folder': {
        const listed = (await this.#folders()).find(({ folder }) => folder.uri.toString() === node.folder);
        return listed === undefined ? [] : this.#plans(listed);
      }
      case 'plan':
        return this.#below(node);
      case 'group':
      case 'round':
        return findingNodes(node);
      case 'finding':
      case 'problem':
        return [];
    }
  }

  item(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'folder': {
        const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
        item.id = nodeId(node);
        item.contextValue = node.kind;
        item.iconPath = vscode.ThemeIcon.Folder;
        return item;
      }
      case 'plan': {
        const { plans, approvals, runs } = this.#parts;
        const { view } = plans.entry(node.plan);
        const text = planText(node, {
          approval: approvals.get(node.plan),
          stale: view === undefined ? node.summary.stale : view.stale,
          isRunning: runs.current(node.plan) !== undefined,
        });
        return itemOf(node, text, vscode.TreeItemCollapsibleState.Collapsed);
      }
      case 'group': {
        const isFirst = node.group === 'critical' || node.group === 'major';
        const state = vscode.TreeItemCollapsibleState[isFirst ? 'Expanded' : 'Collapsed'];
        return itemOf(node, groupText(node), state);
      }
      case 'round': {
        const state = node.findings.length === 0 ? 'None' : 'Collapsed';
        return itemOf(node, roundText(node), vscode.TreeItemCollapsibleState[state]);
      }
      case 'finding': {
        const text = findingText(node);
        const item = itemOf(node, text, vscode.TreeItemCollapsibleState.None);
        item.command = { title: 'Open', command: 'planReview.openFinding', arguments: [node] };
        if (text.isSettled) {
          item.resourceUri = settledUri(nodeId(node));
        }
        return item;
      }
      case 'problem': {
        const { label, problem } = node;
        const icon = { id: 'warning', color: 'problemsWarningIcon.foreground' };
        const text = { label, description: problem, icon, tooltip: [problem] };
        return itemOf(node, text, vscode.TreeItemCollapsibleState.None);
      }
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #readAgain(): void {
    this.#listed = undefined;
    this.#own.clear();
    this.#changed.fire(undefined);
  }

  async #roots(): Promise<readonly TreeNode[]> {
    const listed = (await this.#folders()).filter(hasEntries);
    const [only] = listed;
    if (only === undefined || (vscode.workspace.workspaceFolders ?? []).length === 1) {
      return only === undefined ? [] : this.#plans(only);
    }
    return listed.map(({ folder }) => ({
      kind: 'folder',
      folder: folder.uri.toString(),
      name: folder.name,
    }));
  }

  #plans({ folder, reviews, problem }: Listed): readonly TreeNode[] {
    const below = folder.uri.toString();
    if (problem !== undefined) {
      return [{ kind: 'problem', below, label: 'Reviews', problem }];
    }
    const nodes = planNodes(reviews, below, (path) => vscode.Uri.joinPath(folder.uri, path).toString());
    for (const node of nodes) {
      if (node.kind === 'plan') {
        this.#seen.set(node.plan, this.#parts.plans.entry(node.plan).view);
        this.#wantApproval(node);
      }
    }
    return nodes;
  }

  /** Only an approval can go stale by what happens elsewhere; all else is compared with the plan's file alone. */
  #wantApproval({ plan, summary: { verdict, isRecorded, rounds } }: PlanNode): void {
    if (verdict !== 'GO' && !isRecorded) {
      return;
    }
    const { approvals } = this.#parts;
    const approved = `${rounds.at(-1)?.number} ${isRecorded}`;
    approvals.want(plan);
    if (this.#approved.get(plan) !== approved) {
      this.#approved.set(plan, approved);
      approvals.refresh(plan);
    }
  }

  async #below(node: PlanNode): Promise<readonly TreeNode[]> {
    const below = node.plan;
    try {
      const view = this.#parts.plans.entry(node.plan).view ?? (await this.#view(node.plan));
      return planChildren(node, view, this.#isOpenOnly);
    } catch (error) {
      logFailure(error, this.#parts.log);
      const { message, wayOut } = describeFailure(error);
      const problem = `${message} ${wayOut}`;
      const known = node.summary.problems.map((text): TreeNode => ({
        kind: 'problem',
        below,
        label: 'Cannot be used',
        problem: text,
      }));
      return [...known, { kind: 'problem', below, label: 'Cannot be shown', problem }];
    }
  }

  async #view(plan: string): Promise<ReviewView | undefined> {
    const known = this.#own.get(plan);
    if (known !== undefined) {
      return known;
    }
    const { folder, path } = planTarget(vscode.Uri.parse(plan, true));
    const view = this.#parts.engine.of(folder).then((review) => review.history({ path }));
    this.#own.set(plan, view);
    view.catch(() => this.#own.delete(plan));
    return view;
  }

  #folders(): Promise<readonly Listed[]> {
    this.#listed ??= this.#listAndCount();
    return this.#listed;
  }

  async #listAndCount(): Promise<readonly Listed[]> {
    const all = await this.#list();
    const blocking = all.reduce((sum, { reviews }) => sum + countBlocking(reviews), 0);
    this.#counted.fire({ blocking, isEmpty: !all.some(hasEntries) });
    return all;
  }

  /** Never rejects: a folder whose reviews cannot be listed says why. In an untrusted workspace there are none. */
  async #list(): Promise<readonly Listed[]> {
    const all: Listed[] = [];
    for (const folder of vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : []) {
      try {
        const isThere = folder.uri.scheme === 'file' && (await hasReviews(folder));
        const reviews = isThere ? await (await this.#parts.engine.of(folder)).reviews() : [];
        const shown = reviews.filter(({ archivedAt }) => archivedAt === null);
        all.push({ folder, reviews: shown, problem: undefined });
      } catch (error) {
        logFailure(error, this.#parts.log);
        const { message, wayOut } = describeFailure(error);
        all.push({ folder, reviews: [], problem: `${message} ${wayOut}` });
      }
    }
    return all;
  }
}

function hasEntries({ reviews, problem }: Listed): boolean {
  return reviews.length > 0 || problem !== undefined;
}

function itemOf(node: TreeNode, text: NodeText, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const { label, description, icon, tooltip } = text;
  const item = new vscode.TreeItem(label, state);
  item.id = nodeId(node);
  item.contextValue = node.kind;
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(
    icon.id,
    icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
  );
  item.tooltip = tooltip.length === 0 ? undefined : tooltip.join('\n');
  return item;
}
