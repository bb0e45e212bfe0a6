import { z } from 'zod';
import { findingIdSchema } from './finding.ts';
import { answerSchema, findingResponseSchema, dispositionSchema } from './response.ts';

/** What an edit of the plan or an answer was drafted for, such as `F2` or `Q1`. */
const subjectSchema = z.string().regex(/^[FQ][1-9][0-9]*$/);

/** A change of the plan: words that stand in it exactly once, and what is to stand there. */
export const draftedEditSchema = z.strictObject({
  old: z.string().min(1),
  new: z.string(),
  /** The findings and questions that it answers. */
  for: z.array(subjectSchema).min(1),
  reason: z.string(),
});

/** Something of a model's draft that was not taken, and why. */
export const droppedPartSchema = z.strictObject({
  what: z.enum(['answer', 'edit']),
  /** The finding or question, or the first words of the edit. */
  about: z.string(),
  reason: z.string(),
});

/** What a model drafted of one answer. A field that the author had written is left out. */
const draftedAnswerSchema = findingResponseSchema
  .omit({ finding: true, disposition: true })
  .extend({ disposition: dispositionSchema })
  .partial()
  .extend({ finding: findingIdSchema });

/** What a task that drafts a response comes to: only what the author had not written, as far as the host takes it. */
export const draftSchema = z.strictObject({
  summary: z.string().optional(),
  findings: z.array(draftedAnswerSchema),
  answers: z.array(answerSchema),
  edits: z.array(draftedEditSchema),
  dropped: z.array(droppedPartSchema),
});

export type DraftedEdit = z.infer<typeof draftedEditSchema>;
export type DraftedAnswer = z.infer<typeof draftedAnswerSchema>;
export type DroppedPart = z.infer<typeof droppedPartSchema>;
export type Draft = z.infer<typeof draftSchema>;

/** A field of a response that says what a model drafted, and that the author has not touched. */
export interface DraftedField {
  /** The finding or question, such as `F2`; undefined for the response as a whole. */
  readonly about: string | undefined;
  readonly field: 'disposition' | 'response' | 'action' | 'evidence' | 'answer' | 'summary';
}
