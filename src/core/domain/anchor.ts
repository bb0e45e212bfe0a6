import { z } from 'zod';
import { revisionSchema } from './plan.ts';
import { rangeSchema } from './position.ts';

/** The words of the plan that a finding sits on, with enough around them to find them again. */
export const anchorSchema = z.strictObject({
  /** The exact words, or an empty string for a finding about the plan as a whole. */
  quote: z.string(),
  /** Up to 32 UTF-16 units before and behind the quote. */
  prefix: z.string(),
  suffix: z.string(),
  /** The heading path of the section that holds the quote, outermost first. */
  section: z.array(z.string()),
  /** Where the quote starts, in UTF-16 units from the start of the text behind a byte order mark. */
  offset: z.int().min(0),
  revision: revisionSchema,
});

/**
 * Where an anchor sits in a given text. `exact`: the very place. `moved`: found elsewhere in a later text. `lost`: the
 * words are gone, so there is no range.
 */
export const anchorPlaceSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('exact'), range: rangeSchema }),
  z.strictObject({ state: z.literal('moved'), range: rangeSchema }),
  z.strictObject({ state: z.literal('lost') }),
]);

export type Anchor = z.infer<typeof anchorSchema>;
export type AnchorPlace = z.infer<typeof anchorPlaceSchema>;
