import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { AskedArea } from '../../prompts/packet.ts';

/**
 * The ids of the areas of a packet that are a reviewer's to answer, where those who are asked divide them; undefined where it takes
 * all. In turn, so that nobody has more than one area more than another; where there are more reviewers than areas, some have none.
 */
export function ownAreas(
  { areas: how, reviewers }: Pick<RoundRequestFile, 'areas' | 'reviewers'>,
  persona: string,
  areas: readonly AskedArea[] | undefined,
): readonly string[] | undefined {
  const place = reviewers?.indexOf(persona) ?? -1;
  // Who stands in for a lead that failed was given no place, and takes all.
  return how !== 'shared' || areas === undefined || reviewers === null || place === -1
    ? undefined
    : areas.filter((_area, index) => index % reviewers.length === place).map(({ id }) => id);
}
