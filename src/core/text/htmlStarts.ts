import type { LineCursor } from './lineCursor.ts';

/** What ends a block of HTML: a text within a line, or a blank line. */
export type HtmlEnd = RegExp | 'blank';

const elements =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul';

/** CommonMark 0.31, section 4.6: what opens a block of HTML, and what ends it. */
const kinds: readonly (readonly [opening: RegExp, end: HtmlEnd])[] = [
  [/<(?:script|pre|style|textarea)(?=[ \t>\r\n]|$)/iy, /<\/(?:script|pre|style|textarea)>/i],
  [/<!--/y, /-->/],
  [/<\?/y, /\?>/],
  [/<!\[CDATA\[/y, /\]\]>/],
  [/<![a-z]/iy, />/],
  [new RegExp(String.raw`</?(?:${elements})(?=[ \t\r\n]|/?>|$)`, 'iy'), 'blank'],
];

const attribute = String.raw`[ \t]+[a-z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:[^ \t\r\n"'=<>\x60]+|'[^'\r\n]*'|"[^"\r\n]*"))?`;
/** Any other tag, alone in its line. */
const aloneTag = new RegExp(
  String.raw`<(?:[a-z][a-z\d-]*(?:${attribute})*[ \t]*/?|/[a-z][a-z\d-]*[ \t]*)>[ \t]*(?=[\r\n]|$)`,
  'iy',
);

/** What ends the block of HTML that begins at a `<`; undefined where none begins. */
export function htmlStart({ text, next }: LineCursor, isInParagraph: boolean): HtmlEnd | undefined {
  for (const [opening, end] of kinds) {
    opening.lastIndex = next;
    if (opening.test(text)) {
      return end;
    }
  }
  aloneTag.lastIndex = next;
  // A tag alone in its line interrupts no paragraph: it may be a part of its words.
  return !isInParagraph && aloneTag.test(text) ? 'blank' : undefined;
}
