import type { Span } from './blocks.ts';

/** A change of a text by its words. */
export interface QuotedEdit {
  readonly old: string;
  readonly new: string;
}

/** An edit with its place: where its old words stand, and its new ones with the line ends of the text. */
export interface PlacedEdit<E extends QuotedEdit> {
  readonly edit: E;
  readonly span: Span;
  readonly replacement: string;
}

/** Which edits can be made, in the order of the text, and why others cannot. */
export interface PlacedEdits<E extends QuotedEdit> {
  readonly placed: readonly PlacedEdit<E>[];
  readonly refused: readonly { readonly edit: E; readonly reason: string }[];
}

/** Characters that nobody sees, so that nobody could agree to them. Tabs and line ends are no such thing. */
const hidden =
  /[\p{Bidi_Control}\u{200b}-\u{200d}\u{2060}-\u{2064}\u{feff}\u{e0000}-\u{e007f}]|(?![\t\n\r])\p{Cc}/u;

/**
 * Finds the places of edits. The old words have to stand in the text exactly once, whatever its line ends are: an edit
 * whose place is in doubt is refused, and so is one that overlaps an earlier one, changes nothing, or brings in what
 * nobody would see.
 */
export function placeEdits<E extends QuotedEdit>(text: string, edits: readonly E[]): PlacedEdits<E> {
  const placed: PlacedEdit<E>[] = [];
  const refused: { edit: E; reason: string }[] = [];
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const withItsEnds = (words: string): string => words.replaceAll(/\r\n?|\n/g, lineEnd);
  for (const edit of edits) {
    const old = withItsEnds(edit.old);
    const replacement = withItsEnds(edit.new);
    const start = old === '' ? -1 : text.indexOf(old);
    const span = { start, end: start + old.length };
    const reason = whyNot({ text, old, replacement, span }, placed);
    if (reason === undefined) {
      placed.push({ edit, span, replacement });
    } else {
      refused.push({ edit, reason });
    }
  }
  return { placed: placed.toSorted((a, b) => a.span.start - b.span.start), refused };
}

function whyNot(
  { text, old, replacement, span }: { text: string; old: string; replacement: string; span: Span },
  earlier: readonly { readonly span: Span }[],
): string | undefined {
  if (old === replacement) {
    return 'It changes nothing.';
  }
  if (span.start < 0) {
    return 'The plan does not hold these words.';
  }
  if (text.includes(old, span.start + 1)) {
    return 'The plan holds these words more than once.';
  }
  if (hidden.test(replacement.replaceAll(old, ''))) {
    return 'Its new words hold characters that nobody would see.';
  }
  if (earlier.some((other) => other.span.start < span.end && span.start < other.span.end)) {
    return 'Another edit changes the same words.';
  }
  return undefined;
}

/** The text with edits made. */
export function withEdits<E extends QuotedEdit>(text: string, placed: readonly PlacedEdit<E>[]): string {
  let result = '';
  let at = 0;
  for (const { span, replacement } of placed) {
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}
