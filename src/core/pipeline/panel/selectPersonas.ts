import type { Persona } from '../../domain/persona.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { PlanDocument } from '../../text/planDocument.ts';

/** How much of each section a selection is shown, in UTF-16 units. */
const shownOfSection = 160;
const mostSections = 80;

/** A plan's headings, each with the first words below it. */
export function outlineOf({ text, sections, title }: PlanDocument): string {
  const lines = sections.slice(0, mostSections).map((section) => {
    const body = text.slice(section.heading.end, section.end).trim().replaceAll(/\s+/g, ' ');
    return `${'#'.repeat(section.depth)} ${section.title}: ${body.slice(0, shownOfSection)}`;
  });
  return lines.length === 0 ? `${title}: ${text.slice(0, 2_000)}` : lines.join('\n');
}

/**
 * Whom a selection by the plan's content asks: a lead, then those that were named, of at least two archetypes where
 * there are any, and others in the order of preference until there are enough.
 */
export function selectedReviewers(
  { candidates, specialists }: Pick<RoundRequestFile, 'candidates' | 'specialists'>,
  named: readonly string[],
): string[] {
  const personas = candidates.map(({ persona }) => persona);
  const lead =
    personas.find(({ role, dimensions }) => role === 'lead' && dimensions.length === 0) ?? personas[0];
  const order = [
    ...named.flatMap((id) => personas.find((persona) => persona.id === id) ?? []),
    ...personas,
  ].filter((persona, index, all) => persona !== lead && all.indexOf(persona) === index);
  const chosen = withVariety(order, specialists);
  return [...(lead === undefined ? [] : [lead]), ...chosen].map(({ id }) => id);
}

/** The first `count`, where the last gives way to the first of another archetype should all be of one. */
function withVariety(order: readonly Persona[], count: number): readonly Persona[] {
  const chosen = order.slice(0, count);
  const archetypes = new Set(chosen.map(({ archetype }) => archetype));
  const other = order.slice(count).find(({ archetype }) => !archetypes.has(archetype));
  return archetypes.size === 1 && count > 1 && other !== undefined ? [...chosen.slice(0, -1), other] : chosen;
}
