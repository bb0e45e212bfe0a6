import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ReviewView, UnfinishedView } from '../../core/index.ts';
import { pageMessageSchema, type HostMessage, type PageMessage } from '../../protocol/messages.ts';
import type { PanelRun, PanelState } from '../../protocol/panelState.ts';
import { columnOf } from '../columns.ts';
import { describeFailure, type Failure } from '../failure.ts';
import { loadReview } from '../loadReview.ts';
import { loadUnfinished } from '../loadUnfinished.ts';
import { Pace } from '../pace.ts';
import type { Parts } from '../parts.ts';
import type { PlanTarget } from '../planTarget.ts';
import { notTrusted } from '../refusal.ts';
import { showFindingInPlan } from '../showPlace.ts';
import { openSnapshot } from '../snapshots.ts';
import { inBackground, logFailure } from '../tell.ts';
import { pageHtml } from './html.ts';
import { panelState } from './panelState.ts';

/** Changes come in bursts and, while a round runs, in streams: the page is told of them at most so often. */
const hintPaceMs = 100;

/** What a panel can do to the rounds of a plan. */
export interface RoundActions {
  readonly start: (target: PlanTarget) => Promise<void>;
  /** Does without the answers of a round that was left unfinished. */
  readonly startOver: (target: PlanTarget) => Promise<void>;
  /** Goes on with the round that was left unfinished. */
  readonly resume: (target: PlanTarget) => Promise<void>;
}

/** What a panel is made of. */
export interface PlanPanelDeps {
  readonly parts: Parts;
  readonly panel: vscode.WebviewPanel;
  readonly target: PlanTarget;
  readonly rounds: RoundActions;
}

/** The review of one plan, beside it. Lives as long as its webview panel. */
export class PlanPanel {
  readonly #parts: Parts;
  readonly #panel: vscode.WebviewPanel;
  readonly #rounds: RoundActions;
  readonly #hints: Pace;
  #target: PlanTarget;
  /** Whether the page has asked for a state since it was last loaded. Before that it hears nothing. */
  #isListening = false;
  #isStarting = false;
  /** A finding to reveal when the page is there. */
  #awaited: string | undefined;
  /** What the page was last sent, to tell what is news. */
  #sent: {
    view?: ReviewView | undefined;
    run?: PanelRun | undefined;
    failure?: Failure | undefined;
    unfinished?: UnfinishedView | undefined;
  } = {};

  constructor({ parts, panel, target, rounds }: PlanPanelDeps) {
    this.#parts = parts;
    this.#panel = panel;
    this.#target = target;
    this.#rounds = rounds;
    this.#hints = new Pace(hintPaceMs, () => this.#hint());
    const touch = (plan: string): void => {
      if (plan === this.#target.key) {
        this.#hints.ask();
      }
    };
    const subscriptions = vscode.Disposable.from(
      this.#hints,
      parts.plans.onDidChange(touch),
      parts.runs.onDidChange(touch),
      parts.unfinished.onDidChange(touch),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          // VS Code throws a hidden page away; a new one asks again.
          this.#isListening = false;
        }
      }),
    );
    panel.onDidDispose(() => subscriptions.dispose());
    this.#load();
  }

  get target(): PlanTarget {
    return this.#target;
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  /** Brings the panel to the front where it is, and a finding into view in it. */
  show(options: { readonly takesFocus: boolean; readonly finding?: string }): void {
    this.#panel.reveal(undefined, !options.takesFocus);
    if (options.finding !== undefined) {
      this.#awaited = options.finding;
      this.#revealAwaited();
    }
  }

  /** The plan has a new name; the panel goes with it. */
  follow(target: PlanTarget): void {
    this.#target = target;
    this.#load();
  }

  #load(): void {
    const { webview } = this.#panel;
    const page = vscode.Uri.joinPath(this.#parts.extension.extensionUri, 'dist', 'webview');
    this.#isListening = false;
    this.#sent = {};
    this.#panel.title = `Review of ${this.#target.name}`;
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      script: webview.asWebviewUri(vscode.Uri.joinPath(page, 'main.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(page, 'main.css')).toString(),
      plan: this.#target.key,
    });
  }

  #receive(data: unknown): void {
    const message = pageMessageSchema.safeParse(data);
    if (!message.success) {
      this.#parts.log.warn('A message of the panel was dropped: it is none of the protocol.');
      return;
    }
    inBackground(this.#answer(message.data), { log: this.#parts.log, plan: this.#target.uri });
  }

  async #answer(message: PageMessage): Promise<void> {
    switch (message.type) {
      case 'state/get':
        await this.#sendState();
        break;
      case 'finding/show':
        await showFindingInPlan(this.#parts, this.#target, message.finding);
        break;
      case 'round/start':
        await this.#runRound(this.#rounds.start);
        break;
      case 'round/resume':
        await this.#runRound(this.#rounds.resume);
        break;
      case 'round/restart':
        await this.#runRound(this.#rounds.startOver);
        break;
      case 'round/cancel':
        this.#parts.runs.cancel(this.#target.key);
        break;
      case 'document/open':
        await this.#openDocument(message.round, message.document);
        break;
    }
  }

  /** A second click, before the page has heard of the first one's round, asks for nothing more. */
  async #runRound(run: (target: PlanTarget) => Promise<void>): Promise<void> {
    if (this.#isStarting || this.#parts.runs.current(this.#target.key) !== undefined) {
      return;
    }
    this.#isStarting = true;
    try {
      await run(this.#target);
    } finally {
      this.#isStarting = false;
    }
  }

  async #sendState(): Promise<void> {
    const state = await this.#state();
    this.#isListening = true;
    this.#post({ type: 'state/set', state });
    this.#revealAwaited();
  }

  async #state(): Promise<PanelState> {
    const parts = this.#parts;
    const { key } = this.#target;
    let failure = parts.runs.failure(key);
    if (parts.plans.entry(key).view === undefined) {
      try {
        await loadReview(parts, this.#target);
      } catch (error) {
        logFailure(error, parts.log);
        failure ??= describeFailure(error);
      }
    }
    if (!vscode.workspace.isTrusted) {
      failure ??= describeFailure(notTrusted());
    }
    const { view } = parts.plans.entry(key);
    const run = parts.runs.current(key);
    const unfinished = await this.#unfinished();
    this.#sent = { view, run, failure: parts.runs.failure(key), unfinished };
    return panelState({
      plan: { path: this.#target.path, title: this.#target.name, kind: 'generic' },
      view,
      run,
      unfinished,
      error: failure && { message: failure.message, wayOut: failure.wayOut },
    });
  }

  async #unfinished(): Promise<UnfinishedView | undefined> {
    const { unfinished, log } = this.#parts;
    const { key } = this.#target;
    if (!unfinished.has(key)) {
      try {
        await loadUnfinished(this.#parts, this.#target);
      } catch (error) {
        logFailure(error, log);
      }
    }
    return unfinished.get(key);
  }

  /** Tells the page to ask again, when there is something new to be told. */
  #hint(): void {
    const { plans, runs, unfinished } = this.#parts;
    const { key } = this.#target;
    const isNews =
      plans.entry(key).view !== this.#sent.view ||
      runs.current(key) !== this.#sent.run ||
      runs.failure(key) !== this.#sent.failure ||
      unfinished.get(key) !== this.#sent.unfinished;
    if (isNews && this.#isListening) {
      this.#post({ type: 'state/changed' });
    }
  }

  #revealAwaited(): void {
    if (this.#awaited !== undefined && this.#isListening) {
      this.#post({ type: 'finding/reveal', finding: this.#awaited });
      this.#awaited = undefined;
    }
  }

  #post(message: HostMessage): void {
    // The answer says whether a page was there; one that was not asks for everything when it comes.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the API's own method, without an origin
    void this.#panel.webview.postMessage(message);
  }

  async #openDocument(round: number, document: 'review' | 'snapshot'): Promise<void> {
    if (document === 'snapshot') {
      await openSnapshot(this.#target, round);
      return;
    }
    const view = this.#parts.plans
      .entry(this.#target.key)
      .view?.rounds.find((known) => known.round.number === round);
    if (view === undefined) {
      await vscode.window.showWarningMessage(`Round ${round} of ${this.#target.name} is not there any more.`);
      return;
    }
    const uri = vscode.Uri.joinPath(this.#target.folder.uri, view.folder, 'review.md');
    await vscode.window.showTextDocument(uri, { viewColumn: columnOf(this.#target.uri) });
  }
}
