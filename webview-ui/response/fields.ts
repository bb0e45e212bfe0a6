import type { ResponseWords } from '../../src/protocol/panelResponse.ts';

export type Disposition = NonNullable<ResponseWords['findings'][number]['disposition']>;

/** What the author can make of a finding, in the order in which it is offered. */
export const dispositions = [
  'accepted',
  'partially-accepted',
  'rejected',
  'acknowledged',
  'deferred',
] as const satisfies readonly Disposition[];

export const dispositionNames: Record<Disposition, string> = {
  accepted: 'Accepted',
  'partially-accepted': 'Partially accepted',
  rejected: 'Rejected',
  acknowledged: 'Acknowledged',
  deferred: 'Deferred',
};

export const assessments = ['GO', 'CONDITIONAL GO', 'NO-GO'] as const;
export const confidences = ['high', 'medium', 'low'] as const;

/** The fields of an answer to a finding. */
export type FindingField = 'disposition' | 'response' | 'action' | 'evidence';

/** The fields of the response as a whole. */
export type WholeField = Exclude<keyof ResponseWords, 'findings' | 'answers'>;

/** One field of a response: `summary`, `F2.evidence`, `Q1.answer`. */
export type FieldKey = WholeField | `${string}.${FindingField | 'answer'}`;

/** What a response says, field by field. A field that says nothing is left out. */
export type Fields = ReadonlyMap<FieldKey, string>;

/** The field of an answer to a finding. */
export function findingKey(finding: string, field: FindingField): FieldKey {
  return `${finding}.${field}`;
}

/** The field of an answer to a question. */
export function questionKey(question: string): FieldKey {
  return `${question}.answer`;
}

/** The id that a field's control has in the page. */
export function fieldId(key: FieldKey): string {
  return `field-${key.replace('.', '-')}`;
}

const fieldNames: Record<WholeField | FindingField | 'answer', string> = {
  author: 'Author',
  summary: 'Summary',
  assessment: 'Own assessment',
  assessmentReason: 'Reason for the assessment',
  recommendation: 'Recommendation',
  confidence: 'Confidence',
  confidenceReason: 'Reason for the confidence',
  disposition: 'Disposition',
  response: 'Response',
  action: 'Action taken',
  evidence: 'Evidence',
  answer: 'Answer',
};

/** What people call a field: `F2: Evidence`. */
export function fieldName(key: FieldKey): string {
  const [about = '', field] = key.split('.');
  return field === undefined ? nameOf(about) : `${about}: ${nameOf(field)}`;
}

function nameOf(field: string): string {
  const names: Partial<Record<string, string>> = fieldNames;
  return names[field] ?? field;
}

const wholeFields = [
  'author',
  'summary',
  'assessment',
  'assessmentReason',
  'recommendation',
  'confidence',
  'confidenceReason',
] as const satisfies readonly WholeField[];

/** Takes what an author says apart. */
export function fieldsOf(words: ResponseWords): Fields {
  const fields = new Map<FieldKey, string>();
  const put = (key: FieldKey, value: string | null): void => {
    if (value !== null && value !== '') {
      fields.set(key, value);
    }
  };
  for (const field of wholeFields) {
    put(field, words[field]);
  }
  for (const { finding, disposition, response, action, evidence } of words.findings) {
    put(findingKey(finding, 'disposition'), disposition);
    put(findingKey(finding, 'response'), response);
    put(findingKey(finding, 'action'), action);
    put(findingKey(finding, 'evidence'), evidence);
  }
  for (const { question, answer } of words.answers) {
    put(questionKey(question), answer);
  }
  return fields;
}

/** Puts it together again, with the answers in the order of what was asked. */
export function wordsOf(
  fields: Fields,
  asked: { readonly findings: readonly string[]; readonly questions: readonly string[] },
): ResponseWords {
  const text = (key: FieldKey): string => fields.get(key) ?? '';
  return {
    author: text('author'),
    summary: text('summary'),
    assessment: assessments.find((value) => value === text('assessment')) ?? null,
    assessmentReason: text('assessmentReason'),
    findings: asked.findings
      .map((finding) => ({
        finding,
        disposition: dispositionIn(fields, finding) ?? null,
        response: text(findingKey(finding, 'response')),
        action: text(findingKey(finding, 'action')),
        evidence: text(findingKey(finding, 'evidence')),
      }))
      .filter(
        (answer) => answer.disposition !== null || answer.response + answer.action + answer.evidence !== '',
      ),
    answers: asked.questions
      .map((question) => ({ question, answer: text(questionKey(question)) }))
      .filter(({ answer }) => answer !== ''),
    recommendation: text('recommendation'),
    confidence: confidences.find((value) => value === text('confidence')) ?? null,
    confidenceReason: text('confidenceReason'),
  };
}

/** What the author makes of a finding so far. */
export function dispositionIn(fields: Fields, finding: string): Disposition | undefined {
  const value = fields.get(findingKey(finding, 'disposition'));
  return dispositions.find((known) => known === value);
}
