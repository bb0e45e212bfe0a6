import * as vscode from 'vscode';
import { columnBeside } from '../columns.ts';
import type { Parts, ShowOptions } from '../parts.ts';
import { planOf, planTarget, type PlanTarget } from '../planTarget.ts';
import { quietly } from '../tell.ts';
import type * as planPanelModule from './planPanel.ts';
import type { PlanPanel, RoundActions } from './planPanel.ts';

/** The type under which VS Code keeps and restores our panels. */
export const panelType = 'planReview.panel';

/** The panels of this window, one per plan. What a panel is made of is loaded with the first one. */
export class Panels implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #rounds: RoundActions;
  readonly #open = new Set<PlanPanel>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;

  /** Fires when another panel, or none, has the focus. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts, rounds: RoundActions) {
    this.#parts = parts;
    this.#rounds = rounds;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.window.registerWebviewPanelSerializer(panelType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restore(panel, state),
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          this.#follow(oldUri.toString(), newUri.toString());
        }
      }),
    );
  }

  /** The plan whose panel has the focus. */
  activePlan(): PlanTarget | undefined {
    return [...this.#open].find((panel) => panel.isActive)?.target;
  }

  /** Shows the plan's panel, beside the plan when it is new, and a finding in it. */
  async show(target: PlanTarget, options: ShowOptions): Promise<void> {
    const module = await import('./planPanel.ts');
    let planPanel = this.#of(target.key);
    if (planPanel === undefined) {
      const panel = vscode.window.createWebviewPanel(
        panelType,
        target.name,
        { viewColumn: columnBeside(target.uri), preserveFocus: !options.takesFocus },
        { enableFindWidget: true },
      );
      planPanel = this.#adopt(module, panel, target);
    }
    planPanel.show(options);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #of(key: string): PlanPanel | undefined {
    return [...this.#open].find((panel) => panel.target.key === key);
  }

  #adopt({ PlanPanel }: typeof planPanelModule, panel: vscode.WebviewPanel, target: PlanTarget): PlanPanel {
    const root = this.#parts.extension.extensionUri;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(root, 'dist', 'webview'), vscode.Uri.joinPath(root, 'media')],
    };
    panel.iconPath = {
      light: vscode.Uri.joinPath(root, 'media', 'plan-review-light.svg'),
      dark: vscode.Uri.joinPath(root, 'media', 'plan-review-dark.svg'),
    };
    const planPanel = new PlanPanel({ parts: this.#parts, panel, target, rounds: this.#rounds });
    this.#open.add(planPanel);
    panel.onDidChangeViewState(() => this.#changed.fire());
    panel.onDidDispose(() => {
      this.#open.delete(planPanel);
      this.#changed.fire();
    });
    return planPanel;
  }

  /** Takes up a panel that was open when the window was closed. Its page has kept the plan's address. */
  async #restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const target = restoredTarget(state);
    if (target === undefined || this.#of(target.key) !== undefined) {
      panel.dispose();
      return;
    }
    this.#adopt(await import('./planPanel.ts'), panel, target);
  }

  #follow(from: string, to: string): void {
    for (const panel of this.#open) {
      const { key } = panel.target;
      if (key === from || key.startsWith(`${from}/`)) {
        quietly(this.#move(panel, vscode.Uri.parse(to + key.slice(from.length), true)), this.#parts.log);
      }
    }
  }

  async #move(panel: PlanPanel, uri: vscode.Uri): Promise<void> {
    panel.follow(planTarget(uri));
  }
}

function restoredTarget(state: unknown): PlanTarget | undefined {
  if (typeof state !== 'object' || state === null || !('plan' in state) || typeof state.plan !== 'string') {
    return undefined;
  }
  try {
    return planOf(vscode.Uri.parse(state.plan, true));
  } catch {
    return undefined;
  }
}
