import type { ReviewView, Severity } from '../../core/index.ts';
import type { KnownApproval } from '../approvals.ts';
import { standingOf } from '../standing.ts';

const severities: readonly Severity[] = ['critical', 'major', 'minor', 'suggestion'];

/** What stands above the title of a reviewed plan; undefined while no round has ended. */
export function lensText(view: ReviewView, approval: KnownApproval | undefined): string | undefined {
  const latest = view.rounds.at(-1)?.round;
  if (latest === undefined) {
    return undefined;
  }
  const { verdict, reasons, signedBy } = standingOf(
    { latest: latest.verdict.value, isRecorded: view.review.status === 'recorded', stale: view.stale },
    approval,
  );
  const open = view.findings.filter(({ isOpen }) => isOpen).map(({ finding }) => finding.severity);
  const counts = severities.flatMap((severity) => {
    const count = open.filter((other) => other === severity).length;
    const isSeveral = severity === 'suggestion' && count > 1;
    return count === 0 ? [] : [`${count} ${severity}${isSeveral ? 's' : ''}`];
  });
  return [
    reasons.length === 0 ? verdict : `${verdict} (stale)`,
    `round ${latest.number}`,
    counts.length === 0 ? 'nothing open' : `${counts.join(', ')} open`,
    // `$(` would be drawn as an icon, and the name is somebody else's text.
    ...(signedBy === undefined ? [] : [`signed by ${signedBy.replaceAll('$(', '$ (')}`]),
  ].join(' · ');
}
