/** Words that stand in any sentence about a plan, so that two sentences sharing them have nothing in common. */
const commonWords = new Set(
  `a about after all also an and any are as at be because been before but by can cannot could do does each for from
  has have how if in into is it its may more must new no not of on one only or other out over plan same section should
  so some step such than that the their them then there these they this those to two under until up use used uses
  was were what when where which while who will with without would`.split(/\s+/),
);

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
 * How alike texts are, from 0 to 1: the cosine of their words, where a word counts the more the fewer of these texts
 * have it (inverse document frequency). Returns a function of two indexes into `texts`.
 */
export function likenessWithin(texts: readonly string[]): (a: number, b: number) => number {
  const words = texts.map(tellingWords);
  const frequency = new Map<string, number>();
  for (const word of words.flatMap((set) => [...set])) {
    frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const weight = (word: string): number =>
    Math.log((texts.length + 1) / ((frequency.get(word) ?? 0) + 0.5)) ** 2;
  const lengths = words.map((set) => Math.sqrt([...set].reduce((sum, word) => sum + weight(word), 0)));
  return (a, b) => {
    const [first, second] = [words[a] ?? new Set<string>(), words[b] ?? new Set<string>()];
    const length = (lengths[a] ?? 0) * (lengths[b] ?? 0);
    const common = [...first].filter((word) => second.has(word));
    return length === 0 ? 0 : common.reduce((sum, word) => sum + weight(word), 0) / length;
  };
}
