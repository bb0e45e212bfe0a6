import createDOMPurify, { type Config } from 'dompurify';
import { nothing, type TemplateResult, html } from 'lit-html';
import { unsafeHTML } from 'lit-html/directives/unsafe-html.js';
import { Marked } from 'marked';

/** Longer texts are shown as they are: nobody writes a finding that long, and a parser may take forever over one. */
const longestMarkdown = 20_000;
const mostCached = 1_000;

// Control and format characters, but for those that text needs: line breaks, tabs, the joiners of emoji and of
// several scripts, and Arabic number signs.
const concealed = /(?![\t\n\r\u00AD\u200C-\u200D\u0600-\u0605\u06DD])[\p{Cc}\p{Cf}]/gu;

/** Breaking one endless word into lines takes a browser time that grows with its square: seconds for 50,000 letters. */
const endlessWord = /\S{1000,}/g;
const shownOfEndlessWord = 500;

/**
 * A text in which nothing hides: characters that turn the writing direction or have no width are shown by number.
 * A plan can use them to show its reader something else than what a machine reads. Endless words are cut.
 */
export function plain(text: string): string {
  return text.replace(concealed, codePointOf).replace(endlessWord, (word) => {
    const more = word.length - shownOfEndlessWord;
    return `${word.slice(0, shownOfEndlessWord)}⟨${more.toLocaleString()} more characters⟩`;
  });
}

function codePointOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

const marked = new Marked({
  gfm: true,
  renderer: {
    // Tags are what a plan is about here, so they are shown and not obeyed.
    html: ({ text }) => escapeHtml(text),
    image: ({ raw }) => `<code>${escapeHtml(raw)}</code>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    hr: () => '',
    heading({ tokens }) {
      return `<p><strong>${this.parser.parseInline(tokens)}</strong></p>`;
    },
  },
});

const inlineTags = ['code', 'em', 'strong', 'del'];
const blockTags = ['p', 'pre', 'ul', 'ol', 'li', 'a', 'br', 'blockquote'];
const tableTags = ['table', 'thead', 'tbody', 'tr', 'th', 'td'];

const noAttributes: Config = { ALLOWED_ATTR: [], ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false };
const inlineConfig: Config = { ...noAttributes, ALLOWED_TAGS: inlineTags };
const blockConfig: Config = {
  ...noAttributes,
  ALLOWED_TAGS: [...inlineTags, ...blockTags, ...tableTags],
  ALLOWED_ATTR: ['href'],
  ALLOWED_URI_REGEXP: /^https?:\/\//i,
};

const purifier = createDOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (node) => {
  const address = node.nodeName === 'A' ? node.getAttribute('href') : null;
  if (address !== null) {
    // A link can call itself anything: hovering over it tells where it leads. VS Code opens it, after asking.
    node.setAttribute('title', address);
    node.setAttribute('rel', 'noopener noreferrer');
  }
});

/** What texts became, also where it is nothing: a text that the parser gave up on is not tried at every frame. */
const cache = new Map<string, string | undefined>();

/** Markdown of a title: emphasis and code, no links, no blocks. */
export function inlineMarkdown(text: string): unknown {
  const readable = plain(text);
  const safe = safeHtml(readable, 'inline');
  return safe === undefined ? readable : unsafeHTML(safe);
}

/** Markdown of a few paragraphs, with lists, tables, code and links to the web. */
export function markdown(text: string): TemplateResult | typeof nothing {
  if (text.trim() === '') {
    return nothing;
  }
  const readable = plain(text);
  const safe = safeHtml(readable, 'block');
  return safe === undefined
    ? html`<div class="prose as-is" dir="auto">${readable}</div>`
    : html`<div class="prose" dir="auto">${unsafeHTML(safe)}</div>`;
}

/** HTML of nothing but the allowed tags; undefined for a text that is better shown as it is. */
function safeHtml(text: string, form: 'inline' | 'block'): string | undefined {
  if (text.length > longestMarkdown) {
    return undefined;
  }
  const key = `${form}:${text}`;
  if (cache.has(key)) {
    return cache.get(key);
  }
  const unsafe = parsed(text, form);
  const config = form === 'inline' ? inlineConfig : blockConfig;
  const safe = unsafe === undefined ? undefined : purifier.sanitize(unsafe, config);
  if (cache.size >= mostCached) {
    cache.clear();
  }
  cache.set(key, safe);
  return safe;
}

function parsed(text: string, form: 'inline' | 'block'): string | undefined {
  try {
    return form === 'inline'
      ? marked.parseInline(text, { async: false })
      : marked.parse(text, { async: false });
  } catch {
    // The parser recurses, and some thousand nested quotes are enough to make it give up.
    return undefined;
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
