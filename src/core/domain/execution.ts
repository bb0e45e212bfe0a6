import { z } from 'zod';
import { intentSchema } from './claim.ts';
import { rangeSchema } from './position.ts';

const sentence = z.string().min(1);
const hashSchema = z.string().regex(/^[0-9a-f]{40,64}$/);

/** Whether something that the plan promised was carried out. `unclear`: nothing that can be looked at tells. */
export const doneSchema = z.enum(['done', 'not-done', 'unclear']);

/** One thing that a step promised to do to a file, and what became of it. */
export const stepEvidenceSchema = z.strictObject({
  /** The path as the plan spells it. */
  path: sentence,
  intent: intentSchema,
  state: doneSchema,
  /** One short phrase. */
  detail: sentence,
  /** Where the plan names it. */
  range: rangeSchema,
});

/** A phase or a step of a plan. */
export const executedStepSchema = z.strictObject({
  /** `2`, or `2.1` for the first step of the second phase. */
  id: z.string().regex(/^[1-9][0-9]*(?:\.[1-9][0-9]*)*$/),
  title: z.string(),
  range: rangeSchema,
  state: doneSchema,
  /** One short phrase: what the state rests on. */
  detail: sentence,
  /** Whether the plan's own box is ticked; null where it has none. It proves nothing. */
  isTicked: z.boolean().nullable(),
  /** From 0 to 1: how much of what can be looked at was done. Null where nothing can. */
  share: z.number().min(0).max(1).nullable(),
  evidence: z.array(stepEvidenceSchema),
});

/** How a command of the plan ended, or why it was not run. */
export const commandStateSchema = z.enum([
  'passed',
  'failed',
  'timed-out',
  // It could not be started, or something else stopped it.
  'stopped',
  // A program or a file that it needs is missing.
  'broken',
  // Nobody has agreed to this exact text.
  'not-agreed',
  // It cannot be run here and now, for the reason that `detail` gives.
  'not-run',
]);

/** A validation command of the plan. */
export const commandRunSchema = z.strictObject({
  /** The exact text that the shell is given, and that a consent is bound to. */
  command: sentence,
  /** The SHA-256 that names this text in a consent. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where it stands in the plan. */
  range: rangeSchema,
  state: commandStateSchema,
  detail: sentence,
  /** The exit status; left out where it did not exit. */
  status: z.int().optional(),
  /** What it wrote, its middle left out where it is long; left out where it was not run. */
  output: z.string().optional(),
  elapsedMs: z.number().min(0).optional(),
});

/** A success criterion and what speaks for it or against it. */
export const criterionSchema = z.strictObject({
  text: sentence,
  range: rangeSchema,
  state: z.enum(['met', 'not-met', 'unclear']),
  /** One sentence each. */
  evidence: z.array(sentence),
});

/** A file that was changed otherwise than the plan says. */
export const driftSchema = z.strictObject({
  path: sentence,
  change: z.enum(['created', 'modified', 'removed']),
  /** Who changed it: the commits of the work, others, or nobody has committed it yet. */
  by: z.enum(['work', 'others', 'uncommitted']),
  /** The latest commit that changed it; left out where none has. */
  commit: hashSchema.optional(),
  /** Where the plan relies on it; left out for a file that the plan never names. */
  range: rangeSchema.optional(),
});

/** A part of the confidence score. The points of all parts add up to the score. */
export const scorePartSchema = z.strictObject({
  name: z.enum(['branch', 'steps', 'validation', 'criteria', 'drift']),
  points: z.number().min(0),
  most: z.number().min(0),
  /** Why so many: one sentence. */
  reason: sentence,
});

/** Where the plan stands. */
export const executionStatusSchema = z.enum(['planned', 'executing', 'executed']);

/** `execution.json`: whether a plan was carried out, as far as the repository and its commands tell. */
export const executionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The commit that the work is counted from; `commit` is null for the time before the first one. */
  since: z.strictObject({ commit: hashSchema.nullable(), reason: sentence }),
  branch: z.strictObject({
    /** As the plan names it; null where it names none. */
    name: z.string().nullable(),
    state: z.enum(['unnamed', 'missing', 'checked-out', 'merged', 'elsewhere']),
    detail: sentence,
  }),
  /** The commit whose files were looked at, and whether what is not committed was looked at too. */
  lookedAt: z.strictObject({ commit: hashSchema, hasWorkingTree: z.boolean() }),
  /** The commits since, newest first. */
  commits: z.array(
    z.strictObject({
      hash: hashSchema,
      time: z.string(),
      author: z.string(),
      subject: z.string(),
      /** Why it counts as the work's: `branch`, `message`, `files`; left out for a commit of others. */
      work: z.enum(['branch', 'message', 'files']).optional(),
    }),
  ),
  /** Whether there are more commits than are listed. */
  isCut: z.boolean(),
  /** How many files of the work are not committed. */
  uncommitted: z.int().min(0),
  steps: z.array(executedStepSchema),
  commands: z.array(commandRunSchema),
  criteria: z.array(criterionSchema),
  drift: z.strictObject({
    /** Files that the plan relied on, and somebody changed. */
    reliedOn: z.array(driftSchema),
    /** Files of the work that the plan never names. */
    unnamed: z.array(driftSchema),
  }),
  status: z.strictObject({
    /** As the front matter has it; null where it says nothing of the kind. */
    stated: executionStatusSchema.nullable(),
    found: executionStatusSchema,
  }),
  score: z.strictObject({
    /** From 0 to 10, in tenths. */
    value: z.number().min(0).max(10),
    parts: z.array(scorePartSchema),
  }),
});

/** What of the work reviewers on models are shown of one part of the plan. */
export const sectionDiffSchema = z.strictObject({
  /** The step, or what the files have in common. */
  section: sentence,
  files: z.array(
    z.strictObject({
      path: sentence,
      change: z.enum(['created', 'modified', 'removed']),
      /** A unified diff, or a part of one; empty where it is not shown. */
      text: z.string(),
      /** Why it is not whole; left out where it is. */
      cut: sentence.optional(),
    }),
  ),
});

export type Done = z.infer<typeof doneSchema>;
export type StepEvidence = z.infer<typeof stepEvidenceSchema>;
export type ExecutedStep = z.infer<typeof executedStepSchema>;
export type CommandRun = z.infer<typeof commandRunSchema>;
export type Criterion = z.infer<typeof criterionSchema>;
export type Drift = z.infer<typeof driftSchema>;
export type ScorePart = z.infer<typeof scorePartSchema>;
export type ExecutionStatus = z.infer<typeof executionStatusSchema>;
export type Execution = z.infer<typeof executionSchema>;
export type SectionDiff = z.infer<typeof sectionDiffSchema>;
