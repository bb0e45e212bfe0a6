import type { Persona } from '../../domain/persona.ts';
import type { AssignedReviewer, RoundRequestFile } from '../../domain/roundRequest.ts';

/** Who does what in a round. */
export interface Roles {
  readonly leads: readonly AssignedReviewer[];
  readonly specialists: readonly AssignedReviewer[];
  /** Who leads, in this order, where a lead fails. May be among the specialists. */
  readonly standIns: readonly AssignedReviewer[];
}

/** The personas that a round asks, but for those that the user went on without; none before they are selected. */
export function askedIn({ reviewers, candidates, leftOut = [] }: RoundRequestFile): readonly Persona[] {
  return (reviewers ?? [])
    .filter((id) => !leftOut.includes(id))
    .flatMap((id) => candidates.find(({ persona }) => persona.id === id)?.persona ?? []);
}

/**
 * Leads are those that read with no lens; where nobody asked does, the first who can lead; where nobody can, the first
 * one asked. Alone, everybody reads as what they are.
 */
export function rolesOf(request: RoundRequestFile): Roles {
  const asked = (request.reviewers ?? []).flatMap(
    (id) => request.candidates.find((candidate) => candidate.persona.id === id) ?? [],
  );
  if (request.strategy === 'independent') {
    return { leads: [], specialists: asked, standIns: [] };
  }
  const withoutLens = asked.filter(
    ({ persona }) => persona.role === 'lead' && persona.dimensions.length === 0,
  );
  const first = asked.find(({ persona }) => persona.role === 'lead') ?? asked[0];
  const leads = withoutLens.length > 0 ? withoutLens : first === undefined ? [] : [first];
  return {
    leads,
    specialists: asked.filter((reviewer) => !leads.includes(reviewer)),
    standIns: request.candidates.filter(
      (candidate) => candidate.persona.role === 'lead' && !leads.includes(candidate),
    ),
  };
}
