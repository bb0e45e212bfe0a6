import { walk } from '../text/blocks.ts';
import type { CheckContext } from './check.ts';
import { intentAt } from './intent.ts';
import type { Segment } from './segments.ts';

const inSpan = /^["']?(?:(?:npm run|pnpm|yarn|make|script)\s+)?([\w.:/@+-]+)/;
const inBlock = /^[ \t+]*(?:["']([\w.:/@+-]+)["'][ \t]*:|([\w.:/@+-]+)[ \t]*:(?!=))/gm;

const about = /\b(?:scripts?|targets?|commands?|makefile)\b/i;
const making =
  /\b(?:add|creat|introduc|defin|new|split)\w*\s+(?:(?:an?|the|new|npm|make|pnpm|yarn)\s+){0,3}[`"'*]{0,3}$/i;

/**
 * Whether the words around a command or a script say that the plan makes it. What a section creates is mostly something
 * else than the commands in it, so words further away count only where they speak of scripts.
 */
export function makesScript(segment: Segment, start: number, end: number): boolean {
  const before = segment.words.slice(Math.max(0, start - 120), start);
  const alone = { ...segment, row: '', leads: [], headings: [] };
  const isSaid = (text: Segment, from: number, to: number): boolean =>
    intentAt(text, from, to).intent === 'creates';
  return (
    ((making.test(before) || about.test(before) || about.test(segment.words.slice(end, end + 60))) &&
      isSaid(alone, start, end)) ||
    [segment.row, ...segment.leads, ...segment.headings].some(
      (text) => about.test(text) && isSaid({ ...alone, words: '', row: text }, 0, 0),
    )
  );
}

/**
 * The scripts and targets that a plan adds, wherever it says so: "Add an npm script `bench`", `"bench": "node …"`, a makefile's
 * rule in a code block. Where `names` are given, those among them are all that matter.
 */
export function plannedScripts(
  { document, segments }: Pick<CheckContext, 'document' | 'segments'>,
  names?: ReadonlySet<string>,
): ReadonlySet<string> {
  const planned = new Set<string>();
  for (const segment of segments) {
    for (const span of segment.spans) {
      const match = span.type === 'code' && span.value.length < 200 ? inSpan.exec(span.value) : null;
      const name = match?.[1];
      if (
        name !== undefined &&
        names?.has(name) !== false &&
        !planned.has(name) &&
        (/^["']?[\w.:/@+-]+["']\s*:/.test(span.value) || makesScript(segment, span.start, span.end))
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
