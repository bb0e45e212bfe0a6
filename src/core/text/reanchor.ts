import search from 'approx-string-match';
import type { Anchor } from '../domain/anchor.ts';
import { stretchesAround, type CommonStretch, type PlanDiff } from './planDiff.ts';

/** How much of a quote has to be left for its words to count as still there (DESIGN, "Anchors"). */
const similarityNeeded = 0.7;

/** Quotes shorter than this stand in many places, so that only the diff, or their surroundings, tell which is meant. */
const tellingLength = 12;

/** Longer quotes are looked for by their beginning: nobody quotes so much of two places that begin alike. */
const longestSearch = 512;

/** A stretch of a text in UTF-16 offsets. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Where an anchor's words are in a later text: where the diff has taken them, else wherever in the text something alike
 * stands in alike surroundings, else nowhere. Words that were deleted are not found in others that resemble them.
 */
export function reanchor(
  diff: PlanDiff,
  anchor: Pick<Anchor, 'quote' | 'prefix' | 'suffix' | 'offset'>,
): Stretch | undefined {
  return followed(diff, anchor) ?? findQuote(diff.after, anchor);
}

/**
 * What the diff says: the words between the places to which it has taken both ends. An end that was itself rewritten is
 * taken to where the next words that stayed begin.
 */
function followed(diff: PlanDiff, { quote, offset }: Pick<Anchor, 'quote' | 'offset'>): Stretch | undefined {
  const end = offset + quote.length;
  const stretches = stretchesAround(diff, offset, end);
  const kept = stretches.flatMap((stretch) => {
    const from = Math.max(offset, stretch.before);
    const to = Math.min(end, stretch.before + stretch.length);
    return from < to ? [{ from, to, start: from - stretch.before + stretch.after }] : [];
  });
  const [first, last] = [kept[0], kept.at(-1)];
  if (first === undefined || last === undefined) {
    return undefined;
  }
  const previous = stretches.findLast((stretch) => stretch.before + stretch.length <= offset);
  const next = stretches.find((stretch) => stretch.before >= end);
  const isEndOf = (stretch: CommonStretch | undefined): stretch is CommonStretch =>
    stretch !== undefined && stretch.before + stretch.length === offset;
  const found = {
    start: first.from > offset && isEndOf(previous) ? previous.after + previous.length : first.start,
    end:
      last.to < end && next !== undefined && next.before === end
        ? next.after
        : last.start + (last.to - last.from),
  };
  const stayed = kept.reduce((sum, { from, to }) => sum + (to - from), 0);
  // Much may have been written between the first and the last word: that is another sentence by then.
  const isAlike = stayed / Math.max(quote.length, found.end - found.start) >= similarityNeeded;
  return isAlike ? found : undefined;
}

/**
 * Where a quote stands in a text of which nothing more is known: its only copy, the copy or the nearly equal words whose
 * surroundings are the quote's, or nowhere.
 */
export function findQuote(
  text: string,
  { quote, prefix, suffix }: Pick<Anchor, 'quote' | 'prefix' | 'suffix'>,
): Stretch | undefined {
  const exact = copies(text, quote);
  if (exact.length === 1 && quote.length >= tellingLength) {
    return exact[0];
  }
  if (exact.length > 0) {
    return bestSurrounded(text, exact, { prefix, suffix });
  }
  if (quote.length < tellingLength || quote.length > longestSearch) {
    return undefined;
  }
  const matches = search(text, quote, Math.floor(quote.length * (1 - similarityNeeded)));
  const fewest = Math.min(...matches.map((match) => match.errors));
  const best = matches.filter((match) => match.errors === fewest).map(({ start, end }) => ({ start, end }));
  return bestSurrounded(text, best, { prefix, suffix });
}

function copies(text: string, quote: string): Stretch[] {
  const found: Stretch[] = [];
  for (let start = text.indexOf(quote); start !== -1; start = text.indexOf(quote, start + 1)) {
    found.push({ start, end: start + quote.length });
  }
  return found;
}

/** Of several places, the one whose surroundings are the quote's; none where no surroundings are alike. */
function bestSurrounded(
  text: string,
  places: readonly Stretch[],
  { prefix, suffix }: Pick<Anchor, 'prefix' | 'suffix'>,
): Stretch | undefined {
  let best: { place: Stretch; alike: number } | undefined;
  for (const place of places) {
    const alike =
      commonEnd(text.slice(Math.max(0, place.start - prefix.length), place.start), prefix) +
      commonStart(text.slice(place.end, place.end + suffix.length), suffix);
    if (alike > (best?.alike ?? 0)) {
      best = { place, alike };
    }
  }
  return best !== undefined && best.alike >= (prefix.length + suffix.length) / 4 ? best.place : undefined;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) {
    length += 1;
  }
  return length;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) {
    length += 1;
  }
  return length;
}
