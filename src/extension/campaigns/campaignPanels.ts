import * as vscode from 'vscode';
import type { Parts, ShowPanel } from '../parts.ts';
import type * as campaignPanelModule from './campaignPanel.ts';
import type { CampaignPanel, CampaignTarget } from './campaignPanel.ts';

/** The type under which VS Code keeps and restores the pages of campaigns. */
const campaignPanelType = 'planReview.campaign';

/** The pages of campaigns of this window, one for each. What a page is made of is loaded with the first one. */
export class CampaignPanels implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #showPanel: ShowPanel;
  readonly #onDidChange: vscode.Event<unknown>;
  readonly #open = new Map<string, CampaignPanel>();
  readonly #serializer: vscode.Disposable;

  constructor(parts: Parts, showPanel: ShowPanel, onDidChange: vscode.Event<unknown>) {
    this.#parts = parts;
    this.#showPanel = showPanel;
    this.#onDidChange = onDidChange;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(campaignPanelType, {
      deserializeWebviewPanel: (panel, state: unknown) => this.#restore(panel, state),
    });
  }

  /** Shows the page of a campaign. */
  async show(target: CampaignTarget): Promise<void> {
    const module = await import('./campaignPanel.ts');
    const open = this.#open.get(module.campaignKey(target));
    if (open !== undefined) {
      open.show();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      campaignPanelType,
      target.id,
      { viewColumn: vscode.ViewColumn.Active },
      { enableFindWidget: true },
    );
    this.#adopt(module, panel, target);
  }

  dispose(): void {
    this.#serializer.dispose();
  }

  #adopt(
    { CampaignPanel, campaignKey }: typeof campaignPanelModule,
    panel: vscode.WebviewPanel,
    target: CampaignTarget,
  ): void {
    const root = this.#parts.extension.extensionUri;
    const key = campaignKey(target);
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(root, 'dist', 'webview')],
    };
    panel.iconPath = {
      light: vscode.Uri.joinPath(root, 'media', 'plan-review-light.svg'),
      dark: vscode.Uri.joinPath(root, 'media', 'plan-review-dark.svg'),
    };
    this.#open.set(
      key,
      new CampaignPanel({
        parts: this.#parts,
        showPanel: this.#showPanel,
        panel,
        target,
        onDidChange: this.#onDidChange,
      }),
    );
    panel.onDidDispose(() => this.#open.delete(key));
  }

  /** Takes up a page that was open when the window was closed. */
  async #restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const target = restoredTarget(state);
    const module = await import('./campaignPanel.ts');
    if (target === undefined || this.#open.has(module.campaignKey(target))) {
      panel.dispose();
      return;
    }
    this.#adopt(module, panel, target);
  }
}

function restoredTarget(state: unknown): CampaignTarget | undefined {
  if (typeof state !== 'object' || state === null || !('campaign' in state)) {
    return undefined;
  }
  const [id, address] = typeof state.campaign === 'string' ? state.campaign.split(' ') : [];
  return id === undefined || address === undefined ? undefined : campaignTarget(address, id);
}

/** The campaign that a command's argument names: an entry of the list, or what a page knows of itself. */
export function campaignArgument(argument: unknown): CampaignTarget | undefined {
  if (typeof argument !== 'object' || argument === null) {
    return undefined;
  }
  const { folder, id }: Partial<Record<keyof CampaignTarget, unknown>> = { ...argument };
  return typeof folder === 'string' && typeof id === 'string' ? campaignTarget(folder, id) : undefined;
}

/** The campaign in the window's folder at `address`, a URI as text; undefined where there is no such folder any more. */
function campaignTarget(address: string, id: string): CampaignTarget | undefined {
  const folder = (vscode.workspace.workspaceFolders ?? []).find(({ uri }) => uri.toString() === address);
  return folder === undefined ? undefined : { folder, id };
}
