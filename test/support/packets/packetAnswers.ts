import { parsePlan } from '../../../src/core/text/planDocument.ts';
import { readPacket } from '../../../src/core/text/packet/readPacket.ts';
import { answer, type Reply } from '../messagesServer/reply.ts';
import { review, type ReviewAnswer } from '../messagesServer/reviews.ts';

/** What a reviewer says of a packet, beside its answers. */
export interface PacketAnswer {
  /** The ids of the questions that it leaves out, such as `2.3`. */
  readonly leftOut?: readonly string[];
  /** The ids of the areas that it takes; all of them unless said otherwise. */
  readonly areas?: readonly string[];
  readonly review?: Partial<ReviewAnswer>;
}

/** A valid review of a packet that answers what it asks, question by question. */
export function packetAnswer(
  text: string,
  { leftOut = [], areas, review: fields }: PacketAnswer = {},
  path = 'docs/packet.md',
): Reply {
  const packet = readPacket(parsePlan(path, text));
  return answer({
    ...review(fields),
    areas: packet.areas
      .filter(({ id }) => areas === undefined || areas.includes(id))
      .map(({ id, title, questions }) => ({
        area: id,
        answers: questions
          .filter((question) => !leftOut.includes(question.id))
          .map((question) => ({
            question: question.id,
            answer: `What is to be said of ${question.id}.`,
            evidence: `Area ${id} of the packet.`,
            confidence: 'medium',
            unanswerable: null,
          })),
        risk: {
          likelihood: 'medium',
          impact: 'high',
          mitigation: `Try ${title} behind a flag.`,
          incident: id === '1' ? 'Work is done twice.' : null,
        },
        recommendations: [`Begin ${title} with a test.`],
      })),
  });
}
