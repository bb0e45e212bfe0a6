import { z } from 'zod';
import { categorySchema, confidenceSchema, severitySchema } from '../domain/finding.ts';
import {
  falsifierSchema,
  personaReviewSchema,
  ratingsSchema,
  type PersonaReview,
  type ReviewerFinding,
} from '../domain/personaReview.ts';
import { verdictValueSchema } from '../domain/verdict.ts';
import { parseAnswer, type ParsedAnswer } from './answer.ts';
import { areaAnswersSchema, readAreas, type AskedArea } from './packet.ts';

const sentence = z.string().trim().min(1);

/** A finding as a model is asked for it: every field is there, because structured outputs know no optional ones. */
export const findingAnswerSchema = z.object({
  severity: severitySchema,
  severityReason: sentence.describe('Why this severity and not the one below it'),
  category: categorySchema,
  title: sentence.describe('At most 15 words'),
  quote: z
    .string()
    .describe('The words of the plan, copied character by character; empty only for what is missing from it'),
  observation: sentence.describe('What stands in the plan, or is missing from it'),
  concern: sentence.describe('What goes wrong because of it'),
  recommendation: sentence.describe('What the author should change'),
  confidence: confidenceSchema,
  falsifier: falsifierSchema
    .nullable()
    .describe(
      'For a critical finding: what in the repository would prove it wrong. Null where nothing could, and otherwise',
    ),
});

/** What a reviewer is asked to answer. */
export const reviewerAnswerSchema = z.object({
  summary: sentence,
  verdict: verdictValueSchema,
  ratings: ratingsSchema,
  findings: z.array(findingAnswerSchema),
  nothingFound: sentence
    .nullable()
    .describe('Only where findings is empty: what you looked for and why there is nothing'),
  strengths: z.array(sentence),
  questions: z.array(sentence),
  assumptions: z.array(sentence),
  severityArguments: z.array(
    z.object({
      finding: sentence.describe('The label of a finding that was shown to you'),
      severity: severitySchema,
      reason: sentence,
    }),
  ),
});

/** What a reviewer of a packet is asked to answer. */
export const packetAnswersSchema = reviewerAnswerSchema.extend({ areas: areaAnswersSchema });

/** Of many invented quotes, none can be relied on; of a few, each is marked and the rest stands. */
const mostlyInvented = 0.5;

/**
 * Reads a reviewer's answer. A few quotes that the plan does not hold are left for the host to mark; where most of
 * them are invented the answer is refused.
 */
export function parseReviewerAnswer(
  text: string,
  {
    isQuoted,
    areas: asked,
  }: { readonly isQuoted: (quote: string) => boolean; readonly areas: readonly AskedArea[] | undefined },
): ParsedAnswer<PersonaReview> {
  const parsed = parseAnswer<
    z.infer<typeof reviewerAnswerSchema> & Partial<z.infer<typeof packetAnswersSchema>>
  >(text, asked === undefined ? reviewerAnswerSchema : packetAnswersSchema);
  if (!parsed.ok) {
    return parsed;
  }
  const { nothingFound, findings, areas, ...rest } = parsed.value;
  const problems: string[] = [];
  if (findings.length === 0 && nothingFound === null) {
    problems.push(
      'findings is empty and nothingFound does not say what was looked for and why there is nothing.',
    );
  }
  const quotes = findings.map((finding) => finding.quote).filter((quote) => quote !== '');
  const invented = quotes.filter((quote) => !isQuoted(quote));
  if (invented.length > 0 && invented.length > quotes.length * mostlyInvented) {
    problems.push(
      ...invented.map(
        (quote) => `The plan does not hold these words: ${JSON.stringify(quote.slice(0, 200))}.`,
      ),
    );
  }
  if (problems.length > 0) {
    return { ok: false, problems };
  }
  const review = {
    ...rest,
    ...(nothingFound === null || findings.length > 0 ? {} : { nothingFound }),
    findings: findings.map(toReviewerFinding),
  };
  if (asked === undefined) {
    return { ok: true, value: personaReviewSchema.parse(review) };
  }
  const read = readAreas(areas ?? [], asked);
  return { ok: true, value: personaReviewSchema.parse({ ...review, areas: read.areas }), gaps: read.gaps };
}

/** A finding as a model gives it, as the domain has it. */
export function toReviewerFinding({
  falsifier,
  title,
  ...finding
}: z.infer<typeof findingAnswerSchema>): ReviewerFinding {
  return { ...finding, title: title.slice(0, 200), ...(falsifier === null ? {} : { falsifier }) };
}
