import { z } from 'zod';
import { categorySchema, confidenceSchema, severitySchema } from './finding.ts';
import { areaReviewSchema } from './packetReview.ts';
import { verdictValueSchema } from './verdict.ts';

/** Something in the repository whose presence or absence would prove a critical finding wrong. */
export const falsifierSchema = z.strictObject({
  kind: z.enum(['file', 'directory', 'commit', 'branch', 'tag', 'symbol', 'script', 'package']),
  value: z.string().min(1).max(400),
  /** What the finding says of it; the finding is refuted where the repository shows the opposite. */
  expected: z.enum(['present', 'absent']),
});

/** The four dimensions of a review, each from 1 to 10. */
export const ratingsSchema = z.strictObject({
  clarity: z.int().min(1).max(10),
  accuracy: z.int().min(1).max(10),
  fit: z.int().min(1).max(10),
  usability: z.int().min(1).max(10),
});

/** A finding in a reviewer's own words, before the host has placed, merged or numbered it. */
export const reviewerFindingSchema = z.strictObject({
  severity: severitySchema,
  /** Why it is that severe. */
  severityReason: z.string().min(1),
  category: categorySchema,
  title: z.string().min(1).max(200),
  /** The plan's exact words; empty for what is missing from it. */
  quote: z.string(),
  observation: z.string().min(1),
  concern: z.string().min(1),
  recommendation: z.string().min(1),
  confidence: confidenceSchema,
  falsifier: falsifierSchema.optional(),
});

/** What a persona answers: its whole review. */
export const personaReviewSchema = z.strictObject({
  summary: z.string().min(1),
  /** The reviewer's own opinion. It is shown, and the round's verdict is computed without it. */
  verdict: verdictValueSchema,
  ratings: ratingsSchema,
  findings: z.array(reviewerFindingSchema),
  /** Why there is nothing to find; there exactly when `findings` is empty. */
  nothingFound: z.string().min(1).optional(),
  strengths: z.array(z.string().min(1)),
  questions: z.array(z.string().min(1)),
  assumptions: z.array(z.string().min(1)),
  /** What the reviewer says of each area; there exactly when the plan is a packet. */
  areas: z.array(areaReviewSchema).optional(),
  /** What this reviewer thinks of the severity of findings that were shown to it. Argues, never deletes. */
  severityArguments: z
    .array(
      z.strictObject({ finding: z.string().min(1), severity: severitySchema, reason: z.string().min(1) }),
    )
    .default([]),
});

export type Falsifier = z.infer<typeof falsifierSchema>;
export type Ratings = z.infer<typeof ratingsSchema>;
export type ReviewerFinding = z.infer<typeof reviewerFindingSchema>;
export type PersonaReview = z.infer<typeof personaReviewSchema>;
