import { z } from 'zod';
import { suppressedFindingSchema } from './checkReport.ts';
import { claimSchema } from './claim.ts';
import { commandRunSchema, executionSchema, sectionDiffSchema } from './execution.ts';
import { draftFindingSchema } from './finding.ts';
import { repositoryStateSchema } from './round.ts';

/**
 * `checks.json`: what the checks said when a round with reviewers on models began, and of what state of the repository.
 * The reviewers were told this. A round that is resumed goes on from it, so that all reviewers of a round know the same,
 * and none has to be asked again because a file was touched meanwhile.
 */
export const roundChecksSchema = z.strictObject({
  schemaVersion: z.literal(1),
  repository: repositoryStateSchema.nullable(),
  /** The ids of the checks that ran. */
  ran: z.array(z.string().min(1)),
  claims: z.array(claimSchema),
  findings: z.array(draftFindingSchema),
  suppressed: z.array(suppressedFindingSchema).optional(),
  /** Whether the plan was carried out; left out before the work. */
  execution: executionSchema.optional(),
  /** What reviewers on models are shown of the work; left out before it. */
  diff: z.array(sectionDiffSchema).optional(),
  /** The plan's validation commands, looked at before the work; left out where nobody asked for that. */
  gates: z.array(commandRunSchema).optional(),
});

export type RoundChecks = z.infer<typeof roundChecksSchema>;
