import { isAtLeast, type Severity } from '../domain/finding.ts';
import type { Resolution, ResolutionStatus } from '../domain/resolution.ts';
import type { Disposition } from '../domain/response.ts';

/** What one of those who raised a finding says has become of it. */
export interface Decision {
  /** A persona's id, `checks`, or `host` for one who could not be asked. */
  readonly by: string;
  readonly status: ResolutionStatus;
  readonly notes: string;
}

/** What is known of an earlier finding when it is decided. */
export interface FindingToDecide {
  readonly id: string;
  readonly severity: Severity;
  /** What the author made of it; undefined where there is no answer. */
  readonly disposition: Disposition | undefined;
  readonly proof: Resolution['proof'];
  /** Whether the plan was changed at all since the answer was asked for. */
  readonly isPlanChanged: boolean;
}

/** Worst first: what several deciders disagree on is as bad as the worst of them says. */
const worstFirst: readonly ResolutionStatus[] = [
  'regressed',
  'unresolved',
  'partially-resolved',
  'acknowledged',
  'resolved',
  'withdrawn',
];

/**
 * Makes one resolution of what everybody who raised a finding has decided. No reviewer can resolve what the host cannot
 * see: an action that is claimed has to be proved, and a plan that is as it was has resolved nothing. What the checks
 * say of their own findings needs no other proof, since they have looked again.
 */
export function decideFinding(finding: FindingToDecide, decisions: readonly Decision[]): Resolution {
  const held = decisions.map((decision) => hold(finding, decision));
  const worst = worstFirst.find((status) => held.some((decision) => decision.status === status));
  return {
    finding: finding.id,
    status: worst ?? 'unresolved',
    by: [...new Set(held.map(({ by }) => by))],
    notes: notesOf(held),
    proof: finding.proof,
  };
}

function hold({ proof, isPlanChanged }: FindingToDecide, decision: Decision): Decision {
  if (decision.status !== 'resolved' || decision.by === 'checks') {
    return decision;
  }
  const isUnproved = proof.state === 'not changed' || proof.state === 'evidence not found';
  if (!isUnproved && isPlanChanged) {
    return decision;
  }
  const reason = isUnproved ? `${proof.state}. ${proof.detail}` : 'the plan is as it was reviewed.';
  return {
    ...decision,
    status: 'unresolved',
    notes: `${decision.notes} It does not count as resolved, because the host found: ${reason}`.trim(),
  };
}

function notesOf(decisions: readonly Decision[]): string {
  const [only] = decisions;
  if (decisions.length === 1 && only !== undefined) {
    return only.notes;
  }
  return decisions
    .filter(({ notes }) => notes !== '')
    .map(({ by, status, notes }) => `${by} (${status}): ${notes}`)
    .join(' ');
}

/**
 * What the host says of a finding whose reviewer was not asked or failed. It can see that the plan was changed where the
 * author says so, and not whether that answers the concern: so it resolves nothing.
 */
export function decideByHost({ severity, disposition, proof }: FindingToDecide): Decision {
  if (proof.state === 'proved') {
    const notes = `${proof.detail} Nobody has judged whether that answers the concern.`;
    return { by: 'host', status: 'partially-resolved', notes };
  }
  const isLeft = disposition === 'acknowledged' || disposition === 'deferred';
  if (isLeft && !isAtLeast(severity, 'major')) {
    return { by: 'host', status: 'acknowledged', notes: `The author has ${disposition} it.` };
  }
  const answer = disposition === undefined ? 'It was not answered' : `The author has ${disposition} it`;
  const found = proof.state === 'none' ? '' : ` The host found: ${proof.state}. ${proof.detail}`;
  return { by: 'host', status: 'unresolved', notes: `${answer}, and no reviewer has decided it.${found}` };
}
