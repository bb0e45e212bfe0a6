/** How an exported page looks, on a screen in light and dark and on paper. */
export const htmlStyle = `
:root { color-scheme: light dark; --line: #d0d7de; --quiet: #59636e; --code: #f3f4f6; --link: #0a58ca; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3d444d; --quiet: #9198a1; --code: #262c36; --link: #79b8ff; }
}
body { max-width: 60rem; margin: 2rem auto; padding: 0 1.5rem; font: 15px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
nav { border: 1px solid var(--line); border-radius: 6px; padding: 0.25rem 1rem; }
nav ol { padding-inline-start: 1.5rem; }
article { margin-top: 2.5rem; padding-top: 1rem; border-top: 3px solid var(--line); }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin-top: 2rem; border-bottom: 1px solid var(--line); padding-bottom: 0.2rem; }
h3 { font-size: 1.05rem; margin-top: 1.5rem; }
a { color: var(--link); }
hr { border: 0; border-top: 1px solid var(--line); }
code { font: 0.92em ui-monospace, monospace; background: var(--code); border-radius: 3px; padding: 0 0.25em; }
pre { background: var(--code); border-radius: 6px; padding: 0.75rem 1rem; white-space: pre-wrap; }
pre code { padding: 0; background: none; }
blockquote { margin: 0.75rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); color: var(--quiet); }
table { width: 100%; border-collapse: collapse; font-size: 0.93em; }
th, td { border: 1px solid var(--line); padding: 0.3rem 0.5rem; text-align: start; vertical-align: top; overflow-wrap: normal; word-break: break-word; }
@media print {
  :root { color-scheme: light; --line: #999; --quiet: #333; --code: #f3f4f6; --link: #000; }
  @page { margin: 18mm 16mm; }
  body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
  nav { break-after: avoid; }
  article { break-before: page; border: 0; margin: 0; padding: 0; }
  article:first-child { break-before: auto; margin-top: 1rem; }
  h1, h2, h3 { break-after: avoid; }
  tr, blockquote { break-inside: avoid; }
  thead { display: table-header-group; }
}
`;
