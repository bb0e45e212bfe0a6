import type { PlanCheck, RoundView } from '../../core/index.ts';
import { countClaims, countFindings } from '../counts.ts';

/** What a finished round came to, in one sentence. */
export function roundText(name: string, { round, findings }: RoundView): string {
  const counts = [countFindings(findings.map(({ finding }) => finding)), countClaims(round.claims)];
  const found = counts.filter((count) => count !== undefined).join('; ');
  return `${name}: ${round.verdict.value} in round ${round.number}. ${capital(found)}.`;
}

/** What a bare check found out, in one sentence or two. */
export function checkText(name: string, check: PlanCheck, options: { readonly isTrusted: boolean }): string {
  const counts = [countFindings(check.findings), countClaims(check.summary)];
  const found = `${name}: ${counts.filter((count) => count !== undefined).join('; ')}.`;
  return options.isTrusted
    ? found
    : `${found} Git was not asked, because this workspace is in Restricted Mode.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
