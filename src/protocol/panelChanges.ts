import { z } from 'zod';
import { findingIdSchema } from '../core/domain/finding.ts';

const round = z.int().min(1);

/** Which texts of the plan are compared: the snapshot of a round with that of another one, or with the plan as it is. */
export const comparedSchema = z.strictObject({ from: round, to: z.union([round, z.literal('now')]) });

/** What changed between two texts of the plan, as much of it as a page shows. */
export const panelChangesSchema = comparedSchema.extend({
  /** Whether the texts have too little in common to be compared line by line. */
  isTooDifferent: z.boolean(),
  parts: z.array(
    z.strictObject({
      /** The heading path of the section. */
      section: z.array(z.string()),
      lines: z.array(
        z.strictObject({
          kind: z.enum(['same', 'added', 'removed']),
          text: z.string(),
          /** The line's number in each text that has it. */
          before: z.int().min(1).optional(),
          after: z.int().min(1).optional(),
        }),
      ),
      /** The findings that sit on these lines. */
      findings: z.array(findingIdSchema),
    }),
  ),
  /** How many changed lines there are beyond those. */
  linesLeft: z.int().min(0),
});

/** What the host tells the page of changes. */
export const changesHostMessages = [
  z.strictObject({ type: z.literal('changes/set'), changes: panelChangesSchema }),
  /** The texts cannot be compared, and why. */
  z.strictObject({
    type: z.literal('changes/failed'),
    compared: comparedSchema,
    message: z.string(),
    wayOut: z.string(),
  }),
] as const;

/** What the page asks of the host about changes. */
export const changesPageMessages = [
  /** Answered by `changes/set` or `changes/failed`. */
  z.strictObject({ type: z.literal('changes/get'), compared: comparedSchema }),
  /** Show the two texts in the editor's own comparison. */
  z.strictObject({ type: z.literal('changes/open'), compared: comparedSchema }),
] as const;

export type Compared = z.infer<typeof comparedSchema>;
export type PanelChanges = z.infer<typeof panelChangesSchema>;
