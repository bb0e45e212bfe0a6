/** Words that stand in any sentence about a plan, so that two sentences sharing them have nothing in common. */
const commonWords = new Set(
  `a about after all also an and any are as at be because been before but by can cannot could do does each for from
  has have how if in into is it its may more must new no not of on one only or other out over plan same section should
  so some step such than that the their them then there these they this those to two under until up use used uses
  was were what when where which while who will with without would`.split(/\s+/),
);

/** A word that more texts than this have finds nobody like another one; it still counts for how alike two texts are. */
const mostHolders = 400;

/**
 * Texts that are thought to stand beside those that are compared, and to hold none of their words. Of three texts, a word that two
 * share would otherwise be a common one, and few findings on one cause be recognised; among a hundred this changes nothing.
 * Measured in docs/campaigns.md.
 */
const imaginedTexts = 20;

/** How much texts say the same. Texts are named by their index. */
export interface Likeness {
  /** From 0 to 1. */
  readonly between: (a: number, b: number) => number;
  /**
   * Every pair `a < b` that is at least `atLeast` alike, in order. Pairs that share nothing but words of more than 400
   * texts are not looked at, so that the work is bounded by 400 times the words of all texts.
   */
  readonly pairs: (atLeast: number) => IterableIterator<readonly [number, number]>;
}

/** The words of a text that carry its meaning, without their endings. */
export function tellingWords(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    if (word.length > 1 && !commonWords.has(word)) {
      words.add(word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word);
    }
  }
  return words;
}

/**
 * How alike texts are: the cosine of their words, where a word counts the more the fewer of these texts have it (inverse
 * document frequency, smoothed by texts that are not there).
 */
export function likenessWithin(texts: readonly string[]): Likeness {
  const { words, holders } = index(texts);
  const weights = Float64Array.from(
    holders,
    ({ length }) => Math.log((texts.length + imaginedTexts + 1) / (length + 0.5)) ** 2,
  );
  const sumOf = (list: Int32Array): number => list.reduce((sum, word) => sum + (weights[word] ?? 0), 0);
  const lengths = words.map((list) => Math.sqrt(sumOf(list)));
  const between = (a: number, b: number): number => {
    const length = (lengths[a] ?? 0) * (lengths[b] ?? 0);
    return length === 0 ? 0 : commonWeight(words[a] ?? none, words[b] ?? none, weights) / length;
  };
  const isRare = (word: number): boolean => (holders[word]?.length ?? 0) <= mostHolders;
  return {
    between,
    *pairs(atLeast) {
      // What the words that are not looked at could add at the most.
      const rests = words.map((list) => sumOf(list.filter((word) => !isRare(word))));
      const common = new Float64Array(texts.length);
      for (const [at, list] of words.entries()) {
        const sharers: number[] = [];
        for (const word of list.filter(isRare)) {
          const own = weights[word] ?? 0;
          const others = holders[word] ?? [];
          // Holders stand in ascending order: those behind this text are at the end.
          for (let last = others.length - 1; (others[last] ?? -1) > at; last -= 1) {
            const other = others[last] ?? 0;
            if (common[other] === 0) {
              sharers.push(other);
            }
            common[other] = (common[other] ?? 0) + own;
          }
        }
        const alike = sharers.filter((other) => {
          const most = (common[other] ?? 0) + Math.min(rests[at] ?? 0, rests[other] ?? 0);
          common[other] = 0;
          const length = (lengths[at] ?? 0) * (lengths[other] ?? 0);
          // A little less, since sums in another order round differently.
          return most >= (atLeast - 1e-9) * length && between(at, other) >= atLeast;
        });
        for (const other of alike.toSorted((a, b) => a - b)) {
          yield [at, other];
        }
      }
    },
  };
}

const none = new Int32Array();

/** The words of each text as numbers in ascending order, and the texts that hold each word, in order. */
function index(texts: readonly string[]): {
  readonly words: readonly Int32Array[];
  readonly holders: readonly (readonly number[])[];
} {
  const numbers = new Map<string, number>();
  const holders: number[][] = [];
  const words = texts.map((text, at) => {
    const own = [...tellingWords(text)].map((word) => {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      (holders[number] ??= []).push(at);
      return number;
    });
    return Int32Array.from(own).toSorted();
  });
  return { words, holders };
}

/** What the words that two texts share weigh together. */
function commonWeight(a: Int32Array, b: Int32Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [first, second] = [a[i] ?? 0, b[j] ?? 0];
    if (first === second) {
      sum += weights[first] ?? 0;
    }
    i += first <= second ? 1 : 0;
    j += second <= first ? 1 : 0;
  }
  return sum;
}
