import { groupBy } from '../base/groupBy.ts';
import type { Claim } from '../domain/claim.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { isRange, isSame, readNumber, showNumber, showQuantity, sumOf, type Quantity } from './quantities.ts';
import { equations, sharesOf, type Shares } from './shareSums.ts';
import type { StatedSum } from './statedSum.ts';
import { statedSums } from './statedSums.ts';
import { tableSums } from './tableSums.ts';

/** A total is the sum of the parts that stand with it. */
export const sumMatches: Check = {
  id: 'sum-matches',
  title: 'Totals are the sums of their parts',
  tags: ['consistency', 'numbers'],
  severity: 'minor',
  category: 'consistency',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const stated = [...(await statedSums(context)), ...tableSums(context.document), ...equations(context)];
    const judged = stated.flatMap((stated) => {
      const sum = sumOf(stated.parts);
      return sum === undefined ? [] : [{ stated, sum, claim: claimOf(context, stated, sum) }];
    });
    const shares = (await sharesOf(context)).map((share) => ({ share, claim: shareClaim(context, share) }));
    return {
      claims: [...judged, ...shares].map(({ claim }) => claim),
      findings: [
        ...findings(judged.filter(({ claim }) => claim.verdict === 'fail')),
        ...shares.flatMap(({ share, claim }) => (share.isRight ? [] : [shareFinding(share, claim)])),
      ],
    };
  },
};

/** Where things happen at the same time, the whole takes less than its parts together. */
const atOnce = /\b(?:parallel|concurrent|simultaneous|overlap|critical path|wall[- ]clock|at the same time)/i;

const isRest = /^[*_`]{0,3}\s+(?:still\s+)?(?:available|remaining|remains?|left|free|unused|net)\b/i;

/** Lines and points add up however long they take; a bare number may be one of hours. */
function isCounted({ dimension }: Quantity): boolean {
  return dimension === 'lines' || dimension === 'points' || dimension === 'percent';
}

function claimOf({ document }: CheckContext, stated: StatedSum, sum: Quantity): Claim {
  const range = rangeOf(document.lines, stated.start, stated.end);
  const value = document.text.slice(stated.start, stated.end);
  const claim = { kind: 'sum', value, intent: 'exists', range, cached: false } as const;
  if (isSame(stated.total, sum)) {
    return { ...claim, verdict: 'pass', detail: 'the sum of its parts' };
  }
  if (stated.total.dimension !== sum.dimension || isRange(stated.total) !== isRange(sum)) {
    return { ...claim, verdict: 'unverifiable', detail: 'the parts are given in other units' };
  }
  // Of two ranges, each is an estimate: only when both ends differ do they contradict each other.
  const isHalfRight = isRange(sum) && (sum.low === stated.total.low || sum.high === stated.total.high);
  // What was measured has other parts in its total than those that are worth a line.
  const isRounded = /\.\d/.test(value) && Math.abs(sum.high - stated.total.high) <= stated.total.high * 0.005;
  if (isHalfRight || isRounded || stated.total.isApproximate || sum.isApproximate) {
    return { ...claim, verdict: 'unverifiable', detail: 'the numbers are given as rough ones' };
  }
  // "Total: 7.5 days available" is what is left of one part when the others are taken.
  if (isRest.test(document.text.slice(stated.end, stated.end + 30))) {
    return { ...claim, verdict: 'unverifiable', detail: 'what is left, and no sum' };
  }
  if (!isCounted(stated.total) && atOnce.test(document.text.slice(stated.around.start, stated.around.end))) {
    return { ...claim, verdict: 'unverifiable', detail: 'some of the parts happen at the same time' };
  }
  return {
    ...claim,
    verdict: 'fail',
    detail: `the parts add up to ${shown(stated, sum, value)}`,
    suggestion: shown(stated, sum, value),
  };
}

/** The sum in the unit in which the plan gives the total, so that it can stand in its place. */
function shown({ total }: StatedSum, sum: Quantity, value: string): string {
  const digits = /\d[\d,]*(?:\.\d+)?/.exec(value)?.[0] ?? '';
  const number = readNumber(digits);
  const isPlain = !isRange(total) && number > 0 && (value.match(/\d[\d,.]*/g)?.length ?? 0) === 1;
  if (!isPlain) {
    return total.dimension === 'number' ? rangeText(sum) : showQuantity(sum);
  }
  const inUnit = (sum.low * number) / total.low;
  // "1 hour" becomes "1 h 25 min", not "1.4167 hour".
  const isRound = Math.abs(inUnit * 100 - Math.round(inUnit * 100)) < 1e-6;
  if (!isRound && value !== digits) {
    return showQuantity(sum);
  }
  const written = digits.includes(',')
    ? inUnit.toLocaleString('en-US')
    : showNumber(Math.round(inUnit * 100) / 100);
  return value
    .replace(digits, written)
    .replace(/(?<=\bhour|\bday|\bweek|\bmonth|\bminute)$/, inUnit > 1 ? 's' : '');
}

function rangeText({ low, high }: Quantity): string {
  return low === high ? showNumber(low) : `${showNumber(low)}-${showNumber(high)}`;
}

interface Judged {
  readonly stated: StatedSum;
  readonly sum: Quantity;
  readonly claim: Claim;
}

/** One finding for the same parts, wherever their total is given. */
function findings(failed: readonly Judged[]): CheckFindingText[] {
  const byParts = groupBy(failed, ({ stated }) => stated.parts);
  return [...byParts.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [finding(first, others)],
  );
}

function finding({ stated, sum, claim }: Judged, others: readonly Judged[]): CheckFindingText {
  const right = claim.suggestion ?? showQuantity(sum);
  const edits = [claim, ...others.map((other) => other.claim)].map((each) => ({
    range: each.range,
    text: each.suggestion ?? right,
  }));
  return {
    title: `Wrong total: ${claim.value}`,
    observation: `The plan gives ${claim.value} as the total, but ${stated.of} add up to ${right}.`,
    concern:
      'One of the numbers is wrong, and whoever schedules or budgets by the total does not know which.',
    recommendation: `Write ${right} if the parts are right. Otherwise correct them.`,
    range: claim.range,
    related: others.map((other) => other.claim.range),
    fixes: [{ title: `Write "${right}"`, edits }],
  };
}

function shareClaim({ document }: CheckContext, { start, end, sum, isRight }: Shares): Claim {
  return {
    kind: 'sum',
    value: document.text.slice(start, end),
    intent: 'exists',
    range: rangeOf(document.lines, start, end),
    cached: false,
    verdict: isRight ? 'pass' : 'fail',
    detail: `the shares add up to ${showNumber(sum)}%`,
  };
}

function shareFinding({ sum }: Shares, claim: Claim): CheckFindingText {
  return {
    title: `Shares add up to ${showNumber(sum)}%`,
    observation: `The shares that begin here add up to ${showNumber(sum)}%, not to 100%.`,
    concern: 'A part is missing or counted twice, and everything that is worked out from the shares is off.',
    recommendation: 'Correct the shares so that they give 100%, or say what the rest is.',
    range: claim.range,
  };
}
