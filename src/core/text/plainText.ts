import { closingFences } from './inline.ts';

/** What no text without inline marks has. */
const marks = /[<[\]`*_~\\]/;

/** Text of a heading or cell without Markdown's inline marks, for comparing and showing. Linear in its length. */
export function plainText(markdown: string): string {
  const plain = marks.test(markdown) ? withoutMarks(markdown) : markdown;
  return plain.replace(/\s+/g, ' ').trim();
}

function withoutMarks(markdown: string): string {
  return withoutCodeMarks(withoutComments(markdown).replace(link, '$1'))
    .replace(/(\*\*|__|~~)(.*?)\1/g, '$2')
    .replace(/(^|\W)[*_]([^*_]+)[*_](?=\W|$)/g, '$1$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

const link = /!?\[([^[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)/g;

function withoutComments(text: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf('<!--', at);
    const end = start === -1 ? -1 : text.indexOf('-->', start + 4);
    if (end === -1) {
      return kept + text.slice(at);
    }
    kept += text.slice(at, start);
    at = end + 3;
  }
}

function withoutCodeMarks(text: string): string {
  if (!text.includes('`')) {
    return text;
  }
  let kept = '';
  let at = 0;
  const fences = closingFences(text);
  for (const run of text.matchAll(/`+/g)) {
    const close = fences.get(run.index);
    if (close !== undefined && run.index >= at) {
      kept += text.slice(at, run.index) + text.slice(run.index + run[0].length, close);
      at = close + run[0].length;
    }
  }
  return kept + text.slice(at);
}

/**
 * The anchor that GitHub and VS Code give a heading: lower case, punctuation gone, spaces as hyphens.
 * `seen` holds the anchors given so far, so that a repeated heading gets `-1`, `-2` ….
 */
export function headingAnchor(heading: string, seen: Map<string, number>): string {
  const base = plainText(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
  const times = seen.get(base);
  seen.set(base, (times ?? -1) + 1);
  return times === undefined ? base : `${base}-${times + 1}`;
}
