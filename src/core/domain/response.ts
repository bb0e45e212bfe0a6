import { z } from 'zod';
import { confidenceSchema, findingIdSchema, isAtLeast, type Severity } from './finding.ts';
import { planIdentitySchema, revisionSchema } from './plan.ts';
import { verdictValueSchema } from './verdict.ts';

/** What the author makes of a finding. */
export const dispositionSchema = z.enum([
  'accepted',
  'partially-accepted',
  'rejected',
  'acknowledged',
  'deferred',
]);

const questionIdSchema = z.string().regex(/^Q[1-9][0-9]*$/);

/** The author's answer to one finding. Texts are Markdown, and empty until they are written. */
export const findingResponseSchema = z.strictObject({
  finding: findingIdSchema,
  disposition: dispositionSchema.nullable(),
  response: z.string(),
  /** What was changed in the plan. */
  action: z.string(),
  /** Where that can be seen, such as `Section 4.2, lines 45-78` of the plan as it is now. */
  evidence: z.string(),
});

export const answerSchema = z.strictObject({ question: questionIdSchema, answer: z.string() });

/** A row of the summary of changes: what became of a section since the reviewed revision. */
export const planChangeSchema = z.strictObject({
  section: z.string(),
  change: z.string(),
  rationale: z.string(),
});

/** `response.json`: the author's side of a round. */
export const responseSchema = z.strictObject({
  schemaVersion: z.literal(1),
  round: z.int().min(1),
  plan: planIdentitySchema,
  /** What the reviewers read. */
  revision: revisionSchema,
  state: z.enum(['draft', 'submitted']),
  author: z.string(),
  updatedAt: z.iso.datetime(),
  summary: z.string(),
  /** The author's own opinion. It is shown, and sets nothing. */
  assessment: verdictValueSchema.nullable(),
  assessmentReason: z.string(),
  findings: z.array(findingResponseSchema),
  answers: z.array(answerSchema),
  recommendation: z.string(),
  confidence: confidenceSchema.nullable(),
  confidenceReason: z.string(),
  /** The revision that answers the round, and what changed in it; both from the moment of submitting. */
  answered: z.strictObject({ revision: revisionSchema, changes: z.array(planChangeSchema) }).nullable(),
});

export type Disposition = z.infer<typeof dispositionSchema>;
export type FindingResponse = z.infer<typeof findingResponseSchema>;
export type PlanChange = z.infer<typeof planChangeSchema>;
export type Response = z.infer<typeof responseSchema>;

/** What keeps a response from being submitted. */
export interface ResponseProblem {
  /** The finding or question it is about, such as `F2`; undefined for the response as a whole. */
  readonly about: string | undefined;
  readonly field: 'disposition' | 'response' | 'evidence' | 'author' | 'confidenceReason';
  readonly message: string;
}

const takesAction: ReadonlySet<Disposition> = new Set(['accepted', 'partially-accepted']);

/** Whether the author says that the plan was changed because of the finding. */
export function claimsAction({ disposition }: Pick<FindingResponse, 'disposition'>): boolean {
  return disposition !== null && takesAction.has(disposition);
}

/**
 * What is still missing before a response can be submitted: an answer to each critical and major finding, a reason for
 * each rejection and deferral, evidence for each accepted action, the author's name, and a reason for the confidence.
 */
export function responseProblems(
  response: Response,
  findings: readonly { readonly id: string; readonly severity: Severity }[],
): readonly ResponseProblem[] {
  const problems: ResponseProblem[] = [];
  const answers = new Map(response.findings.map((answer) => [answer.finding, answer]));
  for (const { id, severity } of findings) {
    const answer = answers.get(id);
    if (answer?.disposition === undefined || answer.disposition === null) {
      if (isAtLeast(severity, 'major')) {
        const message = `${id} is ${severity} and has no answer yet.`;
        problems.push({ about: id, field: 'disposition', message });
      }
      continue;
    }
    if (answer.response.trim() === '' && needsReason(answer.disposition, severity)) {
      const message = `${id} is ${answer.disposition} without a reason.`;
      problems.push({ about: id, field: 'response', message });
    }
    if (claimsAction(answer) && answer.action.trim() !== '' && answer.evidence.trim() === '') {
      const message = `${id} names an action and not where it can be seen in the plan.`;
      problems.push({ about: id, field: 'evidence', message });
    }
  }
  if (response.author.trim() === '') {
    problems.push({ about: undefined, field: 'author', message: 'The author is not named.' });
  }
  if (response.confidence !== null && response.confidenceReason.trim() === '') {
    const message = 'The confidence has no reason.';
    problems.push({ about: undefined, field: 'confidenceReason', message });
  }
  return problems;
}

function needsReason(disposition: Disposition, severity: Severity): boolean {
  return disposition === 'rejected' || disposition === 'deferred' || isAtLeast(severity, 'major');
}
