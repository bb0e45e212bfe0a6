import { walk } from '../text/blocks.ts';
import type { CheckContext } from './check.ts';
import { intentAt } from './intent.ts';

const inSpan = /^["']?(?:(?:npm run|pnpm|yarn|make|script)\s+)?([\w.:/@+-]+)/;
const inBlock = /^[ \t+]*(?:["']([\w.:/@+-]+)["'][ \t]*:|([\w.:/@+-]+)[ \t]*:(?!=))/gm;

/**
 * Which of these scripts and targets the plan adds, wherever it says so: "Add an npm script `bench`", `"bench": "node …"`,
 * a makefile's rule in a code block.
 */
export function plannedScripts(
  { document, segments }: CheckContext,
  names: ReadonlySet<string>,
): ReadonlySet<string> {
  const planned = new Set<string>();
  for (const segment of segments) {
    for (const span of segment.spans) {
      const match = span.type === 'code' && span.value.length < 200 ? inSpan.exec(span.value) : null;
      const name = match?.[1];
      if (
        name !== undefined &&
        names.has(name) &&
        !planned.has(name) &&
        (/^["']?[\w.:/@+-]+["']\s*:/.test(span.value) ||
          intentAt(segment, span.start, span.end).intent === 'creates')
      ) {
        planned.add(name);
      }
    }
  }
  for (const block of walk(document.blocks)) {
    if (block.type === 'code') {
      for (const match of block.content.text.matchAll(inBlock)) {
        planned.add(match[1] ?? match[2] ?? '');
      }
    }
  }
  return planned;
}
