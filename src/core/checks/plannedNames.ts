import { walk } from '../text/blocks.ts';
import type { CheckContext } from './check.ts';
import { intentAt } from './intent.ts';

const identifiers = /[A-Za-z_$][\w$]*/g;

/** The names in a text of code, each once. */
export function namesIn(code: string): ReadonlySet<string> {
  return new Set(code.match(identifiers));
}

/**
 * Which of these names the plan may add, in one pass: those it says it creates, wherever it says so, and those that its
 * code blocks have. What a plan writes out itself is never missing.
 */
export function plannedNames(
  { document, segments }: CheckContext,
  names: ReadonlySet<string>,
): ReadonlySet<string> {
  const planned = new Set<string>();
  const add = (name: string): void => {
    if (names.has(name)) {
      planned.add(name);
    }
  };
  for (const block of walk(document.blocks)) {
    if (block.type === 'code') {
      namesIn(block.content.text).forEach(add);
    }
  }
  for (const segment of segments) {
    for (const span of segment.spans) {
      if (span.type === 'code' && span.value.length < 120) {
        const open = [...namesIn(span.value)].filter((name) => names.has(name) && !planned.has(name));
        if (open.length > 0 && intentAt(segment, span.start, span.end).intent === 'creates') {
          open.forEach(add);
        }
      }
    }
  }
  return planned;
}
