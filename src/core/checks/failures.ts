import { groupBy } from '../base/groupBy.ts';
import type { Claim } from '../domain/claim.ts';
import type { CheckFindingText } from './check.ts';

/**
 * One finding for each thing that is claimed falsely, at the first place that claims it, with the other places as
 * related ones. `keyOf` tells which claims are about the same thing.
 */
export function failureFindings(
  claims: readonly Claim[],
  keyOf: (claim: Claim) => string,
  wording: (claim: Claim) => Omit<CheckFindingText, 'range' | 'related'>,
): CheckFindingText[] {
  const failed = claims.filter((claim) => claim.verdict === 'fail');
  return [...groupBy(failed, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...wording(first), range: first.range, related: others.map((claim) => claim.range) }],
  );
}
