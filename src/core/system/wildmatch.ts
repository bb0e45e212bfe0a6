/** How a pattern ended on a text. The two last ones say that no longer piece for a `*` can help either. */
type Outcome = 'match' | 'no' | 'no-more-text' | 'no-slash';

/** Where a pattern that begins or goes on at `pattern` is tried against the rest of a text. */
interface Attempt {
  readonly pattern: string;
  readonly text: string;
  /** What was tried and failed, by both places; without it, a few stars take for ever. */
  readonly failed: Map<number, Outcome>;
}

/**
 * Whether a path fits a pattern of an ignore file, as git's `wildmatch` with WM_PATHNAME says: `*`, `?` and brackets match no
 * slash, `**` between slashes matches any number of folders. Both are bytes as Latin-1, because git counts bytes. Takes
 * time in proportion to the product of both lengths at most.
 */
export function wildmatch(pattern: string, text: string): boolean {
  return attempt({ pattern, text, failed: new Map() }, 0, 0) === 'match';
}

function attempt(given: Attempt, from: number, at: number): Outcome {
  const key = from * (given.text.length + 1) + at;
  const known = given.failed.get(key);
  if (known !== undefined) {
    return known;
  }
  const outcome = walk(given, from, at);
  if (outcome !== 'match') {
    given.failed.set(key, outcome);
  }
  return outcome;
}

function walk(given: Attempt, from: number, at: number): Outcome {
  const { pattern, text } = given;
  let p = from;
  let t = at;
  for (; p < pattern.length; p += 1, t += 1) {
    const sign = pattern[p] ?? '';
    if (t >= text.length && sign !== '*') {
      return 'no-more-text';
    }
    const letter = text[t] ?? '';
    if (sign === '*') {
      const star = starAt(pattern, p, from);
      p = star.end;
      if (p >= pattern.length) {
        return star.isAnyDepth || !text.includes('/', t) ? 'match' : 'no';
      }
      if (star.isAnyDepth && pattern[p] === '/' && attempt(given, p + 1, t) === 'match') {
        return 'match';
      }
      if (!star.isAnyDepth && pattern[p] === '/') {
        const slash = text.indexOf('/', t);
        if (slash === -1) {
          return 'no';
        }
        t = slash;
        continue;
      }
      return behindStar(given, { from: p, at: t, isAnyDepth: star.isAnyDepth });
    }
    if (sign === '?') {
      if (letter === '/') {
        return 'no';
      }
    } else if (sign === '[') {
      const bracket = bracketAt(pattern, p, letter);
      if (bracket === undefined) {
        return 'no-more-text';
      }
      if (!bracket.isIn || letter === '/') {
        return 'no';
      }
      p = bracket.end;
    } else {
      p += sign === '\\' ? 1 : 0;
      if (pattern[p] !== letter) {
        return 'no';
      }
    }
  }
  return t < text.length ? 'no' : 'match';
}

/** Tries what stands behind a star at every place that the star may reach. */
function behindStar(
  given: Attempt,
  { from, at, isAnyDepth }: { readonly from: number; readonly at: number; readonly isAnyDepth: boolean },
): Outcome {
  for (let t = at; t < given.text.length; t += 1) {
    const outcome = attempt(given, from, t);
    if (outcome !== 'no' && (!isAnyDepth || outcome !== 'no-slash')) {
      return outcome;
    }
    if (!isAnyDepth && given.text[t] === '/') {
      return 'no-slash';
    }
  }
  return 'no-more-text';
}

/** The stars at `at`: where they end, and whether they stand alone between slashes. */
function starAt(pattern: string, at: number, from: number): { end: number; isAnyDepth: boolean } {
  let end = at;
  while (pattern[end] === '*') {
    end += 1;
  }
  const isFirst = at === from || pattern[at - 1] === '/';
  const isLast = end >= pattern.length || /^\\?\//.test(pattern.slice(end, end + 2));
  return { end, isAnyDepth: end - at > 1 && isFirst && isLast };
}

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\0-\x1f\x7f]/, // oxlint-disable-line no-control-regex -- that is what the class is
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** Whether a letter is in the brackets that open at `at`, and where they close; undefined where they do not, or make no sense. */
function bracketAt(
  pattern: string,
  at: number,
  letter: string,
): { readonly isIn: boolean; readonly end: number } | undefined {
  let p = at + 1;
  const isNegated = pattern[p] === '!' || pattern[p] === '^';
  p += isNegated ? 1 : 0;
  let isIn = false;
  let before = '';
  for (let isFirst = true; isFirst || pattern[p] !== ']'; p += 1, isFirst = false) {
    let sign = pattern[p];
    if (sign === undefined) {
      return undefined;
    }
    if (sign === '-' && before !== '' && pattern[p + 1] !== undefined && pattern[p + 1] !== ']') {
      p += pattern[p + 1] === '\\' ? 2 : 1;
      const last = pattern[p];
      if (last === undefined) {
        return undefined;
      }
      isIn ||= letter >= before && letter <= last;
      before = '';
      continue;
    }
    if (sign === '[' && pattern[p + 1] === ':') {
      const close = pattern.indexOf(']', p + 2);
      if (close === -1) {
        return undefined;
      }
      if (pattern[close - 1] === ':' && close > p + 2) {
        const named = classes[pattern.slice(p + 2, close - 1)];
        if (named === undefined) {
          return undefined;
        }
        isIn ||= named.test(letter);
        p = close;
        before = '';
        continue;
      }
    } else if (sign === '\\') {
      p += 1;
      sign = pattern[p];
      if (sign === undefined) {
        return undefined;
      }
    }
    isIn ||= sign === letter;
    before = sign;
  }
  return { isIn: isIn !== isNegated, end: p };
}
