import { sha256 } from '../base/hash.ts';

/**
 * Encloses untrusted text so that nothing in it can end the enclosure: the tag carries a word that the text does not
 * hold. The same text always gets the same word, so that a prompt can be remembered by its bytes.
 */
export function fenced(name: string, text: string): string {
  const tag = `${name}-${absentWord(text)}`;
  return `<${tag}>\n${text}\n</${tag}>`;
}

function absentWord(text: string): string {
  for (let word = sha256(text); ; word = sha256(word)) {
    const short = word.slice(0, 8);
    if (!text.includes(short)) {
      return short;
    }
  }
}
