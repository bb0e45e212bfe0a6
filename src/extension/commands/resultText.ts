import type { PlanCheck, RoundView } from '../../core/index.ts';
import { countClaims, countFindings } from '../counts.ts';

/** What a finished round came to and, behind an earlier one, what became of the findings: a few short sentences. */
export function roundText(name: string, { round, findings, openFindings }: RoundView): string {
  const { number, verdict, claims, resolutions } = round;
  const raised = findings.map(({ finding }) => finding).filter((finding) => finding.round === number);
  const counts = [countFindings(raised), countClaims(claims)];
  const found = counts.filter((count) => count !== undefined).join('; ');
  const score = round.execution === undefined ? '' : ` Confidence ${round.execution.score.value} of 10.`;
  const came = `${name}: ${verdict.value} in round ${number}.${score}`;
  return resolutions === undefined
    ? `${came} ${capital(found)}.`
    : `${came} ${decidedText(resolutions)} New: ${found}. ${openText(openFindings.length)}`;
}

type Resolutions = NonNullable<RoundView['round']['resolutions']>;

function decidedText(resolutions: Resolutions): string {
  const counts = new Map<string, number>();
  for (const { status } of resolutions) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const parts = [...counts].map(([status, count]) => `${count} ${status.replace('-', ' ')}`);
  return `Of ${resolutions.length === 1 ? '1 earlier finding' : `${resolutions.length} earlier findings`}: ${parts.join(', ')}.`;
}

function openText(count: number): string {
  switch (count) {
    case 0:
      return 'Nothing is open.';
    case 1:
      return '1 finding is open.';
    default:
      return `${count} findings are open.`;
  }
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
