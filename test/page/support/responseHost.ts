import { responseProblems, type Response } from '../../../src/core/domain/response.ts';
import type { HostMessage, PageMessage } from '../../../src/protocol/messages.ts';
import type { PanelDraft, ReadableResponse, ResponseWords } from '../../../src/protocol/panelResponse.ts';
import type { PanelState } from '../../../src/protocol/panelState.ts';
import { listedFindings } from '../../../webview-ui/select.ts';
import type { OpenPanel } from './openPanel.ts';

/** Words of an author who has said nothing yet. */
export const noWords: ResponseWords = {
  author: '',
  summary: '',
  assessment: null,
  assessmentReason: '',
  findings: [],
  answers: [],
  recommendation: '',
  confidence: null,
  confidenceReason: '',
};

/** The latest round of a state as it can be answered. */
export function responseOf(state: PanelState, fields: Partial<ReadableResponse> = {}): ReadableResponse {
  const round = state.rounds.at(-1);
  const findings = round === undefined ? [] : listedFindings(round).map(({ finding }) => finding);
  const words = fields.words ?? noWords;
  return {
    kind: 'readable',
    round: round?.number ?? 1,
    version: null,
    state: 'draft',
    updatedAt: '2026-03-12T10:00:00.000Z',
    words,
    isEdited: false,
    open: findings.map(({ id }) => id),
    questions: round?.questions ?? [],
    problems: responseProblems(responseWith(words), findings).map(({ about, ...problem }) => ({
      ...(about === undefined ? {} : { about }),
      ...problem,
    })),
    proofs: [],
    places: [],
    document: '.plan-review/reviews/plan/round-1/response.md',
    ...fields,
  };
}

/** The state with its latest round as it can be answered. */
export function answerable(state: PanelState, fields: Partial<ReadableResponse> = {}): PanelState {
  return { ...state, response: responseOf(state, fields) };
}

/** A host that stores what the page sends, as the engine does, in memory. */
export interface ResponseHost {
  /** What is stored now. */
  readonly stored: () => ReadableResponse;
  /** What the page is told of it, where that is something else. */
  readonly hear: (message: PageMessage) => HostMessage | undefined;
  /** Somebody else stores something. Tells nobody. */
  readonly storeElsewhere: (change: (words: ResponseWords) => ResponseWords) => void;
  /** How the next requests end; the engine's own way where undefined. */
  refuseWith: (failure: { message: string; wayOut: string; isRetryable: boolean } | undefined) => void;
}

export function createResponseHost(state: PanelState): ResponseHost {
  let version = 0;
  let refusal: { message: string; wayOut: string; isRetryable: boolean } | undefined;
  let response = state.response?.kind === 'readable' ? state.response : responseOf(state);

  function store(words: ResponseWords, ended: ReadableResponse['state']): void {
    version += 1;
    response = { ...responseOf(state, { words }), version: `v${version}`, state: ended };
  }

  function take(draft: PanelDraft, wanted: ReadableResponse['state']): void {
    if (draft.version === response.version) {
      store(draft.words, 'draft');
      if (wanted === 'submitted' && response.problems.length === 0) {
        store(draft.words, 'submitted');
      }
    }
  }

  return {
    stored: () => response,
    refuseWith(failure) {
      refusal = failure;
    },
    storeElsewhere: (change) => store(change(response.words), 'draft'),
    hear(message) {
      if (message.type !== 'response/save' && message.type !== 'response/submit') {
        return undefined;
      }
      if (refusal === undefined) {
        take(message.draft, message.type === 'response/save' ? 'draft' : 'submitted');
      }
      return {
        type: 'response/set',
        response,
        answers: message.id,
        ...(refusal === undefined ? {} : { failure: refusal }),
      };
    },
  };
}

/** Tells the page of what is stored, as the host does when somebody else has stored it. */
export async function tell(panel: OpenPanel, host: ResponseHost): Promise<void> {
  await panel.post({ type: 'response/set', response: host.stored() });
}

function responseWith(words: ResponseWords): Response {
  return {
    schemaVersion: 1,
    round: 1,
    plan: { path: 'plan.md', title: 'Plan', kind: 'generic' },
    revision: `sha256:${'0'.repeat(64)}`,
    state: 'draft',
    updatedAt: '2026-03-12T10:00:00.000Z',
    answered: null,
    ...words,
  };
}
