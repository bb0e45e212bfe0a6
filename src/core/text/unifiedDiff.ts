import { formatPatch, structuredPatch } from 'diff';
import { mostEdits } from './planDiff.ts';

/**
 * What changed between two texts, as a unified diff with a few lines around each change; empty where nothing did. Of a text
 * that was written anew it says so in a line: whoever reads it has the text itself.
 */
export function unifiedDiff(before: string, after: string): string {
  const patch = structuredPatch('reviewed', 'now', before, after, '', '', {
    context: 3,
    maxEditLength: mostEdits,
  });
  if (patch === undefined) {
    return 'Nearly every line was written anew; a diff would show nothing but both texts.\n';
  }
  return patch.hunks.length === 0 ? '' : formatPatch(patch).replace(/^=+\n/, '');
}
