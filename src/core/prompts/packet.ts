import { z } from 'zod';
import { confidenceSchema } from '../domain/finding.ts';
import { levelSchema } from '../domain/record.ts';
import type { AreaReview } from '../domain/packetReview.ts';
import { fenced } from './fence.ts';

/** What of a packet a reviewer is asked about. */
export interface AskedArea {
  readonly id: string;
  readonly title: string;
  readonly questions: readonly { readonly id: string; readonly text: string }[];
}

const sentence = z.string().trim().min(1);

/** What a reviewer answers about each area: every field is there, because structured outputs know no optional ones. */
export const areaAnswersSchema = z.array(
  z.object({
    area: sentence.describe('The number of an area'),
    answers: z.array(
      z.object({
        question: sentence.describe('The number of a question, such as 2.3'),
        answer: sentence.nullable().describe('Null only where the question cannot be answered'),
        evidence: z.string().describe('What the answer rests on: words of the packet or the plan, a claim'),
        confidence: confidenceSchema,
        unanswerable: sentence
          .nullable()
          .describe('Why it cannot be answered from what there is; otherwise null'),
      }),
    ),
    risk: z.object({
      likelihood: levelSchema,
      impact: levelSchema,
      mitigation: sentence,
      incident: sentence
        .nullable()
        .describe('How it could cause an incident in production; null if it could not'),
    }),
    recommendations: z.array(sentence).describe('For those who carry it out'),
  }),
);

/** The areas and questions, in the part of a prompt that all reviewers share. */
export function packetText(areas: readonly AskedArea[]): string {
  const list = areas
    .map(({ id, title, questions }) =>
      [`[${id}] ${title}`, ...questions.map((question) => `  [${question.id}] ${question.text}`)].join('\n'),
    )
    .join('\n');
  return `This document is a review packet. It puts these areas up for review, and asks these questions:
${fenced('areas', list)}

In areas, review each of them once, by its number. Answer every question by its number, in words, with what the answer rests on,
or say in unanswerable why it cannot be answered from what you were given. In risk, rate what is proposed in the area: likelihood
and impact are low, medium or high; mitigation says what makes it safer; incident says how it could take production down, or is
null. Write no implementation: what to build is the implementers' to say, how it may fail is yours. What would stop the work is
a critical finding; quote the packet for it.`;
}

/** Which of the areas are one reviewer's, where several divide them. */
export function shareText(ids: readonly string[]): string {
  return ids.length === 0
    ? 'Other reviewers answer the areas. Leave areas empty; findings may be about any of the packet.'
    : `Of the areas, answer only ${ids.join(', ')}: the others are other reviewers'. Findings may be about any of the packet.`;
}

/**
 * What a reviewer said of the areas, as the domain has it, and what of it is missing, in sentences that it can act on.
 * Answers to what was not asked are left out.
 */
export function readAreas(
  answered: z.infer<typeof areaAnswersSchema>,
  asked: readonly AskedArea[],
): { readonly areas: readonly AreaReview[]; readonly gaps: readonly string[] } {
  const gaps: string[] = [];
  const areas = asked.flatMap(({ id, questions }): AreaReview[] => {
    const own = answered.find((area) => area.area === id);
    if (own === undefined) {
      gaps.push(`areas: area ${id} is missing.`);
      return [];
    }
    const answers = questions.flatMap((question) => {
      const answer = own.answers.find((candidate) => candidate.question === question.id);
      const { answer: text = null, unanswerable = null } = answer ?? {};
      if (answer === undefined || (text === null && unanswerable === null)) {
        gaps.push(
          `areas: question ${question.id} is not answered: ${JSON.stringify(question.text.slice(0, 200))}.`,
        );
        return [];
      }
      const { evidence, confidence } = answer;
      return [
        {
          question: question.id,
          evidence,
          confidence,
          ...(text === null ? { unanswerable: unanswerable ?? '' } : { answer: text }),
        },
      ];
    });
    const { incident, ...risk } = own.risk;
    const { recommendations } = own;
    return [
      { area: id, answers, risk: { ...risk, ...(incident === null ? {} : { incident }) }, recommendations },
    ];
  });
  return { areas, gaps };
}
