import type { RoundReading } from '../../domain/roundReading.ts';

/** So many parts are named; of more, how many they are. */
const mostNamed = 30;

/** How a plan was read, where each reviewer was not given the whole of it in one request: one sentence each. */
export function readingRemarks(reading: RoundReading | undefined): readonly string[] {
  if (reading === undefined) {
    return [];
  }
  const { parts, skipped, contextWindow } = reading;
  const unchanged = skipped.filter(({ why }) => why === 'unchanged');
  const notAsked = skipped.filter(({ why }) => why === 'not-asked');
  return [
    ...(contextWindow === null
      ? []
      : [
          `It is too long for one request of ${contextWindow} tokens, so each reviewer read it in ${parts.length} parts, each with the outline of the whole: ${named(parts)}.`,
        ]),
    ...(unchanged.length === 0
      ? []
      : [
          `Not read again, because it has not changed since round ${roundsOf(unchanged)}: ${named(unchanged)}.`,
        ]),
    ...(notAsked.length === 0 ? [] : [`Only ${named(parts)} was to be read. Left out: ${named(notAsked)}.`]),
  ];
}

/** The headings of what nobody has read as it is now: it bars a GO. */
export function unreadIn(reading: RoundReading | undefined): string[] {
  return (reading?.skipped ?? []).flatMap(({ title, readIn }) => (readIn === null ? [title] : []));
}

function named(parts: readonly { readonly title: string }[]): string {
  const titles = parts.slice(0, mostNamed).map(({ title }) => title.replace(/ …$/, ' and what follows'));
  const left = parts.length - titles.length;
  return `${titles.join('; ')}${left > 0 ? `; and ${left} more` : ''}`;
}

function roundsOf(skipped: RoundReading['skipped']): string {
  return [...new Set(skipped.flatMap(({ readIn }) => readIn ?? []))].toSorted((a, b) => a - b).join(', ');
}
