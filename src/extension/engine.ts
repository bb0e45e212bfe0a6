import * as vscode from 'vscode';
import type * as coreModule from '../core/index.ts';
import type { Logger, PlanReview } from '../core/index.ts';

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
  readonly #subscriptions: vscode.Disposable;

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#reviews.clear()),
      // A façade is told once whether it may run git and store reviews.
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#reviews.clear()),
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
      });
      this.#reviews.set(key, review);
    }
    return review;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#reviews.clear();
  }
}
