import { isAtLeast } from '../domain/finding.ts';
import type { Level, Risk } from '../domain/record.ts';
import type { FindingResponse } from '../domain/response.ts';
import type { FindingState } from './findingStates.ts';

/**
 * The risks to begin with when a review is finalized: what was deferred, acknowledged, rejected or left unresolved. A
 * person judges likelihood and impact; these are where to start from.
 */
export function proposeRisks(
  states: readonly FindingState[],
  responses: readonly FindingResponse[],
): readonly Risk[] {
  const answers = new Map(responses.map((response) => [response.finding, response]));
  return states
    .filter(({ status }) => status !== 'resolved' && status !== 'withdrawn')
    .filter(({ finding, status }) => status !== 'open' || isAtLeast(finding.severity, 'minor'))
    .map(({ finding, status }) => {
      const answer = answers.get(finding.id);
      return {
        risk: finding.title,
        likelihood: status === 'regressed' ? 'high' : 'medium',
        impact: impactOf(finding.severity),
        mitigation: firstParagraph(answer?.action ?? '') || firstParagraph(finding.recommendation),
        finding: finding.id,
      };
    });
}

function impactOf(severity: FindingState['finding']['severity']): Level {
  switch (severity) {
    case 'critical':
      return 'high';
    case 'major':
      return 'medium';
    default:
      return 'low';
  }
}

function firstParagraph(text: string): string {
  return (text.trim().split(/\n\s*\n/, 1)[0] ?? '').replaceAll(/\s+/g, ' ');
}
