import { groupBy } from '../base/groupBy.ts';
import type { Claim } from '../domain/claim.ts';
import type { CheckFindingText } from './check.ts';

/**
 * One finding for each thing that is claimed falsely, at the first place that claims it, with the other places as
 * related ones. `keyOf` tells which claims are about the same thing. A fix for the first place mends the others too.
 */
export function failureFindings(
  claims: readonly Claim[],
  keyOf: (claim: Claim) => string,
  wording: (claim: Claim) => Omit<CheckFindingText, 'range' | 'related'>,
): CheckFindingText[] {
  const failed = claims.filter((claim) => claim.verdict === 'fail');
  return [...groupBy(failed, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [finding(first, others, wording(first))],
  );
}

function finding(
  first: Claim,
  others: readonly Claim[],
  text: Omit<CheckFindingText, 'range' | 'related'>,
): CheckFindingText {
  const related = others.map((claim) => claim.range);
  const { fixes, ...words } = text;
  const everywhere = fixes?.map(({ title, edits }) => ({
    title,
    edits: edits.flatMap((edit) =>
      edit.range === first.range ? [edit, ...related.map((range) => ({ ...edit, range }))] : [edit],
    ),
  }));
  return {
    ...words,
    range: first.range,
    related,
    ...(everywhere === undefined ? {} : { fixes: everywhere }),
  };
}
