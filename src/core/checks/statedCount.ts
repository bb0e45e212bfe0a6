import { countPattern, readCount } from './quantities.ts';
import type { Segment } from './segments.ts';

/** A number that the plan gives of some of its parts, and how many of them there are. */
export interface StatedCount {
  readonly segment: Segment;
  /** As the plan writes it, and where in the segment. */
  readonly value: string;
  readonly at: number;
  readonly noun: string;
  /** How many there are, likeliest reading first. */
  readonly counts: readonly number[];
  /** Whether it is plain what is counted, so that a number that fits no reading is wrong. */
  readonly isSure: boolean;
  /** Whether one part may stand for several, so that a higher number may be right. */
  readonly isMerged: boolean;
  /** Where the parts stand, in words: "in the list below". */
  readonly place: string;
}

/** Whoever miscounts is off by one or two: a number that is farther off counts something else, as often as not. */
export function isFarOff(value: string, counts: readonly number[]): boolean {
  const count = readCount(value) ?? 0;
  return counts.every((each) => Math.abs(each - count) > Math.max(2, count / 10));
}

/** What is known of the parts themselves. */
export type Parts = Pick<StatedCount, 'counts' | 'isSure' | 'isMerged'>;

/** Source of a pattern for a number that stands alone: no part of a longer one, of an amount or of an estimate. */
export const numberAlone = String.raw`(?<![\w.,$€£#§/+×-]|[~≈<>≤≥=]\s?|(?:Gang of|Art(?:icle|s)?\.?|Clause|Chapter|Annex|Appendix|Figure|Table|Item)\s)(?<number>${countPattern})`;
/** Source of a pattern for up to three words between a number and its noun; none of them a plural, which it would count itself. */
export const wordsBetween = String.raw`\s(?:(?!(?:of|or|and|to|in|for|with|per|more)\b|[\w-]*[^\Wsui]s\s)[a-z][\w-]*\s){0,3}?`;
