import * as vscode from 'vscode';
import { loadCore } from './core.ts';
import type { Logger, PlanReview } from '../core/index.ts';
import type { ApiKeys } from './models/apiKeys.ts';
import { modelOptions } from './models/modelOptions.ts';
import { checkSettingNames, checkSettingsOf } from './settings/checkSettings.ts';

declare const PLAN_REVIEW_VERSION: string;

/** What a façade is made with, beside its folder. */
export interface EngineDeps {
  readonly logger: Logger;
  readonly keys: ApiKeys;
  /** The absolute path of this user's folder outside of any workspace, for consents. */
  readonly stateFolder: string;
  /** The absolute path of the folder of the personas that come with the extension. */
  readonly personasFolder: string;
}

/** One façade per workspace folder, made when it is first asked for. */
export class Engine implements vscode.Disposable {
  readonly #reviews = new Map<string, PlanReview>();
  readonly #deps: EngineDeps;
  readonly #reset = new vscode.EventEmitter<void>();
  readonly #made = new vscode.EventEmitter<vscode.WorkspaceFolder>();
  readonly #subscriptions: vscode.Disposable;

  /** Fires when folders, trust or settings changed, so that what a façade said before may be said differently now. */
  readonly onDidReset = this.#reset.event;

  /** Fires with the folder for which a façade was made. */
  readonly onDidMake = this.#made.event;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
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
    const module = await loadCore();
    const { logger, keys, stateFolder, personasFolder } = this.#deps;
    const key = folder.uri.toString();
    let review = this.#reviews.get(key);
    if (review === undefined) {
      review = module.createPlanReview({
        root: folder.uri.fsPath,
        isTrusted: vscode.workspace.isTrusted,
        version: PLAN_REVIEW_VERSION,
        logger,
        environment: process.env,
        settings: checkSettingsOf(explicitSettings(folder.uri)),
        stateFolder,
        models: modelOptions(module, keys),
        personasFolder,
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
