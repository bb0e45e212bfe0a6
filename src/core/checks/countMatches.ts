import type { Claim } from '../domain/claim.ts';
import { sourceOffset } from '../text/content.ts';
import { rangeOf } from '../text/lineIndex.ts';
import { announcedCounts } from './announcedCounts.ts';
import { breakdowns } from './breakdowns.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { familyCounts } from './familyCounts.ts';
import { isTicked } from './pastWork.ts';
import { readCount, writeCountLike } from './quantities.ts';
import type { StatedCount } from './statedCount.ts';

/** Numbers that a plan gives of its own parts are those of the parts that stand in it. */
export const countMatches: Check = {
  id: 'count-matches',
  title: 'Stated numbers of parts are those of the parts that stand there',
  tags: ['consistency', 'numbers'],
  severity: 'minor',
  category: 'consistency',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const [announced, ofFamilies] = await Promise.all([announcedCounts(context), familyCounts(context)]);
    const judged = [...announced, ...ofFamilies, ...breakdowns(context)].map((stated) => ({
      stated,
      claim: claimOf(context, stated),
    }));
    return {
      claims: judged.map(({ claim }) => claim),
      findings: judged.flatMap(({ stated, claim }) =>
        claim.verdict === 'fail' ? [finding(stated, claim)] : [],
      ),
    };
  },
};

function claimOf({ document }: CheckContext, stated: StatedCount): Claim {
  const start = sourceOffset(stated.segment.content, stated.at);
  const range = rangeOf(document.lines, start, start + stated.value.length);
  const claim = { kind: 'count', value: stated.value, intent: 'exists', range, cached: false } as const;
  const count = readCount(stated.value) ?? 0;
  if (stated.counts.includes(count)) {
    return { ...claim, verdict: 'pass', detail: 'as many as stand there' };
  }
  const actual = stated.counts[0] ?? 0;
  const isMore = count > Math.max(...stated.counts);
  // A list of 5 under "34 files" names groups of them.
  const isGrouped = isMore && count >= 8 && count >= actual * 2;
  // "11 tests" over three groups of five is neither the groups nor all that they hold.
  const isBetween = stated.isMerged && count > actual;
  if (isTicked(document, start)) {
    return { ...claim, verdict: 'unverifiable', detail: 'of work that is done' };
  }
  if (!stated.isSure || count < 2 || actual < 2 || isGrouped || isBetween) {
    return { ...claim, verdict: 'unverifiable', detail: 'it is not plain what is counted' };
  }
  return {
    ...claim,
    verdict: 'fail',
    detail: `${actual} stand ${stated.place}`,
    suggestion: writeCountLike(stated.value, actual),
  };
}

function finding(stated: StatedCount, claim: Claim): CheckFindingText {
  const actual = stated.counts[0] ?? 0;
  const right = claim.suggestion ?? String(actual);
  return {
    title: `Wrong number: ${stated.value} ${stated.noun}`,
    observation: `The plan speaks of ${stated.value} ${stated.noun}, but ${actual} stand ${stated.place}.`,
    concern: 'Either a part was forgotten or the number was not kept up; the reader cannot tell which.',
    recommendation: `Write "${right}" if the parts are complete. Otherwise add or remove what differs.`,
    range: claim.range,
    fixes: [{ title: `Write "${right}"`, edits: [{ range: claim.range, text: right }] }],
  };
}
