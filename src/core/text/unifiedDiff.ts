import { formatPatch, structuredPatch } from 'diff';

/** What changed between two texts, as a unified diff with a few lines around each change; empty where nothing did. */
export function unifiedDiff(before: string, after: string): string {
  const patch = structuredPatch('reviewed', 'now', before, after, '', '', { context: 3 });
  return patch.hunks.length === 0 ? '' : formatPatch(patch).replace(/^=+\n/, '');
}
