import { evidencePlaces } from './evidence.ts';
import { touchesChange, type PlanDiff } from './planDiff.ts';
import type { PlanDocument } from './planDocument.ts';

/** What the host finds of an action that an author says was taken. */
export interface Proof {
  /** `proved`: the evidence is there and was changed since the round was reviewed. */
  readonly state: 'proved' | 'not changed' | 'evidence not found';
  /** One sentence: which place, and what of it. */
  readonly detail: string;
}

/**
 * Whether evidence shows a change: each place that it names has to be in the plan, and one of them has to touch what
 * was changed since the reviewed revision (DESIGN, "Resolution proof").
 */
export function proveAction(diff: PlanDiff, document: PlanDocument, evidence: string): Proof {
  if (diff.changes.length === 0) {
    return { state: 'not changed', detail: 'The plan is as it was reviewed.' };
  }
  const places = evidencePlaces(document, evidence);
  const missing = places.find((place) => place.span === undefined);
  if (missing !== undefined) {
    return { state: 'evidence not found', detail: `The plan has no such place: ${missing.reference}.` };
  }
  if (places.length === 0) {
    return {
      state: 'evidence not found',
      detail: 'The evidence names no section, no lines and no words of the plan.',
    };
  }
  const changed = places.find(({ span }) => span !== undefined && touchesChange(diff, span));
  return changed === undefined
    ? { state: 'not changed', detail: `Nothing was changed in ${places[0]?.reference ?? 'the evidence'}.` }
    : { state: 'proved', detail: `${changed.reference} was changed.` };
}
