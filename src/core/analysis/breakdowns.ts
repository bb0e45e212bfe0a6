import { groupBy } from '../base/groupBy.ts';
import type { Breakdown, Priority } from '../domain/campaignAnalysis.ts';
import { personaFrontMatterSchema } from '../domain/persona.ts';
import { answered, type Reading } from './readings.ts';
import { averageScores } from './scores.ts';

/** How many strengths and struggles of a group are told. */
const toldOfEach = 3;

/** The readers in groups of one archetype, in the order in which they were asked. */
export function byArchetype(
  readings: readonly Reading[],
  priorities: readonly Priority[],
): readonly Breakdown[] {
  return [...groupBy(readings, ({ archetype }) => archetype)].map(([name, group]) =>
    breakdown(name, group, priorities),
  );
}

/** The readers in groups of one experience, from the least up. */
export function byExperience(
  readings: readonly Reading[],
  priorities: readonly Priority[],
): readonly Breakdown[] {
  const groups = groupBy(readings, ({ experience }) => experience);
  return personaFrontMatterSchema.shape.experience.options.flatMap((experience) => {
    const group = groups.get(experience);
    return group === undefined ? [] : [breakdown(experience, group, priorities)];
  });
}

function breakdown(name: string, group: readonly Reading[], priorities: readonly Priority[]): Breakdown {
  const reviewers = new Set(group.map(({ reviewer }) => reviewer));
  const answers = answered(group).map(({ answer }) => answer);
  return {
    name,
    reviewers: [...reviewers],
    averages: averageScores(answers.map(({ ratings }) => ratings)),
    strengths: inTurn(answers.map(({ strengths }) => strengths)).slice(0, toldOfEach),
    struggles: priorities
      .filter(({ raisedBy }) => raisedBy.some((id) => reviewers.has(id)))
      .slice(0, toldOfEach)
      .map(({ plan, finding, severity, title }) => ({ plan, finding, severity, title })),
  };
}

/** Everybody's first, then everybody's second; the same words once. */
function inTurn(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? []));
  return [...new Set(turns.flat())];
}
