import type { PlanCheck, RoundView } from '../../core/index.ts';
import { countClaims, countFindings } from '../counts.ts';

/** What a finished round came to, in one sentence. */
export function roundText(name: string, { round, findings }: RoundView): string {
  const counts = [countFindings(findings.map(({ finding }) => finding)), countClaims(round.claims)];
  const found = counts.filter((count) => count !== undefined).join('; ');
  return `${name}: ${round.verdict.value} in round ${round.number}. ${capital(found)}.`;
}

/** What a bare check found out, in one sentence or two. */
export function checkText(
  name: string,
  check: PlanCheck,
  options: {
    readonly isTrusted: boolean;
    /** How many commands of the workspace's own checks nobody has agreed to. */
    readonly waiting: number;
  },
): string {
  const counts = [countFindings(check.findings), countClaims(check.summary)];
  const found = `${name}: ${counts.filter((count) => count !== undefined).join('; ')}.`;
  if (options.waiting > 0) {
    const commands =
      options.waiting === 1 ? 'The command of 1 check' : `The commands of ${options.waiting} checks`;
    return `${found} ${commands} of this workspace ${options.waiting === 1 ? 'waits' : 'wait'} for your consent.`;
  }
  return options.isTrusted
    ? found
    : `${found} Git was not asked, because this workspace is in Restricted Mode.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
