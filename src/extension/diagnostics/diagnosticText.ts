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

/** What goes before the title of a finding that a later round has decided and left open. */
const decided: Readonly<Partial<Record<TrackedFinding['status'], string>>> = {
  'partially-resolved': 'Partially resolved: ',
  unresolved: 'Unresolved: ',
  acknowledged: 'Acknowledged, and still open: ',
  regressed: 'Regressed: ',
};

/**
 * What a diagnostic says: the title, and what to do on a line of its own, which Problems can fold away. Diagnostics are
 * plain text, so code between backticks is put between quotes.
 */
export function diagnosticText(finding: Pick<TrackedFinding, 'title' | 'recommendation'>): string {
  return `${oneLine(finding.title, maxTitle)}\n${oneLine(finding.recommendation, maxRecommendation)}`;
}

/**
 * What the diagnostic of a finding says, with what became of it before the title. One without a place says that its words
 * are gone, since the line that it is listed at is not its own.
 */
export function findingText(
  finding: Pick<TrackedFinding, 'title' | 'recommendation' | 'status' | 'range'>,
): string {
  const lost = finding.range === undefined ? 'Lost, its words are gone: ' : '';
  const title = `${lost}${decided[finding.status] ?? ''}${finding.title}`;
  return diagnosticText({ title, recommendation: finding.recommendation });
}

/**
 * The findings to mark, worst first, and no more than the editor takes. A finding of a round whose words are gone is
 * listed all the same, at the top of the file; one of a bare check is checked again before anybody could read it.
 */
export function toShow(findings: readonly TrackedFinding[]): readonly TrackedFinding[] {
  return findings
    .filter((finding) => finding.range !== undefined || finding.round !== undefined)
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
