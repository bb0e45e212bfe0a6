/** Where words of a pattern stand in a text. */
export interface PatternMatch {
  /** Which of the patterns it is. */
  readonly pattern: number;
  readonly start: number;
  readonly end: number;
}

/** What a word that begins somewhere may be, by its first letter. */
interface Initial {
  readonly alternatives: RegExp;
  /** The pattern that each capturing group stands for. */
  readonly patterns: readonly number[];
}

/**
 * Finds words and phrases of several patterns (sources of regular expressions without regard to case) where nothing
 * before or behind them makes a longer word or a path of them, in order and without overlaps; earlier patterns win. It
 * gives what the patterns as one alternation would give, about ten times as fast: at each word only those alternatives
 * are tried that begin with its letter.
 */
export function wordPatterns(sources: readonly string[]): (text: string) => PatternMatch[] {
  const initials = new Map<number, Initial>();
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
    const kept = sources.map((source) =>
      alternativesOf(source).filter((each) => firstLetters(each).has(letter)),
    );
    const patterns = [...kept.keys()].filter((index) => kept[index]?.length !== 0);
    if (patterns.length > 0) {
      const groups = patterns.map((index) => String.raw`(${kept[index]?.join('|') ?? ''})(?![\w/-])`);
      const initial = { alternatives: new RegExp(groups.join('|'), 'iy'), patterns };
      initials.set(letter.charCodeAt(0), initial);
      initials.set(letter.toUpperCase().charCodeAt(0), initial);
    }
  }
  return (text) => find(text, initials);
}

function find(text: string, initials: ReadonlyMap<number, Initial>): PatternMatch[] {
  const found: PatternMatch[] = [];
  let isInWord = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const initial = isInWord ? undefined : initials.get(code);
    isInWord = code < 128 && inWords[code] === 1;
    if (initial !== undefined) {
      initial.alternatives.lastIndex = at;
      const match = initial.alternatives.exec(text);
      if (match !== null) {
        const group = match.findIndex((words, index) => index > 0 && words !== undefined);
        const end = at + match[0].length;
        found.push({ pattern: initial.patterns[group - 1] ?? 0, start: at, end });
        at = end - 1;
      }
    }
  }
  return found;
}

/** The characters (ASCII) behind which no word begins. */
const inWords = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w/.-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** The alternatives at the outermost level of a source. */
function alternativesOf(source: string): string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (sign === '\\') {
      at += 1;
    } else if (sign === '[') {
      at = source.indexOf(']', at);
    } else if (sign === '(' || sign === ')') {
      depth += sign === '(' ? 1 : -1;
    } else if (sign === '|' && depth === 0) {
      alternatives.push(source.slice(start, at));
      start = at + 1;
    }
  }
  return [...alternatives, source.slice(start)];
}

/** The letters that an alternative may begin with. It is made of letters, groups and assertions up to its first letter. */
function firstLetters(alternative: string): Set<string> {
  const letter = /^[a-z]/.exec(alternative)?.[0];
  if (letter !== undefined) {
    const isOptional = alternative[1] === '?';
    return new Set([letter, ...(isOptional ? firstLetters(alternative.slice(2)) : [])]);
  }
  const end = closing(alternative);
  const rest = alternative.slice(end + 1);
  if (/^\(\?<?[!=]/.test(alternative)) {
    return firstLetters(rest);
  }
  if (!alternative.startsWith('(?:') || end === -1) {
    throw new TypeError(`No letter begins ${alternative}`);
  }
  const inner = alternativesOf(alternative.slice(3, end)).flatMap((each) => [...firstLetters(each)]);
  return new Set([...inner, ...(rest.startsWith('?') ? firstLetters(rest.slice(1)) : [])]);
}

/** Where the group ends that a source begins with. */
function closing(source: string): number {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (sign === '\\') {
      at += 1;
    } else if (sign === '[') {
      at = source.indexOf(']', at);
    } else if (sign === '(') {
      depth += 1;
    } else if (sign === ')') {
      depth -= 1;
      if (depth === 0) {
        return at;
      }
    }
  }
  return -1;
}
