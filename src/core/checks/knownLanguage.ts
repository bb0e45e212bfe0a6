/** Words that stand in any English text, and seldom in another. */
const common = /^(?:the|and|of|to|is|are|for|with|in|be|not|this|that|on|by|it)$/i;

/** Fewer words tell nothing about their language. */
const fewest = 40;

/** How many of a hundred words are such, at least: fifteen and more in prose, three in lists of tasks, none elsewhere. */
const leastShare = 0.02;

/**
 * Whether a plan is written in the language whose words the intents are read from. In any other, a path with no words known
 * around it says nothing.
 */
export function isKnownLanguage(text: string): boolean {
  const prose = text
    .slice(0, 60_000)
    .replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  const words = prose.match(/\p{L}+/gu) ?? [];
  let letters = 0;
  let latin = 0;
  let shared = 0;
  for (const word of words) {
    const isPlain = /^[a-z]+$/i.test(word);
    letters += isPlain ? word.length : (word.match(/\p{L}/gu)?.length ?? 0);
    latin += isPlain ? word.length : (word.match(/\p{Script=Latin}/gu)?.length ?? 0);
    shared += word.length <= 4 && common.test(word) ? 1 : 0;
  }
  const isLatin = letters - latin <= letters / 10;
  return isLatin && (words.length < fewest || shared >= words.length * leastShare);
}
