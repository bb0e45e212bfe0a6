import type { Span } from './blocks.ts';

/**
 * Where quoted words stand in a text: exactly, or with other white space and other quotation marks between the same
 * words, as models and editors change them. The first place where there are several; undefined where there is none.
 */
export function locateQuote(text: string, quote: string): Span | undefined {
  const words = quote.trim();
  if (words === '') {
    return undefined;
  }
  const exact = text.indexOf(words);
  if (exact !== -1) {
    return { start: exact, end: exact + words.length };
  }
  const looseText = loosened(text);
  const looseQuote = loosened(words).text;
  const at = looseText.text.indexOf(looseQuote);
  if (at === -1) {
    return undefined;
  }
  const start = looseText.offsets[at] ?? 0;
  const last = looseText.offsets[at + looseQuote.length - 1] ?? start;
  return { start, end: last + 1 };
}

const sameMarks: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '\u{a0}': ' ',
};

/** The text with each run of white space as one space and typographic marks as plain ones, and where each unit stood. */
function loosened(text: string): { readonly text: string; readonly offsets: readonly number[] } {
  let loose = '';
  const offsets: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const unit = sameMarks[text.charAt(index)] ?? text.charAt(index);
    const isSpace = /\s/.test(unit);
    if (!isSpace || !loose.endsWith(' ')) {
      loose += isSpace ? ' ' : unit;
      offsets.push(index);
    }
  }
  return { text: loose, offsets };
}
