import type { HostMessage } from '../../src/protocol/messages.ts';
import type { PanelReviewRecord } from '../../src/protocol/panelRecord.ts';
import type { Host } from '../host.ts';
import type { PanelState } from '../../src/protocol/panelState.ts';
import {
  draftFor,
  emptyDraft,
  formOf,
  restoreDraft,
  roundOf,
  signingOf,
  type RecordDraft,
  type RecordForm,
  type Risk,
} from './recordForm.ts';

type RecordSet = Extract<HostMessage, { type: 'record/set' }>;

/** The end of the review, as the page draws it. */
export interface Recording {
  /** Undefined until the host has said. */
  readonly told: PanelReviewRecord | undefined;
  readonly form: RecordForm | undefined;
  /** Why what was asked for did not happen. */
  readonly failure: RecordSet['failure'];
  readonly isSigning: boolean;
  /** Whether the form is open though the latest round is signed. */
  readonly isSigningAgain: boolean;
}

/** What the user can do about the record. */
export interface RecordActions {
  readonly write: (fields: Partial<Omit<RecordForm, 'risks' | 'ticked'>>) => void;
  readonly tick: (item: string) => void;
  readonly writeRisk: (index: number, fields: Partial<Risk>) => void;
  readonly addRisk: () => void;
  readonly removeRisk: (index: number) => void;
  readonly proposeAgain: () => void;
  readonly sign: () => void;
  readonly signAgain: () => void;
  readonly openDocument: () => void;
  readonly exportReview: () => void;
}

/** The page's part in ending a review: what the host has said, and what somebody is writing. */
export interface RecordDesk {
  readonly now: () => Recording;
  readonly actions: RecordActions;
  /** To be called before the record is drawn: asks the host what it does not know of this state yet. */
  readonly look: (state: PanelState) => void;
  readonly hear: (message: RecordSet) => void;
  /** What is to be kept over a reload; undefined for nothing. */
  readonly kept: () => RecordDraft | undefined;
}

const newRisk: Risk = { risk: '', likelihood: 'medium', impact: 'medium', mitigation: '' };

/** `changed` draws the page and keeps it over a reload; `announce` tells screen readers. */
export function createRecordDesk(deps: {
  readonly host: Host;
  readonly kept: unknown;
  readonly changed: () => void;
  readonly announce: (text: string) => void;
}): RecordDesk {
  const { host } = deps;
  let told: PanelReviewRecord | undefined;
  let failure: RecordSet['failure'];
  let draft = restoreDraft(deps.kept);
  let isSigning = false;
  let isSigningAgain = false;
  /** The state that the host was last asked about: another one may have another record. */
  let asked: PanelState | undefined;

  function change(part: (draft: RecordDraft, form: RecordForm) => Partial<RecordDraft>): void {
    if (told !== undefined) {
      const before = draftFor(told.proposal, draft);
      draft = { ...before, ...part(before, formOf(told.proposal, before)) };
      deps.changed();
    }
  }

  function hear(message: RecordSet): void {
    told = message.record ?? told;
    if (message.isSigned === true || message.failure !== undefined) {
      isSigning = false;
    }
    failure = message.failure;
    if (told !== undefined) {
      draft = draft && draftFor(told.proposal, draft);
    }
    if (message.isSigned === true && told !== undefined) {
      draft = emptyDraft(roundOf(told.proposal), draft?.by);
      isSigningAgain = false;
      deps.announce('The record is signed.');
    }
    deps.changed();
  }

  return {
    now: () => ({
      told,
      form: told && formOf(told.proposal, draftFor(told.proposal, draft)),
      failure,
      isSigning,
      isSigningAgain,
    }),
    look(state) {
      if (asked !== state) {
        asked = state;
        host.send({ type: 'record/get' });
      }
    },
    hear,
    kept: () => draft,
    actions: {
      write: (fields) => change(() => given(fields)),
      tick: (item) =>
        change(({ ticked }) => ({
          ticked: ticked.includes(item) ? ticked.filter((other) => other !== item) : [...ticked, item],
        })),
      writeRisk: (index, fields) =>
        change((_, { risks }) => ({
          risks: risks.map((risk, at) => (at === index ? { ...risk, ...fields } : risk)),
        })),
      addRisk: () => change((_, { risks }) => ({ risks: [...risks, newRisk] })),
      removeRisk: (index) => change((_, { risks }) => ({ risks: risks.filter((_risk, at) => at !== index) })),
      proposeAgain() {
        if (draft !== undefined) {
          const { risks: _, ...rest } = draft;
          draft = rest;
          deps.changed();
        }
      },
      sign() {
        if (told !== undefined && !isSigning) {
          const form = formOf(told.proposal, draftFor(told.proposal, draft));
          isSigning = true;
          failure = undefined;
          host.send({ type: 'record/sign', signing: signingOf(told.proposal, form) });
          deps.changed();
        }
      },
      signAgain() {
        isSigningAgain = true;
        deps.changed();
      },
      openDocument: () => host.send({ type: 'record/open' }),
      exportReview: () => host.send({ type: 'review/export' }),
    },
  };
}

/** The fields that are there; one that is undefined says nothing. */
function given(fields: Partial<Omit<RecordForm, 'risks' | 'ticked'>>): Partial<RecordDraft> {
  const { confidence, ...rest } = fields;
  return confidence === undefined ? rest : { ...rest, confidence };
}
