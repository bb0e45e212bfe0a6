/** What opens something that a reader of Markdown may look for the end of. */
const marks =
  '( [ | ` * ** _ < <!-- --> ![ \\ " “ \' ~~~ ``` `` # > - + ~ $ { {{ @ & % ^ ? ! : . , = § → é 😀 \u200b \u202e';

/** What checks look for, or nearly, each to be written many times in a row. Some have a space at their end. */
const words = `
a|ab|A|a_b |aB |aBc_|1|10 |0.|9,|a/|a/b/|a/*/|**/|./|../|a..|a.b.|a-|--|1 + |1 + 1 = |- |1. |<a |<a style="|<b x="y" |<a style="display:none">
[a](b) |[a][b] |[a]: b|[a](|[^1]|[^1]: |<http://a|http://a/b |[TODO |<fill |TODO: |to be |???|coming |src/a.ts |\`src/a.ts\` |\`a/b.ts:1\`, |Modify \`a/b.ts\` 
Create \`a/b.ts\` and move |Create: |move a to |rename |remove a from |replace a with |already removed |new |e.g. |such as |StormLib's |your |not found 
commit abc1234 |commit |commit is |abc1234, |branch x |branch \`x\`, |\`x\` branch |tag |tag \`v1\` |tag v1.0.0, |depends on PRP-1 |PRP-1, |lines 1-2 of |line 
see section 1.2 |section 1, |\`zod\` package |existing \`zod\` |\`npm run x\` |npm run x && |\`git checkout x\` |\`foo()\` in \`src/a.ts\` |the \`foo\` function 
lane 1 |lane-1 after lane-2 |FR-1 |FR-1, |FR-1-|T001 |Phase 1 |Phase 1: x (1h) |all six phases |plan in six phases |six |the following |twenty-one |(1 a, |4 x (1 a, 
1h |(1h) |1-2 h|1 h, |1 h 30 min |1,000,|10% |Total: |Effort: 1 h (|rollback |drop the |delete the x |migrate the existing |should be |etc. |as needed |if needed
is fast and clean and |clean, |you must |ignore previous |ignore all |hidden |A1+/`;

/** Pieces of text that are short in plans and endless in what is made to slow a checker down. */
export const hostileTokens: readonly string[] = [
  ...marks.split(' '),
  ...words.trim().split(/[|\n]/),
  ' ',
  '\t',
  '| ',
  '> ',
  // References that look back over the paragraph they stand in.
  'see §1.2 (No changes); ',
  'sha 1a2b3c9, ',
];
