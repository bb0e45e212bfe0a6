/** Text of a heading or cell without Markdown's inline marks, for comparing and showing. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<!--.*?-->/gs, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(`+)(.*?)\1/g, '$2')
    .replace(/(\*\*|__|~~)(.*?)\1/g, '$2')
    .replace(/(^|\W)[*_]([^*_]+)[*_](?=\W|$)/g, '$1$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
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
