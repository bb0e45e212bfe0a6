import {
  draftSchema,
  type Draft,
  type DraftedAnswer,
  type DraftedField,
  type DroppedPart,
} from '../../domain/draft.ts';
import type { FindingResponse } from '../../domain/response.ts';
import type { StoredReview } from '../../ports/artifactStore.ts';
import type { EditedResponse } from '../../reports/readResponse.ts';

/** What models drafted for the latest round; a stored output that is none is left out. */
export function storedDrafts({ drafts }: Pick<StoredReview, 'drafts'>): readonly Draft[] {
  return drafts.flatMap(({ output }) => draftSchema.safeParse(output).data ?? []);
}

const answerFields = ['response', 'action', 'evidence'] as const;

/**
 * The fields of a response that say word for word what a model drafted: the author has not touched them. Nothing of this
 * is stored with the response: it follows from the response and the drafts.
 */
export function draftedFields(
  response: Pick<EditedResponse, 'findings' | 'answers' | 'summary'>,
  drafts: readonly Draft[],
): readonly DraftedField[] {
  const fields: DraftedField[] = [];
  if (drafts.some(({ summary }) => isSame(summary, response.summary))) {
    fields.push({ about: undefined, field: 'summary' });
  }
  for (const answer of response.findings) {
    const drafted = drafts.flatMap(({ findings }) =>
      findings.filter(({ finding }) => finding === answer.finding),
    );
    if (drafted.some(({ disposition }) => disposition === answer.disposition)) {
      fields.push({ about: answer.finding, field: 'disposition' });
    }
    for (const field of answerFields) {
      if (drafted.some((draft) => isSame(draft[field], answer[field]))) {
        fields.push({ about: answer.finding, field });
      }
    }
  }
  for (const { question, answer } of response.answers) {
    const drafted = drafts.flatMap(({ answers }) => answers.filter((other) => other.question === question));
    if (drafted.some((draft) => isSame(draft.answer, answer))) {
      fields.push({ about: question, field: 'answer' });
    }
  }
  return fields;
}

/** The same words, however their lines end. */
function isSame(drafted: string | undefined, words: string): boolean {
  return drafted !== undefined && drafted !== '' && words.replaceAll(/\r\n?/g, '\n').trim() === drafted;
}

/** What of a response is the author's own: nothing that a model drafted and the author has not touched. */
export interface OwnWords {
  readonly summary: string;
  finding(id: string): Omit<FindingResponse, 'finding'>;
  /** Empty where the question is not answered. */
  answer(question: string): string;
}

export function ownWords(
  response: Pick<EditedResponse, 'findings' | 'answers' | 'summary'>,
  drafted: readonly DraftedField[],
): OwnWords {
  const isDrafted = (about: string | undefined, field: DraftedField['field']): boolean =>
    drafted.some((mark) => mark.about === about && mark.field === field);
  return {
    summary: isDrafted(undefined, 'summary') ? '' : response.summary.trim(),
    finding: (id) => {
      const answer = response.findings.find(({ finding }) => finding === id);
      const own = (field: (typeof answerFields)[number]): string =>
        answer === undefined || isDrafted(id, field) ? '' : answer[field].trim();
      const words = own('response');
      // Whoever has changed the words of a drafted answer has seen which way it decides.
      const isOpen = isDrafted(id, 'disposition') && words === '';
      return {
        disposition: answer === undefined || isOpen ? null : answer.disposition,
        response: words,
        action: own('action'),
        evidence: own('evidence'),
      };
    },
    answer: (question) => {
      const answer = response.answers.find((other) => other.question === question);
      return answer === undefined || isDrafted(question, 'answer') ? '' : answer.answer.trim();
    },
  };
}

/** A response with a draft in it, and what of the draft found the author's own words in its place. */
export interface FilledResponse {
  readonly said: EditedResponse;
  readonly filled: readonly DraftedField[];
  readonly dropped: readonly DroppedPart[];
}

/**
 * Puts a draft where the author has written nothing. The author may have gone on writing while the model did: what is
 * there by now stays, and an answer with another disposition than the author's is left out whole.
 */
export function fillIn(response: EditedResponse, own: OwnWords, draft: Draft): FilledResponse {
  const filled: DraftedField[] = [];
  const dropped: DroppedPart[] = [];
  const late = (about: string): void =>
    void dropped.push({ what: 'answer', about, reason: 'The author has written there meanwhile.' });
  const findings = new Map(response.findings.map((answer) => [answer.finding, answer]));
  for (const drafted of draft.findings) {
    const id = drafted.finding;
    const words = own.finding(id);
    const { disposition } = drafted;
    if (words.disposition !== null && disposition !== undefined && words.disposition !== disposition) {
      late(id);
      continue;
    }
    const fields = freeFields(drafted, words);
    if (fields.length < givenFields(drafted).length) {
      late(id);
    }
    // What an earlier draft had put there goes with that draft.
    findings.set(id, { finding: id, ...words, ...pick(drafted, fields) });
    filled.push(...fields.map((field) => ({ about: id, field })));
  }
  const answers = new Map(response.answers.map(({ question, answer }) => [question, answer]));
  for (const { question, answer } of draft.answers) {
    if (own.answer(question) === '') {
      answers.set(question, answer);
      filled.push({ about: question, field: 'answer' });
    } else {
      late(question);
    }
  }
  let { summary } = response;
  if (draft.summary !== undefined && own.summary === '') {
    summary = draft.summary;
    filled.push({ about: undefined, field: 'summary' });
  }
  return {
    said: {
      ...response,
      summary,
      findings: [...findings.values()],
      answers: [...answers].map(([question, answer]) => ({ question, answer })),
    },
    filled,
    dropped,
  };
}

type AnswerField = 'disposition' | (typeof answerFields)[number];

function givenFields(drafted: DraftedAnswer): readonly AnswerField[] {
  return (['disposition', ...answerFields] as const).filter((field) => drafted[field] !== undefined);
}

function freeFields(drafted: DraftedAnswer, words: Omit<FindingResponse, 'finding'>): readonly AnswerField[] {
  return givenFields(drafted).filter((field) =>
    field === 'disposition' ? words.disposition === null : words[field] === '',
  );
}

function pick(drafted: DraftedAnswer, fields: readonly AnswerField[]): Partial<FindingResponse> {
  return Object.fromEntries(fields.map((field) => [field, drafted[field]]));
}
