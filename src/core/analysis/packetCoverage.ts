import type { AreaCoverage, AreaReview, PacketAnswer, PacketCoverage } from '../domain/packetReview.ts';
import { isImplementation } from './implementationCode.ts';

/** What of a packet its coverage is about. */
export interface CoveredPacket {
  readonly areas: readonly {
    readonly id: string;
    readonly title: string;
    readonly questions: readonly { readonly id: string; readonly text: string }[];
  }[];
  /** The packet's own checklist. */
  readonly checklist: readonly string[];
}

/** What one reviewer said of the areas. */
export interface ReviewerAreas {
  readonly reviewer: string;
  readonly areas: readonly AreaReview[];
}

/**
 * How a packet was covered. A question counts as answered when somebody has answered it in words, and as unanswerable when
 * nobody has and somebody says why; several reviewers may share the areas or each take all.
 * @param findingsOf the ids of the findings on an area's own words
 */
export function coverPacket(
  packet: CoveredPacket,
  reviews: readonly ReviewerAreas[],
  findingsOf: (area: string) => readonly string[],
): PacketCoverage {
  const areas = packet.areas.map((area): AreaCoverage => {
    const said = reviews.flatMap(({ reviewer, areas: own }) =>
      own.filter((review) => review.area === area.id).map((review) => ({ reviewer, review })),
    );
    return {
      id: area.id,
      title: area.title,
      questions: area.questions.map(({ id, text }) => {
        const answers = said.flatMap(({ reviewer, review }) =>
          review.answers
            .filter(({ question }) => question === id)
            .map(({ answer, evidence, confidence, unanswerable }) => ({
              reviewer,
              answer,
              evidence,
              confidence,
              unanswerable,
              isImplementation: isImplementation(answer ?? ''),
            })),
        );
        return { id, text, state: stateOf(answers), answers };
      }),
      risks: said.map(({ reviewer, review }) => ({ reviewer, ...review.risk })),
      recommendations: said.flatMap(({ reviewer, review }) =>
        review.recommendations.map((text) => ({
          reviewer,
          text,
          ...(isImplementation(text) ? { isImplementation: true as const } : {}),
        })),
      ),
      findings: [...findingsOf(area.id)],
    };
  });
  return { areas, checklist: packet.checklist.map((text) => tick(text, areas)) };
}

type QuestionState = AreaCoverage['questions'][number]['state'];

function stateOf(
  answers: readonly (Omit<PacketAnswer, 'question'> & { readonly isImplementation: boolean })[],
): QuestionState {
  if (answers.some(({ answer, isImplementation: isCode }) => answer !== undefined && !isCode)) {
    return 'answered';
  }
  return answers.some(({ unanswerable }) => unanswerable !== undefined) ? 'unanswerable' : 'uncovered';
}

/** The questions of a packet that nobody has answered or called unanswerable. */
export function uncoveredQuestions({ areas }: PacketCoverage): AreaCoverage['questions'] {
  return areas.flatMap(({ questions }) => questions.filter(({ state }) => state === 'uncovered'));
}

type Item = PacketCoverage['checklist'][number];

/** What an item of a checklist may be about, and the facts that decide it. */
const facts: readonly (readonly [RegExp, (areas: readonly AreaCoverage[]) => Omit<Item, 'text' | 'by'>])[] = [
  [/\b(?:areas?|questions?|topics?)\b.*\b(?:covered|answered|addressed|reviewed)\b/i, everythingCovered],
  [/\brisks?\b.*\b(?:identified|assessed|rated|mitigat\w*)\b|\bmitigat\w*\b/i, risksNamed],
  [/\b(?:review|report|document)\b.*\b(?:produced|written|delivered|created|exists?)\b/i, documentWritten],
];

function tick(text: string, areas: readonly AreaCoverage[]): Item {
  const fact = facts.find(([pattern]) => pattern.test(text))?.[1];
  return fact === undefined
    ? { text, isTicked: false, by: 'person', detail: 'A person has to tell.' }
    : { text, by: 'host', ...fact(areas) };
}

function everythingCovered(areas: readonly AreaCoverage[]): Omit<Item, 'text' | 'by'> {
  const left = areas.flatMap(({ questions }) => questions.filter(({ state }) => state === 'uncovered'));
  const asked = areas.reduce((sum, { questions }) => sum + questions.length, 0);
  const unread = areas.filter(({ risks }) => risks.length === 0);
  const missing = [
    ...(left.length === 0 ? [] : [`uncovered: ${left.map(({ id }) => id).join(', ')}`]),
    ...(unread.length === 0 ? [] : [`nobody reviewed area ${unread.map(({ id }) => id).join(', ')}`]),
  ];
  return missing.length === 0 && areas.length > 0
    ? { isTicked: true, detail: `${areas.length} areas with ${asked} questions are covered.` }
    : { isTicked: false, detail: missing.length === 0 ? 'There is no area.' : `${missing.join('; ')}.` };
}

function risksNamed(areas: readonly AreaCoverage[]): Omit<Item, 'text' | 'by'> {
  const without = areas.filter(({ risks }) => risks.length === 0);
  return without.length === 0 && areas.length > 0
    ? { isTicked: true, detail: 'Every area has a risk with its mitigation.' }
    : {
        isTicked: false,
        detail:
          areas.length === 0
            ? 'There is no area.'
            : `No risk was named for area ${without.map(({ id }) => id).join(', ')}.`,
      };
}

function documentWritten(areas: readonly AreaCoverage[]): Omit<Item, 'text' | 'by'> {
  return areas.some(({ risks }) => risks.length > 0)
    ? { isTicked: true, detail: 'This document.' }
    : { isTicked: false, detail: 'Nobody has reviewed an area.' };
}
