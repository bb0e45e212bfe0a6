/**
 * Lines that a response document is made of: a heading, the name of a field, or a rule. An author's own line that looks
 * like one is written with a backslash in front, and read without it.
 */
const structure =
  /^(?:#{1,6}(?=\s|$)|---\s*$|\*\*(?:Severity|Disposition|Response|Action Taken|Evidence|Answer|Final Assessment|Confidence Level)\b|\*\*(?:GO|CONDITIONAL GO|NO-GO|OPEN)\*\*)/;

/** An author's Markdown as it stands in a response document. */
export function authorsText(text: string): string {
  return text
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => (structure.test(line.replace(/^\\+/, '')) ? `\\${line}` : line))
    .join('\n');
}

/** An author's Markdown as it was before `authorsText`. */
export function readAuthorsText(lines: readonly string[]): string {
  return lines
    .map((line) => (line.startsWith('\\') && structure.test(line.replace(/^\\+/, '')) ? line.slice(1) : line))
    .join('\n')
    .trim();
}
