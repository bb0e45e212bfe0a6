import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ReviewView, UnfinishedView } from '../../core/index.ts';
import { pageMessageSchema, type HostMessage, type PageMessage } from '../../protocol/messages.ts';
import type { PanelResponse } from '../../protocol/panelResponse.ts';
import type { PanelRun, PanelState } from '../../protocol/panelState.ts';
import type { KnownApproval } from '../approvals.ts';
import { columnOf } from '../columns.ts';
import { describeFailure, type Failure } from '../failure.ts';
import { loadResponse } from '../loadResponse.ts';
import { loadReview } from '../loadReview.ts';
import { loadUnfinished } from '../loadUnfinished.ts';
import { Pace } from '../pace.ts';
import type { Parts, ShowOptions } from '../parts.ts';
import type { PlanTarget } from '../planTarget.ts';
import { notTrusted } from '../refusal.ts';
import { showFindingInPlan } from '../showPlace.ts';
import { openSnapshot } from '../snapshots.ts';
import { inBackground, logFailure } from '../tell.ts';
import { answerChanges, isChangesRequest } from './changesMessages.ts';
import { answerInsights, isInsightsRequest } from './insightMessages.ts';
import { pageHtml } from './html.ts';
import { panelState } from './panelState.ts';
import { answerRecord, isRecordRequest } from './recordMessages.ts';
import { isForResponse, ResponseDesk } from './responseDesk.ts';

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
  readonly #responseDesk: ResponseDesk;
  #target: PlanTarget;
  /** Whether the page has asked for a state since it was last loaded. Before that it hears nothing. */
  #isListening = false;
  #isStarting = false;
  #isClosed = false;
  /** A finding to reveal when the page is there. */
  #awaited: Pick<ShowOptions, 'finding' | 'purpose'> = {};
  #isRecordAwaited = false;
  /** What the page was last sent, to tell what is news. */
  #sent: {
    view?: ReviewView | undefined;
    run?: PanelRun | undefined;
    failure?: Failure | undefined;
    unfinished?: UnfinishedView | undefined;
    approval?: KnownApproval | undefined;
    response?: PanelResponse | undefined;
  } = {};

  constructor({ parts, panel, target, rounds }: PlanPanelDeps) {
    this.#parts = parts;
    this.#panel = panel;
    this.#target = target;
    this.#rounds = rounds;
    this.#hints = new Pace(hintPaceMs, () => this.#hint());
    this.#responseDesk = new ResponseDesk({
      parts,
      target: () => this.#target,
      post: (message) => {
        if (message.type === 'response/set') {
          this.#sent.response = message.response;
        }
        this.#post(message);
      },
    });
    const touch = (plan: string): void => {
      if (plan === this.#target.key) {
        this.#hints.ask();
      }
    };
    const subscriptions = vscode.Disposable.from(
      this.#hints,
      parts.plans.onDidChange(touch),
      parts.approvals.onDidChange(touch),
      parts.runs.onDidChange(touch),
      parts.unfinished.onDidChange(touch),
      parts.responses.onDidChange(touch),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          // VS Code throws a hidden page away; a new one asks again.
          this.#isListening = false;
        }
      }),
    );
    panel.onDidDispose(() => {
      this.#isClosed = true;
      subscriptions.dispose();
    });
    this.#load();
  }

  get target(): PlanTarget {
    return this.#target;
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  /** Brings the panel to the front where it is, and a finding or the record into view in it. */
  show(options: ShowOptions): void {
    this.#panel.reveal(undefined, !options.takesFocus);
    if (options.part === 'record') {
      this.#isRecordAwaited = true;
      this.#revealAwaited();
    }
    if (options.finding !== undefined) {
      this.#awaited = options;
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
      about: { plan: this.#target.key },
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
    const post = (answer: HostMessage): void => this.#post(answer);
    if (isForResponse(message)) {
      await this.#responseDesk.answer(message);
      return;
    }
    if (isRecordRequest(message)) {
      await answerRecord(this.#parts, this.#target, { message, post });
      return;
    }
    if (isChangesRequest(message)) {
      await answerChanges(this.#parts, this.#target, { message, post });
      return;
    }
    if (isInsightsRequest(message)) {
      await answerInsights(this.#parts, this.#target, { message, post });
      return;
    }
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
    const approval = parts.approvals.get(key);
    const response = await this.#response(view);
    this.#sent = { view, run, failure: parts.runs.failure(key), unfinished, approval, response };
    return panelState({
      plan: { path: this.#target.path, title: this.#target.name, kind: 'generic' },
      view,
      approval,
      run,
      unfinished,
      response,
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

  /** The author's side of the latest round. It is read with the first state, and when another round has ended. */
  async #response(view: ReviewView | undefined): Promise<PanelResponse | undefined> {
    const { responses, log } = this.#parts;
    const { key } = this.#target;
    if (!responses.has(key) || responses.get(key)?.round !== view?.rounds.at(-1)?.round.number) {
      try {
        await loadResponse(this.#parts, this.#target);
      } catch (error) {
        logFailure(error, log);
      }
    }
    return responses.get(key);
  }

  /** Tells the page to ask again, when there is something new to be told. */
  #hint(): void {
    const { plans, runs, unfinished, approvals } = this.#parts;
    const { key } = this.#target;
    const isNews =
      plans.entry(key).view !== this.#sent.view ||
      runs.current(key) !== this.#sent.run ||
      runs.failure(key) !== this.#sent.failure ||
      unfinished.get(key) !== this.#sent.unfinished ||
      approvals.get(key) !== this.#sent.approval;
    const response = this.#parts.responses.get(key);
    if (isNews && this.#isListening) {
      this.#post({ type: 'state/changed' });
    } else if (response !== undefined && response !== this.#sent.response && this.#isListening) {
      this.#sent.response = response;
      this.#post({ type: 'response/set', response });
    }
  }

  #revealAwaited(): void {
    if (this.#isRecordAwaited && this.#isListening) {
      this.#post({ type: 'record/show' });
      this.#isRecordAwaited = false;
    }
    const { finding, purpose } = this.#awaited;
    if (finding !== undefined && this.#isListening) {
      this.#post({ type: purpose === 'answering' ? 'finding/respond' : 'finding/reveal', finding });
      this.#awaited = {};
    }
  }

  #post(message: HostMessage): void {
    if (this.#isClosed) {
      return;
    }
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
