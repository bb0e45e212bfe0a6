import type { Finding } from '../domain/finding.ts';
import type { AreaCoverage } from '../domain/packetReview.ts';
import type { Round } from '../domain/round.ts';
import { capitalized, escapeMarkdown, markdownTable } from './markdown.ts';

/** The parts of a review document that only the review of a packet has: area by area, then what stops the work. */
export function packetReport(
  { packet, verdict }: Pick<Round, 'packet' | 'verdict'>,
  findings: readonly ListedFinding[],
): readonly string[] {
  if (packet === undefined) {
    return [];
  }
  return [
    '## Blockers',
    blockersOf(verdict, findings),
    '## Areas',
    packet.areas.length === 0 ? 'The packet names none.' : packet.areas.map(areaPart(findings)).join('\n\n'),
    '## Verification',
    checklist(packet),
  ];
}

type ListedFinding = Pick<Finding, 'id' | 'severity' | 'title'>;

/** What the verdict says stands in the way: a critical of an earlier round blocks as long as it is open. */
function blockersOf({ reasons }: Round['verdict'], findings: readonly ListedFinding[]): string {
  const blockers = reasons.filter(({ code }) => code === 'open-critical');
  const titles = new Map(findings.map(({ id, title }) => [id, title]));
  return blockers.length === 0
    ? 'None.'
    : blockers
        .map(({ finding = '', text }) => `- [${finding}] ${escapeMarkdown(titles.get(finding) ?? text)}`)
        .join('\n');
}

function areaPart(findings: readonly ListedFinding[]): (area: AreaCoverage) => string {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return (area) =>
    [
      `### Area ${area.id}: ${escapeMarkdown(area.title)}`,
      '**Findings:**',
      area.findings.length === 0
        ? 'None on its own words.'
        : area.findings
            .map((id) => {
              const { severity, title } = byId.get(id) ?? {};
              return severity === undefined || title === undefined
                ? `- [${id}]`
                : `- [${id}] ${severity}: ${escapeMarkdown(title)}`;
            })
            .join('\n'),
      ...questions(area),
      '**Risk of what is proposed:**',
      risks(area),
      '**Recommendations for implementers:**',
      area.recommendations.length === 0
        ? 'None.'
        : area.recommendations
            .map(({ reviewer, text, isImplementation }) =>
              isImplementation === true
                ? `- ${escapeMarkdown(reviewer)} wrote an implementation in place of a recommendation.`
                : `- ${escapeMarkdown(text)} (${escapeMarkdown(reviewer)})`,
            )
            .join('\n'),
    ].join('\n\n');
}

function questions({ questions: asked }: AreaCoverage): string[] {
  return asked.map(({ id, text, state, answers }) => {
    const lines = answers.map(
      ({ reviewer, answer, unanswerable, evidence, confidence, isImplementation }) => {
        const who = `${escapeMarkdown(reviewer)}, confidence ${confidence}`;
        if (isImplementation) {
          return `- ${escapeMarkdown(reviewer)} wrote an implementation in place of an answer; it does not count.`;
        }
        const words = answer ?? `Cannot be answered: ${unanswerable ?? ''}`;
        const basis = evidence.trim() === '' ? '' : ` Evidence: ${escapeMarkdown(evidence)}`;
        return `- ${escapeMarkdown(words)}${basis} (${who})`;
      },
    );
    const mark = state === 'uncovered' ? ' **Uncovered: nobody has answered it.**' : '';
    return [`**Question ${id}:** ${escapeMarkdown(text)}${mark}`, ...lines].join('\n');
  });
}

function risks({ risks: named }: AreaCoverage): string {
  return named.length === 0
    ? 'Nobody has rated it.'
    : markdownTable(
        ['Reviewer', 'Likelihood', 'Impact', 'Mitigation', 'Could cause an incident'],
        named.map(({ reviewer, likelihood, impact, mitigation, incident }) => [
          escapeMarkdown(reviewer),
          capitalized(likelihood),
          capitalized(impact),
          escapeMarkdown(mitigation),
          incident === undefined ? 'No' : escapeMarkdown(incident),
        ]),
      );
}

function checklist({ checklist: items }: NonNullable<Round['packet']>): string {
  return items.length === 0
    ? 'The packet has no checklist.'
    : items
        .map(
          ({ text, isTicked, detail }) =>
            `- [${isTicked ? 'x' : ' '}] ${escapeMarkdown(text)}: ${escapeMarkdown(detail)}`,
        )
        .join('\n');
}
