import type { CheckContext } from './check.ts';
import { readCount } from './quantities.ts';
import { isQuoted } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';
import { isFarOff, numberAlone, type StatedCount } from './statedCount.ts';

const breakdown = new RegExp(
  String.raw`${numberAlone}(?<noun>(?:\s[a-z][\w-]*){0,3})\*{0,2}\s?\((?<inner>\d+\s[^()\d,;+]{2,40}(?:(?:,|;|\s\+|\s&)\s(?:and\s)?\d+\s[^()\d,;+]{2,40})+)\)`,
  'gi',
);
const measures =
  /^(?:[kmg]i?b|bytes?|lines?|loc|words?|chars?|characters|tokens?|m?s|min(?:s|utes?)?|hours?|h|days?|weeks?|months?|years?|%|percent|fps|hz|px|rpm|qps|avg|average|min|max|median|peak|p\d\d)\b/i;

const signs = sign(...Array.from({ length: 10 }, (_, digit) => `(${digit}`));

/** "4 findings (1 critical, 1 major, 2 minor)" */
export function breakdowns(context: CheckContext): StatedCount[] {
  const withBrackets = segmentsWith(context, signs).filter(({ words }) => /\(\d{1,4} [a-z]/i.test(words));
  return withBrackets.flatMap((segment) =>
    [...segment.words.matchAll(breakdown)].flatMap((match) => {
      const { number: value = '', noun = '', inner = '' } = match.groups ?? {};
      const parts = [...inner.matchAll(/(?:^|[,;+&]\s(?:and\s)?)(\d+)\s([^,;+&]*)/g)];
      const sum = parts.reduce((total, part) => total + Number(part[1]), 0);
      const total = readCount(value) ?? 0;
      // "18 tests (16 in one, 1 each in the others)"
      const isMeasure =
        /\beach\b/i.test(inner) ||
        [noun.trim(), ...parts.map((part) => part[2] ?? '')].some((name) => measures.test(name));
      if (
        isMeasure ||
        parts.some((part) => Number(part[1]) > total) ||
        isQuoted(segment.words, match.index)
      ) {
        return [];
      }
      // The parts may be the chief ones only; a sum that comes close was meant to be whole.
      const isSure = (sum > total || sum >= total * 0.8) && !isFarOff(value, [sum]);
      const kinds = noun.trim() === '' ? 'parts' : noun.trim();
      return [
        {
          segment,
          value,
          at: match.index,
          noun: kinds,
          counts: [sum],
          isSure,
          isMerged: false,
          place: 'in the brackets behind it',
        },
      ];
    }),
  );
}
