import { z } from 'zod';
import { personaFrontMatterSchema } from './persona.ts';
import { personaRecordSchema } from './personaRecord.ts';

/** What `plan-review personas --format json` prints: a public contract. */
export const personasReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('plan-review'), version: z.string() }),
  personas: z.array(
    personaFrontMatterSchema
      .pick({ id: true, name: true, role: true, archetype: true, experience: true })
      .extend({
        /** Whether it comes with Plan Review and nothing replaces or joins it. */
        isCore: z.boolean(),
      }),
  ),
  /** What became of what each reviewer raised, also of the checks and of personas that are gone; left out unless asked for. */
  records: z.array(personaRecordSchema).optional(),
  /** Files that define no persona, and why. */
  problems: z.array(z.strictObject({ path: z.string(), message: z.string() })),
});

export type PersonasReport = z.infer<typeof personasReportSchema>;
