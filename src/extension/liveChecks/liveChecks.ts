import * as vscode from 'vscode';
import type { PlanCheck, PlanReview } from '../../core/index.ts';
import { Idle } from '../idle.ts';
import type { Parts } from '../parts.ts';
import { openDocument, planOf, type PlanTarget } from '../planTarget.ts';
import { describeFailure } from '../failure.ts';
import { logFailure, quietly } from '../tell.ts';
import { asYouTypeOf, wantsLiveCheck } from './whichPlans.ts';

/** How long the keys rest before a plan is checked. Long enough not to mark half-typed words, short enough to notice. */
const restMs = 350;

/** A check of one version of a document. */
interface VersionCheck {
  readonly version: number;
  readonly result: Promise<PlanCheck>;
}

/**
 * Checks the open plans as they are typed. No command is run and no model asked. At most one check of a plan runs at a
 * time; an edit cancels it, and an answer about another version than the present one is dropped.
 */
export class LiveChecks implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #rest: Idle;
  readonly #running = new Map<string, AbortController>();
  /** The latest check of each open document, for who wants to know what holds for the very text in the editor. */
  readonly #latest = new Map<string, VersionCheck>();
  /** What was last said in the log of each plan: one failure is not told at every stroke of a key. */
  readonly #failures = new Map<string, string>();
  readonly #subscriptions: vscode.Disposable;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#rest = new Idle(restMs, (key) => quietly(this.#run(key), parts.log));
    this.#subscriptions = vscode.Disposable.from(
      this.#rest,
      vscode.workspace.onDidOpenTextDocument(({ uri }) => {
        parts.plans.open(uri.toString());
        this.#touch(uri);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) {
          this.#touch(document.uri);
        }
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#close(uri)),
      parts.engine.onDidReset(() => this.refresh()),
    );
    this.refresh();
  }

  /** Checks the open plans anew, or those of them that are affected by what changed. */
  refresh(isAffected: (document: vscode.TextDocument, target: PlanTarget) => boolean = () => true): void {
    for (const document of vscode.workspace.textDocuments) {
      const target = planOf(document.uri);
      if (target !== undefined && isAffected(document, target)) {
        this.#latest.delete(target.key);
        this.#touch(document.uri);
      }
    }
  }

  /**
   * What the checks say of the document's present text, taken from the last check where that is of the same version.
   * Rejects as the engine's `check` does.
   */
  async current(document: vscode.TextDocument, target: PlanTarget): Promise<PlanCheck> {
    const latest = this.#latest.get(target.key);
    if (latest?.version === document.version) {
      return latest.result;
    }
    return this.#check(await this.#parts.engine.of(target.folder), document, target);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const controller of this.#running.values()) {
      controller.abort();
    }
  }

  #touch(uri: vscode.Uri): void {
    const key = uri.toString();
    if (planOf(uri) !== undefined) {
      this.#running.get(key)?.abort();
      this.#rest.touch(key);
    }
  }

  async #run(key: string): Promise<void> {
    const uri = vscode.Uri.parse(key, true);
    const document = openDocument(uri);
    const target = planOf(uri);
    if (document === undefined || target === undefined) {
      return;
    }
    const controller = new AbortController();
    this.#running.set(key, controller);
    const { version } = document;
    try {
      const check = await this.#checkIfWanted(document, target, controller.signal);
      if (document.isClosed || document.version !== version || controller.signal.aborted) {
        return;
      }
      if (check === undefined) {
        this.#parts.plans.dropLive(key);
      } else {
        this.#parts.plans.setCheck(key, check, { wantedBy: 'typing', text: document.getText() });
      }
      this.#failures.delete(key);
    } catch (error) {
      if (!controller.signal.aborted) {
        this.#logOnce(key, error);
      }
    } finally {
      if (this.#running.get(key) === controller) {
        this.#running.delete(key);
      }
    }
  }

  async #checkIfWanted(
    document: vscode.TextDocument,
    target: PlanTarget,
    signal: AbortSignal,
  ): Promise<PlanCheck | undefined> {
    const { view, isAsked, isCleared } = this.#parts.plans.entry(target.key);
    const settings = vscode.workspace.getConfiguration('planReview', target.uri);
    const text = document.getText();
    const wanted = wantsLiveCheck({
      asYouType: asYouTypeOf(settings.get('check.asYouType')),
      name: target.name,
      length: text.length,
      isKnown: view !== undefined || isAsked,
      isCleared,
    });
    if (wanted === 'no' || !(await isThere(target.uri))) {
      return undefined;
    }
    const review = await this.#parts.engine.of(target.folder);
    if (wanted === 'if-plan' && !(await isPlan(review, target, text))) {
      return undefined;
    }
    return this.#check(review, document, target, signal);
  }

  #check(
    review: PlanReview,
    document: vscode.TextDocument,
    { key, path }: PlanTarget,
    signal?: AbortSignal,
  ): Promise<PlanCheck> {
    const result = review.check({
      path,
      text: document.getText(),
      commands: 'known',
      ...(signal === undefined ? {} : { signal }),
    });
    const latest = { version: document.version, result };
    this.#latest.set(key, latest);
    result.catch(() => {
      if (this.#latest.get(key) === latest) {
        this.#latest.delete(key);
      }
    });
    return result;
  }

  #close(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#rest.drop(key);
    this.#running.get(key)?.abort();
    this.#latest.delete(key);
    this.#failures.delete(key);
    const { isAsked, checked } = this.#parts.plans.entry(key);
    const target = planOf(uri);
    if (isAsked && checked?.isLive === true && target !== undefined) {
      quietly(this.#checkFile(target), this.#parts.log);
    } else {
      this.#parts.plans.dropLive(key);
    }
  }

  /** Somebody asked for the plan's findings before it was opened, and unsaved changes went with the editor. */
  async #checkFile(target: PlanTarget): Promise<void> {
    try {
      const review = await this.#parts.engine.of(target.folder);
      const check = await review.check({ path: target.path, commands: 'known' });
      if (openDocument(target.uri) === undefined && this.#parts.plans.entry(target.key).isAsked) {
        this.#parts.plans.setCheck(target.key, check, { wantedBy: 'user' });
      }
    } catch (error) {
      // The file is gone, or is none any more: so are its findings.
      this.#parts.plans.dropLive(target.key);
      throw error;
    }
  }

  #logOnce(key: string, error: unknown): void {
    const { message } = describeFailure(error);
    if (this.#failures.get(key) !== message) {
      this.#failures.set(key, message);
      logFailure(error, this.#parts.log);
    }
  }
}

/** A file that was deleted stays open in its editor; its findings went with it. */
async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function isPlan(review: PlanReview, { path }: PlanTarget, text: string): Promise<boolean> {
  const { plan, isInPlanFolder } = await review.identify({ path, text });
  return isInPlanFolder || plan.kind !== 'generic';
}
