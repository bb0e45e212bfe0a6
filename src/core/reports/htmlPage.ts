import { Marked } from 'marked';
import { sha256 } from '../base/hash.ts';
import { htmlStyle } from './htmlStyle.ts';

/** A document of a page: what the table of contents calls it, and its Markdown, which may hold text of any origin. */
export interface PageDocument {
  readonly name: string;
  readonly markdown: string;
}

/** Longer documents are shown as the text that they are: a parser may take forever over one. In UTF-16 units. */
const longestMarkdown = 2_000_000;

/**
 * A page that stands by itself: no script, no image, nothing loaded, for reading, sending and printing. Markdown becomes
 * a fixed set of elements; tags in it are shown and not obeyed, and links lead to the web, to mail, or beside the page.
 * Where something gets through all the same, the page's own policy stops it.
 */
export function htmlPage(title: string, documents: readonly PageDocument[]): string {
  const csp = `default-src 'none'; style-src 'sha256-${base64(sha256(htmlStyle))}'; base-uri 'none'; form-action 'none'`;
  const contents = documents
    .map(({ name }, index) => `<li><a href="#part-${index + 1}">${escapeHtml(visible(name))}</a></li>`)
    .join('');
  const parts = documents.map(
    ({ markdown }, index) => `<article id="part-${index + 1}">\n${markdownHtml(markdown)}</article>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(visible(title))}</title>
<style>${htmlStyle}</style>
</head>
<body>
<nav aria-label="Contents"><ol>${contents}</ol></nav>
<main>
${parts.join('\n')}
</main>
</body>
</html>
`;
}

/** Markdown of any origin as HTML of nothing but harmless elements, without attributes but for where links lead. */
export function markdownHtml(markdown: string): string {
  const text = visible(markdown);
  if (text.length <= longestMarkdown) {
    try {
      return marked.parse(text, { async: false });
    } catch {
      // The parser recurses, and some thousand nested quotes are enough to make it give up.
    }
  }
  return `<pre>${escapeHtml(text)}</pre>\n`;
}

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text, block }) => (block ? `<p>${escapeHtml(text)}</p>\n` : escapeHtml(text)),
    // The parser leaves text behind an opening <pre> or <script> as it is, so escaping is not left to it.
    text(token) {
      return 'tokens' in token && token.tokens !== undefined
        ? this.parser.parseInline(token.tokens)
        : escapeHtml(token.text);
    },
    code: ({ text }) => `<pre><code>${escapeHtml(text)}</code></pre>\n`,
    codespan: ({ text }) => `<code>${escapeHtml(text)}</code>`,
    image: ({ raw }) => `<code>${escapeHtml(raw)}</code>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      const address = safeAddress(href);
      return address === undefined
        ? text
        : `<a href="${escapeHtml(address)}" rel="noopener noreferrer">${text}</a>`;
    },
    tablecell({ header, tokens }) {
      const tag = header ? 'th' : 'td';
      return `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
    },
  },
});

/** Where a link may lead: to the web, to a mailbox, or to what lies beside the page. Undefined for anything else. */
function safeAddress(href: string): string | undefined {
  const address = href.replaceAll('&amp;', '&');
  // Browsers drop control characters and read entities: what holds either may be something else than it looks like.
  if (/[\p{Cc}\s\\]|&#?\w+;/u.test(address)) {
    return undefined;
  }
  const scheme = /^[^/?#]*?:/.exec(address)?.[0].toLowerCase();
  const isAllowed =
    scheme === undefined ? !address.startsWith('//') : ['http:', 'https:', 'mailto:'].includes(scheme);
  return isAllowed ? address : undefined;
}

// Control and format characters, but for those that text needs: line breaks, tabs, the joiners of emoji and of several
// scripts, and Arabic number signs.
const concealed = /(?![\t\n\r\u00AD\u200C-\u200D\u0600-\u0605\u06DD])[\p{Cc}\p{Cf}]/gu;

/** A text in which nothing hides or turns the direction of what stands around it. */
function visible(text: string): string {
  return text.replace(
    concealed,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
