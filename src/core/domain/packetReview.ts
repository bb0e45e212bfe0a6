import { z } from 'zod';
import { confidenceSchema, findingIdSchema } from './finding.ts';
import { levelSchema } from './record.ts';

const sentence = z.string().min(1);

/** A packet's areas are numbered from 1, and their questions within them: `2`, `2.3`. */
const areaIdSchema = z.string().regex(/^[1-9][0-9]*$/);
const packetQuestionIdSchema = z.string().regex(/^[1-9][0-9]*\.[1-9][0-9]*$/);

/** A reviewer's answer to a question of a packet. Exactly one of `answer` and `unanswerable` is there. */
export const packetAnswerSchema = z.strictObject({
  question: packetQuestionIdSchema,
  answer: sentence.optional(),
  /** What the answer rests on: the packet's or the plan's words, a file, a claim. */
  evidence: z.string(),
  confidence: confidenceSchema,
  /** Why it cannot be answered from what there is. */
  unanswerable: sentence.optional(),
});

/** What a proposed change may break. */
export const changeRiskSchema = z.strictObject({
  likelihood: levelSchema,
  impact: levelSchema,
  mitigation: sentence,
  /** How it could cause an incident in production; left out where it could not. */
  incident: sentence.optional(),
});

/** What a reviewer says of one area of a packet. */
export const areaReviewSchema = z.strictObject({
  area: areaIdSchema,
  answers: z.array(packetAnswerSchema),
  risk: changeRiskSchema,
  /** For those who carry it out. */
  recommendations: z.array(sentence),
});

const said = z.strictObject({ reviewer: sentence });

/** How a packet was covered by those who answered (seed 001): it is computed, whatever a reviewer says of it. */
export const packetCoverageSchema = z.strictObject({
  areas: z.array(
    z.strictObject({
      id: areaIdSchema,
      title: z.string(),
      questions: z.array(
        z.strictObject({
          id: packetQuestionIdSchema,
          text: sentence,
          /** `uncovered`: nobody has answered it, or said why it cannot be answered. */
          state: z.enum(['answered', 'unanswerable', 'uncovered']),
          answers: z.array(
            said.extend({
              ...packetAnswerSchema.omit({ question: true }).shape,
              /** The answer is an implementation, which a review is not to write; it does not count. */
              isImplementation: z.boolean(),
            }),
          ),
        }),
      ),
      risks: z.array(said.extend(changeRiskSchema.shape)),
      recommendations: z.array(
        said.extend({
          text: sentence,
          /** It is an implementation, which is not for a review to write. */
          isImplementation: z.literal(true).optional(),
        }),
      ),
      /** The findings on the area's own words. */
      findings: z.array(findingIdSchema),
    }),
  ),
  /** The packet's own list of what has to be so, ticked where recorded facts can tell. */
  checklist: z.array(
    z.strictObject({
      text: sentence,
      isTicked: z.boolean(),
      by: z.enum(['host', 'person']),
      detail: sentence,
    }),
  ),
});

export type AreaReview = z.infer<typeof areaReviewSchema>;
export type PacketAnswer = z.infer<typeof packetAnswerSchema>;
export type PacketCoverage = z.infer<typeof packetCoverageSchema>;
export type AreaCoverage = PacketCoverage['areas'][number];
