import { z } from 'zod';
import { findingIdSchema } from '../core/domain/finding.ts';
import { proofStateSchema } from '../core/domain/resolution.ts';
import { responseSchema } from '../core/domain/response.ts';
import { questionSchema } from '../core/domain/round.ts';

/** What an author says: a response without what only the host knows. */
export const responseWordsSchema = responseSchema.pick({
  author: true,
  summary: true,
  assessment: true,
  assessmentReason: true,
  findings: true,
  answers: true,
  recommendation: true,
  confidence: true,
  confidenceReason: true,
});

/** The author's words, and on top of which version they were written. */
export const panelDraftSchema = z.strictObject({
  round: z.int().min(1),
  /** Null where nothing was stored when the author began. */
  version: z.string().min(1).nullable(),
  words: responseWordsSchema,
});

/** Something the user asked for that did not happen, and what to do. */
const failureSchema = z.strictObject({ message: z.string(), wayOut: z.string() });

/** The author's side of the latest round, as it is stored or as somebody has edited `response.md` since. */
const readableResponseSchema = z.strictObject({
  kind: z.literal('readable'),
  round: z.int().min(1),
  /** Names what is on disk; whoever saves says that this is what they have seen. Null where nothing is. */
  version: z.string().min(1).nullable(),
  state: z.enum(['draft', 'submitted']),
  updatedAt: z.iso.datetime(),
  words: responseWordsSchema,
  /** Whether `response.md` was edited by hand, so that what it says is not stored yet. */
  isEdited: z.boolean(),
  /** The findings that there are to answer, those of earlier rounds among them. */
  open: z.array(findingIdSchema),
  questions: z.array(questionSchema),
  /** What a model drafted and the author has not touched. `about` is left out for the response as a whole. */
  drafted: z
    .array(
      z.strictObject({
        about: z.string().optional(),
        field: z.enum(['disposition', 'response', 'action', 'evidence', 'answer', 'summary']),
      }),
    )
    .optional(),
  /** What keeps it from being submitted. `about` is left out for the response as a whole. */
  problems: z.array(
    z.strictObject({
      about: z.string().optional(),
      field: z.enum(['disposition', 'response', 'evidence', 'author', 'confidenceReason']),
      message: z.string(),
    }),
  ),
  /** What the host finds of each action that is named, in the plan as it is on disk. */
  proofs: z.array(z.strictObject({ finding: findingIdSchema, state: proofStateSchema, detail: z.string() })),
  /** The places of the plan that the evidence names, as it names them. */
  places: z.array(z.strictObject({ finding: findingIdSchema, references: z.array(z.string()) })),
  /** `response.md`, relative to the workspace folder. */
  document: z.string(),
});

/** A response that is there and cannot be read: `response.md` is malformed, or `response.json` contradicts itself. */
const unreadableResponseSchema = z.strictObject({
  kind: z.literal('unreadable'),
  round: z.int().min(1),
  ...failureSchema.shape,
});

export const panelResponseSchema = z.discriminatedUnion('kind', [
  readableResponseSchema,
  unreadableResponseSchema,
]);

/** What the host tells the page of the response by itself, between two snapshots. */
export const responseHostMessages = [
  /** The response as it is now: because it was saved, or because somebody else has changed it. */
  z.strictObject({
    type: z.literal('response/set'),
    response: panelResponseSchema,
    /** The number of the page's own request that this answers. */
    answers: z.int().min(1).optional(),
    /** Why that request came to nothing; `isRetryable`: the same may go well in a moment. */
    failure: z.strictObject({ ...failureSchema.shape, isRetryable: z.boolean() }).optional(),
  }),
  /** What the user has selected in the plan, as evidence for a finding. */
  z.strictObject({
    type: z.literal('evidence/selected'),
    finding: findingIdSchema,
    evidence: z.string().min(1),
  }),
  /** Bring a finding into view and put the caret into its response. */
  z.strictObject({ type: z.literal('finding/respond'), finding: findingIdSchema }),
] as const;

/** What the page asks of the host about the response. */
export const responsePageMessages = [
  /** Store a draft. Answered by `response/set` with the same `id`. */
  z.strictObject({ type: z.literal('response/save'), id: z.int().min(1), draft: panelDraftSchema }),
  /** Store it as the author's last word. Answered likewise. */
  z.strictObject({ type: z.literal('response/submit'), id: z.int().min(1), draft: panelDraftSchema }),
  /** Have a model draft what the author has not written. What it comes to is told by `response/set`. */
  z.strictObject({ type: z.literal('response/draft') }),
  /** Open `response.md` in an editor. */
  z.strictObject({ type: z.literal('response/open') }),
  /** Say what is selected in the plan's editor. Answered by `evidence/selected`. */
  z.strictObject({ type: z.literal('evidence/use-selection'), finding: findingIdSchema }),
  /** Show a place that evidence names in the plan's editor. */
  z.strictObject({ type: z.literal('evidence/show'), reference: z.string().min(1).max(1000) }),
] as const;

export type ResponseWords = z.infer<typeof responseWordsSchema>;
export type PanelDraft = z.infer<typeof panelDraftSchema>;
export type PanelResponse = z.infer<typeof panelResponseSchema>;
export type ReadableResponse = z.infer<typeof readableResponseSchema>;
