import { z } from 'zod';
import { severitySchema } from './finding.ts';
import { planKindSchema } from './plan.ts';

/** A severity, or `off` for a check that is not to run. */
const settingSchema = z.enum([...severitySchema.options, 'off']);

/** A folder below the workspace folder, with forward slashes. */
const folderSchema = z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\:]+$/, {
  error: 'has to be a folder below the workspace folder, written with forward slashes',
});

/** `.plan-review/settings.json`: what a workspace sets about the checks, for everybody who works in it. */
export const checkSettingsFileSchema = z.strictObject({
  /** Where editors find this schema. */
  $schema: z.string().optional(),
  /** By check id: another severity, or `off`. */
  severities: z.record(z.string().min(1), settingSchema).optional(),
  /** Folders in which plans are looked for by their id. */
  planFolders: z.array(folderSchema).optional(),
  /** By kind: the names of the sections expected instead of the built-in ones. */
  sections: z.partialRecord(planKindSchema, z.array(z.string().min(1))).optional(),
  /** Seconds that the command of a documentation-driven check may take. */
  commandTimeLimit: z.number().positive().max(600).optional(),
});

export type CheckSettingsFile = z.infer<typeof checkSettingsFileSchema>;
