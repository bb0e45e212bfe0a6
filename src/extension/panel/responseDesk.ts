import * as vscode from 'vscode';
import type { ResponseView } from '../../core/index.ts';
import type { HostMessage, PageMessage } from '../../protocol/messages.ts';
import type { PanelDraft, PanelResponse } from '../../protocol/panelResponse.ts';
import { columnOf } from '../columns.ts';
import { loadCore } from '../core.ts';
import { describeFailure } from '../failure.ts';
import { readResponse, shownResponse } from '../loadResponse.ts';
import type { Parts } from '../parts.ts';
import type { PlanTarget } from '../planTarget.ts';
import { logFailure } from '../tell.ts';
import { selectedEvidence, showEvidence } from './evidence.ts';
import { OwnVersions } from './ownVersions.ts';
import { draftToStore } from './panelResponse.ts';

type ResponseSet = Extract<HostMessage, { type: 'response/set' }>;
type Request = Extract<PageMessage, { type: 'response/save' | 'response/submit' }>;

/** The messages of the page that are about the response. */
export type ResponseMessage = Extract<PageMessage, { type: `response/${string}` | `evidence/${string}` }>;

/** Whether a message of the page is one for the response desk. */
export function isForResponse(message: PageMessage): message is ResponseMessage {
  return message.type.startsWith('response/') || message.type.startsWith('evidence/');
}

/** Does what a page asks about the author's side of a plan's latest round. */
export class ResponseDesk {
  readonly #parts: Parts;
  readonly #target: () => PlanTarget;
  readonly #post: (message: HostMessage) => void;
  readonly #own = new OwnVersions();

  constructor(deps: {
    readonly parts: Parts;
    readonly target: () => PlanTarget;
    readonly post: (message: HostMessage) => void;
  }) {
    this.#parts = deps.parts;
    this.#target = deps.target;
    this.#post = deps.post;
  }

  async answer(message: ResponseMessage): Promise<void> {
    const target = this.#target();
    switch (message.type) {
      case 'response/save':
      case 'response/submit':
        await this.#parts.responses.inTurn(target.key, async () => this.#keep(message, target));
        break;
      case 'response/draft':
        await vscode.commands.executeCommand('planReview.draftResponses', target.uri);
        break;
      case 'response/open':
        await this.#openDocument(target);
        break;
      case 'evidence/use-selection': {
        const evidence = await selectedEvidence(target);
        if (evidence !== undefined) {
          this.#post({ type: 'evidence/selected', finding: message.finding, evidence });
        }
        break;
      }
      case 'evidence/show':
        await showEvidence(target, message.reference);
        break;
    }
  }

  /** Stores what the page has sent, and tells it what is stored then, whatever came of it. */
  async #keep(request: Request, target: PlanTarget): Promise<void> {
    const { PlanReviewError } = await loadCore();
    try {
      await this.#tell(request, target, { response: await this.#store(request, target) });
    } catch (error) {
      const isOutdated = error instanceof PlanReviewError && error.code === 'response-outdated';
      if (isOutdated) {
        this.#own.forget();
      }
      logFailure(error, this.#parts.log);
      const { message, wayOut } = describeFailure(error);
      const isRetryable = error instanceof PlanReviewError && error.isRetryable;
      const outcome =
        // The page sees for itself what somebody else has stored, and stores its own words on top of that.
        isOutdated && request.type === 'response/save' ? {} : { failure: { message, wayOut, isRetryable } };
      await this.#tell(request, target, { response: await this.#whatIsThere(target), ...outcome });
    }
  }

  async #store({ type, draft }: Request, target: PlanTarget): Promise<PanelResponse> {
    const review = await this.#parts.engine.of(target.folder);
    const version = this.#own.latestOf(draft.round, draft.version);
    const saved = await review.saveResponse(target.path, draftToStore(draft, version));
    this.#own.add(draft.round, version, saved.version);
    if (type === 'response/save' || saved.problems.length > 0) {
      return shownResponse(target, saved);
    }
    return shownResponse(target, await this.#submit(draft, saved, target));
  }

  async #submit(draft: PanelDraft, saved: ResponseView, target: PlanTarget): Promise<ResponseView> {
    const review = await this.#parts.engine.of(target.folder);
    const submitted = await review.submitResponse(target.path, draftToStore(draft, saved.version));
    this.#own.add(draft.round, saved.version, submitted.version);
    return submitted;
  }

  async #whatIsThere(target: PlanTarget): Promise<PanelResponse | undefined> {
    try {
      return await readResponse(this.#parts, target);
    } catch (error) {
      logFailure(error, this.#parts.log);
      return this.#parts.responses.get(target.key);
    }
  }

  async #tell(
    { id }: Request,
    target: PlanTarget,
    { response, ...outcome }: { readonly response: PanelResponse | undefined } & Pick<ResponseSet, 'failure'>,
  ): Promise<void> {
    const known = this.#parts.responses.set(target.key, response);
    if (known !== undefined) {
      this.#post({ type: 'response/set', response: known, answers: id, ...outcome });
    }
  }

  /** A response that nobody has stored yet is written first: there is nothing to open otherwise. */
  async #openDocument(target: PlanTarget): Promise<void> {
    const known = this.#parts.responses.get(target.key);
    const folder = this.#parts.plans.entry(target.key).view?.rounds.at(-1)?.folder;
    if (known === undefined || folder === undefined) {
      return;
    }
    if (known.kind === 'readable' && known.version === null) {
      const review = await this.#parts.engine.of(target.folder);
      await this.#parts.responses.inTurn(target.key, async () => {
        const saved = await review.saveResponse(target.path, draftToStore(known, null));
        this.#own.add(known.round, null, saved.version);
        this.#parts.responses.set(target.key, await shownResponse(target, saved));
      });
    }
    const uri = vscode.Uri.joinPath(target.folder.uri, folder, 'response.md');
    await vscode.window.showTextDocument(uri, { viewColumn: columnOf(target.uri) });
  }
}
