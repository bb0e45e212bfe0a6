import { decideByHost, decideFinding, type Decision } from '../../analysis/decideFinding.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Resolution } from '../../domain/resolution.ts';
import type { RoundChecks } from '../../domain/roundChecks.ts';
import { raisedBy, toDecide, type EarlierFinding } from './earlierFindings.ts';
import type { Said } from './resolveFindings.ts';

/** What a round knows when it decides the findings of earlier ones. */
interface RoundSoFar {
  /** The round's own findings, with their numbers. */
  readonly findings: readonly Finding[];
  readonly checks: RoundChecks;
  readonly said: Pick<Said, 'decisions'>;
  readonly isResolution: boolean;
}

/**
 * What became of every finding that was open, and of those that a check finds again after they were resolved. An open
 * review asks no persona about earlier findings, so it decides only what the checks alone can decide.
 */
export function resolutionsOf(earlier: readonly EarlierFinding[], round: RoundSoFar): readonly Resolution[] {
  const reported = new Set(round.findings.map(({ id }) => id));
  return earlier.flatMap((before) => {
    const isReported = reported.has(before.finding.id);
    if (!before.isOpen && !(isReported && before.status === 'resolved')) {
      return [];
    }
    const personas = raisedBy(before.finding);
    if (personas.length > 0 && !round.isResolution) {
      return [];
    }
    const decisions = [
      ...(before.finding.reviewers.includes('checks') ? [byChecks(before, isReported, round.checks)] : []),
      ...personas.map((persona) => byPersona(before, persona, round.said)),
    ];
    return [decideFinding(toDecide(before), decisions)];
  });
}

function byPersona(before: EarlierFinding, persona: string, { decisions }: RoundSoFar['said']): Decision {
  const own = decisions.get(before.finding.id)?.find(({ by }) => by === persona);
  return own ?? decideByHost(toDecide(before));
}

/** The checks have looked again, and decide their own findings by what they see. */
function byChecks({ finding, status }: EarlierFinding, isReported: boolean, checks: RoundChecks): Decision {
  const check = finding.check ?? '';
  const by = 'checks';
  if (isReported) {
    return status === 'resolved'
      ? { by, status: 'regressed', notes: `The check ${check} finds it again.` }
      : { by, status: 'unresolved', notes: `The check ${check} still finds it.` };
  }
  if (!checks.ran.includes(check)) {
    return { by, status: 'unresolved', notes: `The check ${check} did not run.` };
  }
  const suppressed = checks.suppressed?.find(
    (candidate) => candidate.check === check && candidate.title === finding.title,
  );
  if (suppressed !== undefined) {
    const reason = suppressed.suppression.reason ?? 'no reason given';
    return { by, status: 'withdrawn', notes: `The plan asks to leave it alone: ${reason}` };
  }
  return { by, status: 'resolved', notes: `The check ${check} no longer finds it.` };
}
