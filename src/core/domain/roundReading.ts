import { z } from 'zod';

const placeSchema = z.strictObject({
  /** The heading that it begins with, or what it is called. */
  title: z.string().min(1),
  /** Where it begins and ends in the snapshot's text, in UTF-16 units. */
  start: z.int().min(0),
  end: z.int().min(0),
});

/** A stretch of a plan that reviewers are given in one request. */
export const readPartSchema = placeSchema;

/** A stretch that nobody is given in a round, and why. */
export const skippedPartSchema = placeSchema.extend({
  /** `unchanged`: it says what it said when it was read. `not-asked`: the round is about other chapters. */
  why: z.enum(['unchanged', 'not-asked']),
  /** The finished round in which it was read as it is now; null where there is none. */
  readIn: z.int().min(1).nullable(),
});

/** How a plan is read that is not given to each reviewer as a whole. */
export const roundReadingSchema = z.strictObject({
  /** What each reviewer reads, one request each, in the order of the plan. */
  parts: z.array(readPartSchema).min(1),
  skipped: z.array(skippedPartSchema),
  /** How many tokens a request may have where that is why there are several parts; null where they have another reason. */
  contextWindow: z.int().min(1).nullable(),
});

export type ReadPart = z.infer<typeof readPartSchema>;
export type SkippedPart = z.infer<typeof skippedPartSchema>;
export type RoundReading = z.infer<typeof roundReadingSchema>;
