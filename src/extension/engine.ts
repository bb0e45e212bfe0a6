import * as vscode from 'vscode';
import type * as coreModule from '../core/index.ts';
import type { Logger, PlanReview } from '../core/index.ts';
import { checkSettingNames, checkSettingsOf } from './settings/checkSettings.ts';

declare const PLAN_REVIEW_VERSION: string;

/** Core as a module. It is most of the extension's code, so it is loaded when somebody first needs it. */
export type Core = typeof coreModule;

let core: Promise<Core> | undefined;

/** Loads core once. */
export function loadCore(): Promise<Core> {
  core ??= import('../core/index.ts');
  return core;
}

/** One façade per workspace folder, made when it is first asked for. */
export class Engine implements vscode.Disposable {
  readonly #reviews = new Map<string, PlanReview>();
  readonly #logger: Logger;
  /** The absolute path of this user's folder outside of any workspace, for consents. */
  readonly #stateFolder: string;
  readonly #reset = new vscode.EventEmitter<void>();
  readonly #made = new vscode.EventEmitter<vscode.WorkspaceFolder>();
  readonly #subscriptions: vscode.Disposable;

  /** Fires when folders, trust or settings changed, so that what a façade said before may be said differently now. */
  readonly onDidReset = this.#reset.event;

  /** Fires with the folder for which a façade was made. */
  readonly onDidMake = this.#made.event;

  constructor(logger: Logger, stateFolder: string) {
    this.#logger = logger;
    this.#stateFolder = stateFolder;
    const reset = (): void => {
      this.#reviews.clear();
      this.#reset.fire();
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#reset,
      this.#made,
      vscode.workspace.onDidChangeWorkspaceFolders(reset),
      // A façade is told once whether it may run git and store reviews, and what the settings are.
      vscode.workspace.onDidGrantWorkspaceTrust(reset),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('planReview')) {
          reset();
        }
      }),
    );
  }

  /** The façade of `folder`. */
  async of(folder: vscode.WorkspaceFolder): Promise<PlanReview> {
    const { createPlanReview } = await loadCore();
    const key = folder.uri.toString();
    let review = this.#reviews.get(key);
    if (review === undefined) {
      review = createPlanReview({
        root: folder.uri.fsPath,
        isTrusted: vscode.workspace.isTrusted,
        version: PLAN_REVIEW_VERSION,
        logger: this.#logger,
        environment: process.env,
        settings: checkSettingsOf(explicitSettings(folder.uri)),
        stateFolder: this.#stateFolder,
      });
      this.#reviews.set(key, review);
      this.#made.fire(folder);
    }
    return review;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#reviews.clear();
  }
}

/** What somebody set for a folder. The defaults are left out: the workspace's own file goes before them. */
function explicitSettings(folder: vscode.Uri): Record<string, unknown> {
  const settings = vscode.workspace.getConfiguration('planReview', folder);
  const names = checkSettingNames.filter((name) => {
    const { globalValue, workspaceValue, workspaceFolderValue } = settings.inspect(name) ?? {};
    return [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
  });
  return Object.fromEntries(names.map((name) => [name, settings.get(name)]));
}
