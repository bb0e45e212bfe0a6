import { coverPacket, uncoveredQuestions } from '../analysis/packetCoverage.ts';
import type { Finding } from '../domain/finding.ts';
import type { AreaCoverage, PacketCoverage } from '../domain/packetReview.ts';
import type { Round } from '../domain/round.ts';
import { positionAt } from '../text/lineIndex.ts';
import type { Packet, PacketArea } from '../text/packet/packet.ts';
import { readPacket } from '../text/packet/readPacket.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { ReviewerOutcome } from './panel/askReviewers.ts';

/**
 * How the areas of a packet are covered after a round; undefined for any other plan. A round that only decides earlier
 * findings asks about no area: what was answered before stands for the questions that are still asked in the same words.
 */
export function coverageOf(
  document: PlanDocument,
  {
    findings,
    outcomes,
    before,
  }: {
    readonly findings: readonly Finding[];
    readonly outcomes: readonly ReviewerOutcome[];
    readonly before: PacketCoverage | undefined;
  },
): PacketCoverage | undefined {
  if (document.kind !== 'packet') {
    return undefined;
  }
  const packet = readPacket(document);
  const checklist = packet.parts.verification?.statements.map(({ text }) => text) ?? [];
  const reviews = outcomes.flatMap(({ reviewer, outcome }) =>
    outcome.status === 'succeeded'
      ? [{ reviewer: reviewer.persona.name, areas: outcome.output.areas ?? [] }]
      : [],
  );
  return coverPacket({ areas: packet.areas, checklist }, [...reviews, ...standing(packet, before)], (id) => [
    ...new Set([...findingsBefore(packet, before, id), ...findingsOn(document, packet, { id, findings })]),
  ]);
}

/** The questions that bar a GO. */
export function uncoveredIn({ packet }: Pick<Round, 'packet'>): AreaCoverage['questions'] {
  return packet === undefined ? [] : uncoveredQuestions(packet);
}

/** What was said before of areas and questions that are still there, under the numbers that they have now. */
function standing(packet: Packet, before: PacketCoverage | undefined): Parameters<typeof coverPacket>[1] {
  return (before?.areas ?? []).flatMap((earlier) => {
    const area = packet.areas.find(({ title }) => title === earlier.title);
    return area === undefined
      ? []
      : reviewersOf(earlier).map((reviewer) => restated(reviewer, earlier, area));
  });
}

/** The findings of an earlier round stay with their area, whatever became of them. */
function findingsBefore(
  { areas }: Packet,
  before: PacketCoverage | undefined,
  id: string,
): readonly string[] {
  const title = areas.find((area) => area.id === id)?.title;
  return before?.areas.find((area) => area.title === title)?.findings ?? [];
}

function reviewersOf({ risks }: AreaCoverage): readonly string[] {
  return [...new Set(risks.map(({ reviewer }) => reviewer))];
}

function restated(
  reviewer: string,
  earlier: AreaCoverage,
  area: PacketArea,
): ReturnType<typeof standing>[number] {
  const answers = earlier.questions.flatMap(({ text, answers: given }) => {
    const question = area.questions.find((candidate) => candidate.text === text);
    return question === undefined
      ? []
      : given
          .filter((answer) => answer.reviewer === reviewer)
          .map(({ answer, evidence, confidence, unanswerable }) => ({
            question: question.id,
            answer,
            evidence,
            confidence,
            unanswerable,
          }));
  });
  const risks = earlier.risks.filter((risk) => risk.reviewer === reviewer);
  const recommendations = earlier.recommendations
    .filter((recommendation) => recommendation.reviewer === reviewer)
    .map(({ text }) => text);
  return {
    reviewer,
    areas: risks.map(({ likelihood, impact, mitigation, incident }) => ({
      area: area.id,
      answers,
      risk: { likelihood, impact, mitigation, incident },
      recommendations,
    })),
  };
}

function findingsOn(
  { lines }: PlanDocument,
  { areas }: Packet,
  { id, findings }: { readonly id: string; readonly findings: readonly Finding[] },
): readonly string[] {
  const area = areas.find((candidate) => candidate.id === id);
  if (area === undefined) {
    return [];
  }
  const first = positionAt(lines, area.extent.start).line;
  const last = positionAt(lines, Math.max(area.extent.start, area.extent.end - 1)).line;
  return findings
    .filter(
      ({ anchor, range: { start } }) => anchor.quote !== '' && start.line >= first && start.line <= last,
    )
    .map((finding) => finding.id);
}
