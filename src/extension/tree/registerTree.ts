import * as vscode from 'vscode';
import { columnOf } from '../columns.ts';
import { hasReviews, loadReview } from '../loadReview.ts';
import type { Parts, ShowPanel } from '../parts.ts';
import { planTarget, type PlanTarget } from '../planTarget.ts';
import { showFindingInPlan } from '../showPlace.ts';
import { quietly, tellFailure } from '../tell.ts';
import type { FindingNode, PlanNode, RoundNode, TreeNode } from './nodes.ts';
import type { ReviewsTree } from './reviewsTree.ts';
import { greySettled } from './settledNames.ts';

/** The view's name in package.json. */
const viewId = 'planReview.reviews';

/** The name of the filter, in the menus' conditions and in what is kept for the workspace. */
const openOnly = 'planReview.openOnly';

/**
 * Registers the view of reviews and its commands. What the tree is made of is loaded when the view is first shown, or when
 * core is loaded anyhow in a folder that has reviews: then they are counted on the view's icon.
 */
export function registerTree(parts: Parts, showPanel: ShowPanel): vscode.Disposable {
  const { extension, engine, log } = parts;
  const changed = new vscode.EventEmitter<undefined>();
  const subscriptions: vscode.Disposable[] = [changed, greySettled()];
  let loading: Promise<ReviewsTree> | undefined;
  let tree: ReviewsTree | undefined;
  const load = (): Promise<ReviewsTree> => (loading ??= make());
  const make = async (): Promise<ReviewsTree> => {
    const module = await import('./reviewsTree.ts');
    tree = new module.ReviewsTree(parts, isOpenOnly(extension));
    subscriptions.push(
      tree,
      tree.onDidChange((all) => changed.fire(all)),
      tree.onDidCount(({ blocking, isEmpty }) => {
        view.badge = badgeOf(blocking);
        // Until this is known, nobody is told that there is nothing.
        quietly(setContext('planReview.noReviews', isEmpty), log);
      }),
    );
    return tree;
  };
  const view = vscode.window.createTreeView<TreeNode>(viewId, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => [...(await (await load()).children(node))],
      // Nobody has a node before the tree is there.
      getTreeItem: (node) => tree?.item(node) ?? new vscode.TreeItem(''),
    },
  });
  const filter = async (isOpen: boolean): Promise<void> => {
    await extension.workspaceState.update(openOnly, isOpen);
    await showFilter(extension);
    if (tree !== undefined) {
      tree.isOpenOnly = isOpen;
    }
  };
  const count = async (folder: vscode.WorkspaceFolder): Promise<void> => {
    if (vscode.workspace.isTrusted && (await hasReviews(folder))) {
      await (await load()).count();
    }
  };
  quietly(showFilter(extension), log);
  subscriptions.push(
    view,
    engine.onDidMake((folder) => quietly(count(folder), log)),
    vscode.commands.registerCommand('planReview.refreshReviews', async () => (await load()).refresh()),
    vscode.commands.registerCommand('planReview.showOpenFindings', () => filter(true)),
    vscode.commands.registerCommand('planReview.showAllFindings', () => filter(false)),
    vscode.commands.registerCommand('planReview.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension.extension.id}#review`),
    ),
    ...nodeCommands(parts, showPanel),
  );
  return { dispose: () => subscriptions.forEach((subscription) => void subscription.dispose()) };
}

/** An entry that belongs to a plan. */
type OfPlan = Extract<TreeNode, { readonly plan: string }>;

/** The commands on entries of the tree, which are no entries of the palette. */
function nodeCommands(parts: Parts, showPanel: ShowPanel): readonly vscode.Disposable[] {
  type Run<T> = (target: PlanTarget, node: T) => Promise<void>;
  const onNode = <T extends OfPlan>(id: string, run: Run<T>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (node: T) => {
      const plan = vscode.Uri.parse(node.plan, true);
      try {
        await run(planTarget(plan), node);
      } catch (error) {
        tellFailure(error, { log: parts.log, plan });
      }
    });
  return [
    onNode<PlanNode>('planReview.openPlan', async ({ uri }) => {
      await vscode.window.showTextDocument(uri, { viewColumn: columnOf(uri) });
    }),
    onNode<FindingNode>('planReview.openFinding', async (target, { state }) => {
      // The words are looked for in what the editor holds, once it has the plan. Core says it best where there is none.
      await Promise.allSettled([vscode.workspace.openTextDocument(target.uri)]);
      await loadReview(parts, target);
      await showFindingInPlan(parts, target, state.finding.id);
    }),
    onNode<FindingNode>('planReview.showFinding', (target, { state }) =>
      showPanel(target, { takesFocus: true, finding: state.finding.id }),
    ),
    onNode<RoundNode>('planReview.openReviewDocument', async ({ folder, uri }, { round }) => {
      const document = vscode.Uri.joinPath(folder.uri, round.folder, 'review.md');
      await vscode.window.showTextDocument(document, { viewColumn: columnOf(uri) });
    }),
  ];
}

function isOpenOnly({ workspaceState }: vscode.ExtensionContext): boolean {
  return workspaceState.get<boolean>(openOnly, false);
}

async function showFilter(extension: vscode.ExtensionContext): Promise<void> {
  await setContext(openOnly, isOpenOnly(extension));
}

async function setContext(name: string, value: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', name, value);
}

function badgeOf(value: number): vscode.ViewBadge | undefined {
  const tooltip =
    value === 1 ? '1 critical or major finding is open' : `${value} critical and major findings are open`;
  return value === 0 ? undefined : { value, tooltip };
}
