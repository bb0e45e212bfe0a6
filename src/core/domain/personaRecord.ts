import { z } from 'zod';
import { reviewerTallySchema } from './campaign.ts';

const countSchema = z.int().min(0);

/** What became of everything that one reviewer has ever raised. */
export const personaRecordSchema = z.strictObject({
  /** The persona's id, or `checks`. */
  reviewer: reviewerTallySchema.shape.reviewer,
  findings: countSchema,
  /** By the author: taken up in full or in part, and refused. */
  accepted: countSchema,
  rejected: countSchema,
  /** By a later round: the plan was changed because of it, and that was seen. */
  confirmed: countSchema,
  /** By a later round: taken back. */
  withdrawn: countSchema,
  /** Findings of which it is settled whether they were right, and how many of those were. */
  judged: countSchema,
  upheld: countSchema,
  /** The share of the upheld, drawn to that of all reviewers as long as few are judged. What reviewers are ordered by. */
  rate: z.number().min(0).max(1),
  /** Between what the share would lie with 95 % confidence, were many more judged; null where none is. */
  interval: z.strictObject({ low: z.number().min(0).max(1), high: z.number().min(0).max(1) }).nullable(),
});

export type PersonaRecord = z.infer<typeof personaRecordSchema>;
