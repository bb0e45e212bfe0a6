import { Script } from 'node:vm';
import { systemErrorCode } from '../base/errors.ts';
import type { PatternMatch, PatternMatcher } from '../ports/commands.ts';

const MOST_PLACES = 10_000;
/** In milliseconds. */
const TIME_LIMIT = 500;

/** The script, as text: what a bundler made of a function might not stand on its own. */
const MATCH_ALL = `(source, flags, most, texts) => {
  const places = [];
  const pattern = new RegExp(source, flags);
  for (let text = 0; text < texts.length; text += 1) {
    for (const match of texts[text].matchAll(pattern)) {
      const place = match.indices[1];
      if (place !== undefined && place[1] > place[0]) {
        places.push({ text, start: place[0], end: place[1] });
      }
      if (places.length === most) {
        return places;
      }
    }
  }
  return places;
}`;

/**
 * Matches in a script of its own, because that is what Node.js can stop: a pattern with nested repetitions may
 * otherwise hold everything up for as long as the universe lasts. The script holds the pattern and the texts as
 * literals and runs nothing of them.
 */
export const patternMatcher: PatternMatcher = {
  match: ({ source, flags }, texts) => {
    const allFlags = [...new Set(`${flags}dg`)].join('');
    const given = [source, allFlags, MOST_PLACES, texts].map((value) => JSON.stringify(value));
    const script = new Script(`(${MATCH_ALL})(${given.join(', ')})`);
    try {
      const places: PatternMatch[] = script.runInThisContext({ timeout: TIME_LIMIT });
      return places;
    } catch (error) {
      if (systemErrorCode(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
        return 'too-slow';
      }
      throw error;
    }
  },
};
