import { z } from 'zod';
import { suppressedFindingSchema } from './checkReport.ts';
import { claimSchema } from './claim.ts';
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
});

export type RoundChecks = z.infer<typeof roundChecksSchema>;
