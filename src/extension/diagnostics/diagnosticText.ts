import type { Severity } from '../../core/index.ts';
import type { TrackedFinding } from './trackedFindings.ts';

/** VS Code keeps no more diagnostics than this for one file. */
export const diagnosticsPerFile = 1000;

/** The editor's four levels, in its own words. */
export type Level = 'Error' | 'Warning' | 'Information' | 'Hint';

/**
 * A finding's level in the editor, after what it does to the verdict: an open critical forbids (NO-GO), an open major
 * sets conditions, a minor is worth knowing. A suggestion is a hint: marked in the text and listed in the panel, but
 * not in Problems, which is for what should be done.
 */
export const levels: Readonly<Record<Severity, Level>> = {
  critical: 'Error',
  major: 'Warning',
  minor: 'Information',
  suggestion: 'Hint',
};

const rank: Readonly<Record<Severity, number>> = { critical: 0, major: 1, minor: 2, suggestion: 3 };

const maxTitle = 200;
const maxRecommendation = 300;

/**
 * What a diagnostic says: the title, and what to do on a line of its own, which Problems can fold away. Diagnostics are
 * plain text, so code between backticks is put between quotes.
 */
export function diagnosticText(finding: Pick<TrackedFinding, 'title' | 'recommendation'>): string {
  return `${oneLine(finding.title, maxTitle)}\n${oneLine(finding.recommendation, maxRecommendation)}`;
}

/** The findings that have a place in the text, worst first, and no more than the editor takes. */
export function toShow(findings: readonly TrackedFinding[]): readonly TrackedFinding[] {
  return findings
    .filter((finding) => finding.range !== undefined)
    .toSorted((a, b) => rank[a.severity] - rank[b.severity])
    .slice(0, diagnosticsPerFile);
}

function oneLine(text: string, limit: number): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/`([^`]+)`/g, "'$1'")
    .trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).trimEnd()}…`;
}
