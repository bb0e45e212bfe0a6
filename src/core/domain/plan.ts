import { z } from 'zod';

/** What sort of document a plan is. It chooses the sections that the plan is expected to have. */
export const planKindSchema = z.enum([
  'prp',
  'work-package',
  'rfc',
  'spec',
  'packet',
  'chapter',
  'book',
  'generic',
]);

/** Before the work (`plan`) or after it (`execution`). */
export const reviewModeSchema = z.enum(['plan', 'execution']);

/** The name of one exact content of a plan: the SHA-256 of its bytes. */
export const revisionSchema = z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)]);

export type PlanKind = z.infer<typeof planKindSchema>;
export type ReviewMode = z.infer<typeof reviewModeSchema>;
export type Revision = z.infer<typeof revisionSchema>;

/** Which plan, as people see it. `path` is relative to the workspace folder, with forward slashes. */
export const planIdentitySchema = z.strictObject({
  path: z.string().min(1),
  title: z.string(),
  kind: planKindSchema,
});

export type PlanIdentity = z.infer<typeof planIdentitySchema>;
