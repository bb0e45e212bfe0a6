import type { HostMessage } from '../../src/protocol/messages.ts';
import type { PanelResponse, ReadableResponse } from '../../src/protocol/panelResponse.ts';
import type { Host } from '../host.ts';
import { createAutosave, flushBeforeLeaving, patienceMs } from './autosave.ts';
import {
  conflictsOf,
  isDirty,
  keepMine,
  keptOf,
  meet,
  openBook,
  readKept,
  send,
  strandedEdits,
  takeTheirs,
  write,
  type Book,
  type Edit,
  type KeptEdits,
} from './book.ts';
import { dispositionIn, findingKey, type FieldKey } from './fields.ts';
import { withTemplate, type Template } from './templates.ts';

type ResponseProblem = ReadableResponse['problems'][number];
type Unreadable = Extract<PanelResponse, { kind: 'unreadable' }>;
type ResponseSet = Extract<HostMessage, { type: 'response/set' }>;

/** The author's side of the latest round, as the page draws it. */
export interface Answering {
  readonly book: Book | undefined;
  /** Why what is stored cannot be read; nothing is saved meanwhile. */
  readonly unreadable: Unreadable | undefined;
  /** Why the last request came to nothing. */
  readonly failure: ResponseSet['failure'];
  readonly saving: 'saved' | 'waiting' | 'failed';
  readonly isSubmitting: boolean;
  /** What was written and has no place any more. */
  readonly stranded: readonly (readonly [FieldKey, Edit])[];
  /** The suggestions that were acknowledged in one go, as long as that can be taken back. */
  readonly acknowledged: readonly string[];
}

/** What the author can ask for. */
export interface ResponseActions {
  readonly write: (key: FieldKey, value: string) => void;
  readonly useTemplate: (finding: string, template: Template) => void;
  readonly useSelection: (finding: string) => void;
  readonly showEvidence: (reference: string) => void;
  readonly submit: () => void;
  readonly saveAgain: () => void;
  readonly openDocument: () => void;
  /** Has a model draft what is empty, once what is written is stored. */
  readonly draft: () => void;
  readonly keepMine: (keys: readonly FieldKey[]) => void;
  readonly takeTheirs: (keys: readonly FieldKey[]) => void;
  readonly acknowledge: (findings: readonly string[]) => void;
  readonly takeBackAcknowledged: () => void;
  readonly forgetStranded: () => void;
  /** Brings a field into view and puts the caret into it. */
  readonly goTo: (key: FieldKey) => void;
}

/** The author's side of the page: what is written, when it is saved, and what becomes of it. */
export interface Answers {
  readonly now: () => Answering;
  readonly actions: ResponseActions;
  /** The response of a snapshot has come in; undefined where there is none. */
  readonly receive: (response: PanelResponse | undefined) => void;
  readonly hear: (message: ResponseSet) => void;
  /** The user has selected words of the plan as evidence. */
  readonly addEvidence: (finding: string, evidence: string) => void;
  /** What is to be kept over a reload; undefined for nothing. */
  readonly kept: () => KeptEdits | undefined;
}

/**
 * `changed` draws the page, and keeps it over a reload as `keep` does without drawing; `focusField` brings a field into view, with the caret in it;
 * `announce` tells screen readers.
 */
export function createAnswers(deps: {
  readonly host: Host;
  readonly kept: unknown;
  readonly changed: () => void;
  readonly keep: () => void;
  readonly focusField: (key: FieldKey) => void;
  readonly announce: (text: string) => void;
}): Answers {
  const { host } = deps;
  let kept = readKept(deps.kept);
  let book: Book | undefined;
  let unreadable: Unreadable | undefined;
  let failure: ResponseSet['failure'];
  let submitting: number | undefined;
  let stranded: Answering['stranded'] = [];
  let acknowledged: readonly string[] = [];
  let requests = 0;

  const autosave = createAutosave({
    isNeeded: () =>
      book !== undefined && unreadable === undefined && submitting === undefined && isDirty(book),
    save: () => ask('response/save'),
  });
  flushBeforeLeaving(autosave.flush);

  /** Sends all that is written, and gives the number of the request. */
  function ask(type: 'response/save' | 'response/submit'): number {
    requests += 1;
    if (book !== undefined) {
      const sent = send(book);
      book = sent.book;
      host.send({ type, id: requests, draft: sent.draft });
      // Nothing is drawn: the focus may be leaving what a drawing is just about to remove.
      deps.keep();
    }
    return requests;
  }

  /** The request was answered, or its answer is lost. */
  function endSubmitting(request: number): void {
    if (submitting === request) {
      submitting = undefined;
      deps.changed();
    }
  }

  function receive(response: PanelResponse | undefined): void {
    if (response === undefined) {
      return;
    }
    if (response.kind === 'unreadable') {
      unreadable = response;
      return;
    }
    const isNews = unreadable !== undefined || book?.response.version !== response.version;
    unreadable = undefined;
    const before = book === undefined ? kept : keptOf(book);
    if (book?.response.round === response.round) {
      book = meet(book, response);
    } else {
      stranded = [...stranded, ...strandedEdits(response, before)];
      book = openBook(response, before);
      acknowledged = [];
    }
    kept = undefined;
    if (isNews && isDirty(book)) {
      autosave.touch();
    }
  }

  /** Makes a change to the book, and sees to it that it is saved. */
  function change(next: (book: Book) => Book): void {
    if (book !== undefined) {
      book = next(book);
      failure = undefined;
      autosave.touch();
      deps.changed();
    }
  }

  const actions: ResponseActions = {
    write(key, value) {
      acknowledged = [];
      change((current) => write(current, key, value));
    },
    useTemplate(finding, template) {
      change((current) => withTemplate(current, finding, template));
      deps.focusField(findingKey(finding, 'response'));
    },
    useSelection: (finding) => host.send({ type: 'evidence/use-selection', finding }),
    showEvidence: (reference) => host.send({ type: 'evidence/show', reference }),
    submit() {
      if (book === undefined || submitting !== undefined) {
        return;
      }
      const missing = obstacleOf(book);
      if (missing !== undefined) {
        deps.focusField(missing);
      } else {
        failure = undefined;
        const request = ask('response/submit');
        submitting = request;
        setTimeout(() => endSubmitting(request), patienceMs);
        deps.changed();
      }
    },
    saveAgain: () => change((current) => current),
    openDocument() {
      autosave.flush();
      host.send({ type: 'response/open' });
    },
    draft() {
      autosave.flush();
      host.send({ type: 'response/draft' });
    },
    keepMine: (keys) => change((current) => keepMine(current, keys)),
    takeTheirs: (keys) => change((current) => takeTheirs(current, keys)),
    acknowledge(findings) {
      change((current) =>
        findings.reduce((all, id) => write(all, findingKey(id, 'disposition'), 'acknowledged'), current),
      );
      acknowledged = findings;
      deps.changed();
    },
    takeBackAcknowledged() {
      const findings = acknowledged;
      acknowledged = [];
      change((current) =>
        findings.reduce((all, id) => write(all, findingKey(id, 'disposition'), ''), current),
      );
    },
    forgetStranded() {
      stranded = [];
      deps.changed();
    },
    goTo: deps.focusField,
  };

  return {
    actions,
    receive,
    now: () => ({
      book,
      unreadable,
      failure,
      saving: failure !== undefined ? 'failed' : book !== undefined && isDirty(book) ? 'waiting' : 'saved',
      isSubmitting: submitting !== undefined,
      stranded,
      acknowledged,
    }),
    hear(message) {
      receive(message.response);
      if (message.answers !== undefined) {
        failure = message.failure;
        const wasSubmitting = message.answers === submitting;
        endSubmitting(message.answers);
        const missing = wasSubmitting && book !== undefined ? obstacleOf(book) : undefined;
        if (missing !== undefined) {
          deps.focusField(missing);
        } else if (wasSubmitting && failure === undefined) {
          deps.announce('The response is submitted.');
        }
        autosave.answered(failure === undefined ? 'done' : failure.isRetryable ? 'retry' : 'stuck');
      }
      deps.changed();
    },
    addEvidence(finding, evidence) {
      change((current) => {
        const key = findingKey(finding, 'evidence');
        const said = (current.fields.get(key) ?? '').trimEnd();
        return write(current, key, said === '' ? evidence : `${said}\n${evidence}`);
      });
      deps.focusField(findingKey(finding, 'evidence'));
    },
    kept: () => (book === undefined ? kept : keptOf(book)),
  };
}

/** The open findings among `ids` that nobody has answered. */
export function unanswered({ response, fields }: Book): readonly string[] {
  return response.open.filter((id) => dispositionIn(fields, id) === undefined);
}

/** What the author has to see to before the response can be submitted, as far as is known. */
function obstacleOf(book: Book): FieldKey | undefined {
  const [contested] = conflictsOf(book);
  const [problem] = isDirty(book) ? [] : book.response.problems;
  return contested ?? (problem && problemKey(problem));
}

/** Whether a field says what a model drafted, and nobody has touched it since. */
export function isDrafted({ response, edits }: Book, key: FieldKey): boolean {
  const drafted = response.drafted ?? [];
  return (
    !edits.has(key) &&
    drafted.some(({ about, field }) => key === (about === undefined ? field : `${about}.${field}`))
  );
}

/** The field that a problem is about. */
export function problemKey({ about, field }: ResponseProblem): FieldKey {
  switch (field) {
    case 'author':
    case 'confidenceReason':
      return field;
    default:
      return findingKey(about ?? '', field);
  }
}

/** Whether two have written the same field differently, so that the author has to choose before submitting. */
export function isContested(book: Book): boolean {
  return conflictsOf(book).length > 0;
}
