import { lineBefore } from '../text/lineIndex.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { PathMention } from './pathMention.ts';
import { planStatus } from './planStatus.ts';

/**
 * Tells of a plan's mentions whether they are of work that is done, so that what it changed or took away may rightly be gone by now:
 * all work of a closed plan, and a removal whose box is ticked.
 */
export function pastWork({ path, text, lines }: PlanDocument): (mention: PathMention) => boolean {
  let isClosed: boolean | undefined;
  return ({ intent, start }) => {
    if (intent !== 'removes' && intent !== 'modifies') {
      return false;
    }
    isClosed ??= planStatus(path, text) === 'closed';
    return isClosed || isTicked({ text, lines }, start);
  };
}

/** Whether a place stands in the first line of an item whose box is ticked. */
export function isTicked(document: Pick<PlanDocument, 'text' | 'lines'>, start: number): boolean {
  return ticked.test(lineBefore(document, start));
}

const ticked = /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+\[[xX]\]\s/;
