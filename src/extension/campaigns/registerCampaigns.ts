import * as vscode from 'vscode';
import type { Parts, ShowPanel } from '../parts.ts';
import { quietly, tellFailure } from '../tell.ts';
import { filterText, restoreFilter, type CampaignFilter } from './campaignFilter.ts';
import type { CampaignsNode } from './campaignNodes.ts';
import { campaignArgument, CampaignPanels } from './campaignPanels.ts';
import type { CampaignsTree } from './campaignsTree.ts';

/** The view's name in package.json. */
const viewId = 'planReview.campaigns';

/** The name under which the workspace keeps the filter. */
const keptAs = 'planReview.campaignFilter';

/** Registers the view of campaigns, the pages of campaigns and their commands. What they are made of is loaded when needed. */
export function registerCampaigns(parts: Parts, showPanel: ShowPanel): vscode.Disposable {
  const { extension, log } = parts;
  const changed = new vscode.EventEmitter<undefined>();
  const panels = new CampaignPanels(parts, showPanel, changed.event);
  const subscriptions: vscode.Disposable[] = [changed, panels];
  let loading: Promise<CampaignsTree> | undefined;
  let tree: CampaignsTree | undefined;
  const load = (): Promise<CampaignsTree> => (loading ??= make());
  const make = async (): Promise<CampaignsTree> => {
    const module = await import('./campaignsTree.ts');
    tree = new module.CampaignsTree(parts, restoreFilter(extension.workspaceState.get(keptAs)));
    subscriptions.push(
      tree,
      tree.onDidChange(() => changed.fire(undefined)),
      tree.onDidList((count) => quietly(setContext('planReview.noCampaigns', count === 0), log)),
    );
    showFilter(tree.filter);
    return tree;
  };
  const view = vscode.window.createTreeView<CampaignsNode>(viewId, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => (node === undefined ? [...(await (await load()).children())] : []),
      // Nobody has a node before the tree is there.
      getTreeItem: (node) => tree?.item(node) ?? new vscode.TreeItem(''),
    },
  });
  const showFilter = (filter: CampaignFilter): void => {
    const text = filterText(filter);
    view.message = text ?? '';
    quietly(setContext('planReview.campaignsFiltered', text !== undefined), log);
  };
  const filterBy = async (filter: CampaignFilter): Promise<void> => {
    const list = await load();
    await extension.workspaceState.update(keptAs, filter);
    showFilter(filter);
    list.filter = filter;
  };
  const command = (id: string, run: (argument: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        tellFailure(error, { log });
      }
    });
  subscriptions.push(
    view,
    command('planReview.showCampaign', async (argument) => {
      const target = campaignArgument(argument);
      await (target && panels.show(target));
    }),
    command('planReview.filterCampaigns', async () => {
      const [list, { pickFilter }] = [await load(), await import('./pickFilter.ts')];
      const filter = await pickFilter(parts, list.filter);
      await (filter && filterBy(filter));
    }),
    command('planReview.clearCampaignFilter', () => filterBy({})),
    command('planReview.refreshCampaigns', async () => (await load()).refresh()),
    command('planReview.showMoreCampaigns', async () => (await load()).showMore()),
    command('planReview.archive', async (argument) => {
      const { archive } = await import('./archive.ts');
      await archive(parts, argument);
    }),
    command('planReview.bringBack', async (argument) => {
      const { bringBack } = await import('./archive.ts');
      await bringBack(parts, argument);
    }),
    command('planReview.reviewFolder', async (argument) => {
      const { reviewFolder } = await import('./reviewFolder.ts');
      await reviewFolder(parts, argument);
    }),
    command('planReview.goOnWithCampaign', async (argument) => {
      const target = campaignArgument(argument);
      const { goOn } = await import('./reviewFolder.ts');
      await (target && goOn(parts, target));
    }),
  );
  return { dispose: () => subscriptions.forEach((subscription) => void subscription.dispose()) };
}

async function setContext(name: string, value: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', name, value);
}
