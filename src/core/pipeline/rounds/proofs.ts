import { claimsAction, type FindingResponse } from '../../domain/response.ts';
import type { Resolution } from '../../domain/resolution.ts';
import type { Revision } from '../../domain/plan.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { proveAction } from '../../text/proof.ts';
import type { DiffFrom } from '../snapshotDiffs.ts';

/** What the host finds of the action that an answer names, in the plan as it is now. */
export type ProofOfAnswer = Resolution['proof'];

/**
 * Whether what an author says was done is in the plan: the evidence has to exist and to touch what was changed since
 * `reviewed`, the revision that was answered (DESIGN, "Resolution proof").
 */
export function proofOf(
  answer: FindingResponse | undefined,
  {
    document,
    reviewed,
    diffFrom,
  }: { readonly document: PlanDocument; readonly reviewed: Revision; readonly diffFrom: DiffFrom },
): ProofOfAnswer {
  if (answer === undefined || !claimsAction(answer)) {
    return { state: 'none', detail: answer === undefined ? 'it was not answered' : '' };
  }
  const diff = diffFrom(reviewed);
  return diff === undefined
    ? { state: 'evidence not found', detail: 'What was reviewed cannot be compared with the plan.' }
    : proveAction(diff, document, answer.evidence);
}
