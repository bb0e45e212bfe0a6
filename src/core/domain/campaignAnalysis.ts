import { z } from 'zod';
import { campaignStatusSchema } from './campaign.ts';
import { categorySchema, findingIdSchema, severitySchema } from './finding.ts';
import { personaFrontMatterSchema, personaIdSchema } from './persona.ts';
import { planIdentitySchema, revisionSchema } from './plan.ts';
import { reviewerStatusSchema } from './reviewer.ts';
import { strategySchema } from './roundRequest.ts';

/** The four dimensions of a review, in the order in which they are told. */
export const dimensions = ['clarity', 'accuracy', 'fit', 'usability'] as const;

const countSchema = z.int().min(0);
const scoreSchema = z.number().min(1).max(10);
export const dimensionSchema = z.enum(dimensions);
/** A score for each of the four dimensions. */
export const scoresSchema = z.record(dimensionSchema, scoreSchema);

/** What a finding weighs beside the others. Plans are told apart by their paths, since each numbers its own findings. */
export const prioritySchema = z.strictObject({
  /** From 1, the worst first. */
  rank: z.int().min(1),
  plan: z.string().min(1),
  finding: findingIdSchema,
  severity: severitySchema,
  category: categorySchema,
  title: z.string().min(1),
  description: z.string().min(1),
  /** The personas that raised it, and whether a check did. */
  raisedBy: z.array(personaIdSchema),
  check: z.string().min(1).nullable(),
  /** How many of those who read alone raised it, of how many; null where nobody can tell. */
  agreement: z.strictObject({ raised: countSchema, of: z.int().min(1) }).nullable(),
});

/** What the reviewers think of one dimension; scores from 1 to 10. */
export const dimensionSummarySchema = z.strictObject({
  average: scoreSchema,
  lowest: scoreSchema,
  highest: scoreSchema,
  /** The standard deviation of the scores; 0 for a single one. */
  spread: z.number().min(0),
  scores: z
    .array(z.strictObject({ reviewer: personaIdSchema, plan: z.string().min(1), score: scoreSchema }))
    .min(1),
  /** What its findings are about, the commonest first. */
  themes: z.array(z.string().min(1)),
});

/** Personas with one archetype or one experience, and what the plan is to them. */
export const breakdownSchema = z.strictObject({
  name: z.string().min(1),
  reviewers: z.array(personaIdSchema).min(1),
  /** The average of each dimension; null where none of them has answered. */
  averages: scoresSchema.nullable(),
  strengths: z.array(z.string().min(1)),
  /** What troubles them most, the worst first. */
  struggles: z.array(
    z.strictObject({
      plan: z.string().min(1),
      finding: findingIdSchema,
      severity: severitySchema,
      title: z.string().min(1),
    }),
  ),
});

/** How hard a persona judges, measured against the others who read alone. */
export const strictnessSchema = z.strictObject({
  /** Its average score less that of the others on the same plans: below 0 is stricter. */
  scores: z.number(),
  /** How many steps of severity it is above the others on the findings that it shares with them; null where it shares none. */
  severity: z.number().nullable(),
});

/** What one persona did. */
export const personaSummarySchema = z.strictObject({
  id: personaIdSchema,
  name: z.string().min(1),
  archetype: personaFrontMatterSchema.shape.archetype,
  experience: personaFrontMatterSchema.shape.experience,
  status: reviewerStatusSchema,
  /** Its score of each dimension, the average over the plans that it read; null where it did not answer. */
  scores: scoresSchema.nullable(),
  /** How much it wrote: findings, and words in all that it said. */
  depth: z.strictObject({ findings: countSchema, words: countSchema }),
  /** How long it took, in milliseconds; null where nobody measured. */
  elapsedMs: z.number().min(0).nullable(),
  /** Null where it did not read alone, or nobody else did. */
  strictness: strictnessSchema.nullable(),
});

/** How much those who read alone found in common. */
export const overlapSchema = z.strictObject({
  reviewers: z.int().min(2),
  /** Findings of personas, each counted once, and how many of them at least two raised. */
  findings: countSchema,
  shared: countSchema,
  /** How much two of them have in common on average, from 0 to 1 (Jaccard's index); null where nobody found anything. */
  likeness: z.number().min(0).max(1).nullable(),
});

/** A lower bound for what is there and nobody found, with what it rests on. */
export const unseenSchema = z.strictObject({
  atLeast: countSchema,
  reviewers: z.int().min(3),
  findings: countSchema,
  /** Findings that exactly one, and exactly two, of the reviewers raised. */
  once: countSchema,
  twice: countSchema,
});

/** What is otherwise than in an earlier round or campaign of the same content. */
export const comparisonSchema = z.strictObject({
  /** What it is compared with, such as `round 1`, and when that ended. */
  with: z.string().min(1),
  completedAt: z.iso.datetime(),
  /** Personas that scored both; a change of scores is that of these alone. */
  reviewers: z.array(personaIdSchema),
  /** By how much the average of each dimension moved; null where nobody scored both. */
  scores: z.record(dimensionSchema, z.number()).nullable(),
  /** Dimensions that fell by at least half a point. */
  regressions: z.array(dimensionSchema),
  findings: z.strictObject({
    new: countSchema,
    persisting: countSchema,
    gone: countSchema,
    regressed: countSchema,
  }),
});

/** What many findings have in common, as a model puts it. */
export const themeSchema = z.strictObject({
  title: z.string().min(1).max(120),
  description: z.string().min(1),
  dimension: dimensionSchema.nullable(),
  findings: z.array(z.strictObject({ plan: z.string().min(1), finding: findingIdSchema })).min(1),
});

/** `analysis.json`: what many personas said comes to. Everything but the summary and the themes is computed. */
export const analysisSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** What was reviewed, in a few words: a plan's title, or what a campaign over several plans is called. */
    title: z.string().min(1),
    completedAt: z.iso.datetime(),
    status: campaignStatusSchema.extract(['completed', 'partial']),
    sources: z
      .array(z.strictObject({ plan: planIdentitySchema, round: z.int().min(1), revision: revisionSchema }))
      .min(1),
    strategy: strategySchema,
    /** Who read alone, so that what they have in common means something; why nobody did. */
    independent: z.array(personaIdSchema),
    whyNotIndependent: z.string().min(1).nullable(),
    summary: z.strictObject({ text: z.string().trim().min(1), by: z.enum(['host', 'model']) }),
    themes: z.array(themeSchema),
    /** Every open finding. */
    priorities: z.array(prioritySchema),
    /** Null where no persona answered. */
    dimensions: z.record(dimensionSchema, dimensionSummarySchema).nullable(),
    breakdowns: z.strictObject({
      archetype: z.array(breakdownSchema).min(1),
      experience: z.array(breakdownSchema).min(1),
    }),
    personas: z.array(personaSummarySchema).min(1),
    /** Null where fewer than two read alone. */
    overlap: overlapSchema.nullable(),
    /** Null where fewer than three read alone. */
    unseen: unseenSchema.nullable(),
    /** What went before; null for the first. */
    comparison: comparisonSchema.nullable(),
  })
  .superRefine((analysis, context) => {
    for (const problem of contradictions(analysis)) {
      context.addIssue({ code: 'custom', ...problem });
    }
  });

export type Dimension = (typeof dimensions)[number];
export type Scores = z.infer<typeof scoresSchema>;
export type Priority = z.infer<typeof prioritySchema>;
export type DimensionSummary = z.infer<typeof dimensionSummarySchema>;
export type Breakdown = z.infer<typeof breakdownSchema>;
export type Strictness = z.infer<typeof strictnessSchema>;
export type PersonaSummary = z.infer<typeof personaSummarySchema>;
export type Overlap = z.infer<typeof overlapSchema>;
export type Unseen = z.infer<typeof unseenSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type Analysis = z.infer<typeof analysisSchema>;

interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What in an analysis of the right shape cannot be. */
function contradictions(analysis: z.input<typeof analysisSchema>): readonly Contradiction[] {
  const { priorities, personas, breakdowns, independent } = analysis;
  const ids = personas.map(({ id }) => id);
  // What a later round finds may be settled, or not for it to raise.
  const isFirst = analysis.sources.every(({ round }) => round === 1);
  const answered = personas.filter(({ scores }) => scores !== null).length;
  return [
    ...priorities.flatMap(({ rank }, index) =>
      rank === index + 1
        ? []
        : [{ path: ['priorities', index, 'rank'], message: `is ${rank} at place ${index + 1}` }],
    ),
    ...(priorities.length === 0 && isFirst && personas.some(({ depth }) => depth.findings > 0)
      ? [{ path: ['priorities'], message: 'is empty though reviewers found something' }]
      : []),
    ...(answered > 0 === (analysis.dimensions !== null)
      ? []
      : [
          {
            path: ['dimensions'],
            message:
              answered > 0 ? 'is missing though reviewers gave scores' : 'is there though nobody gave scores',
          },
        ]),
    ...(['archetype', 'experience'] as const).flatMap((by) => {
      const grouped = breakdowns[by].flatMap(({ reviewers }) => reviewers);
      const lost = ids.filter((id) => grouped.filter((other) => other === id).length !== 1);
      return lost.length === 0
        ? []
        : [{ path: ['breakdowns', by], message: `does not hold each reviewer once: ${lost.join(', ')}` }];
    }),
    ...(independent.every((id) => ids.includes(id))
      ? []
      : [{ path: ['independent'], message: 'names somebody who is not among the personas' }]),
    ...(analysis.overlap === null || analysis.overlap.reviewers <= independent.length
      ? []
      : [{ path: ['overlap', 'reviewers'], message: 'counts more than read alone' }]),
    ...(analysis.unseen === null || analysis.unseen.reviewers <= independent.length
      ? []
      : [{ path: ['unseen', 'reviewers'], message: 'counts more than read alone' }]),
  ];
}

/** An analysis that can be used, or everything that is wrong with it, one sentence each. */
export type CheckedAnalysis =
  | { readonly ok: true; readonly analysis: Analysis }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Checks what claims to be an analysis. Says everything that is wrong with it, and where; never throws. */
export function checkAnalysis(value: unknown): CheckedAnalysis {
  const parsed = analysisSchema.safeParse(value);
  return parsed.success
    ? { ok: true, analysis: parsed.data }
    : {
        ok: false,
        problems: parsed.error.issues.map(
          ({ path, message }) => `${path.length === 0 ? 'The analysis' : path.join('.')}: ${message}.`,
        ),
      };
}
