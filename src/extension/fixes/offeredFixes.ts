import type { CheckFinding, Fix, Position } from '../../core/index.ts';
import type { Question } from '../diagnostics/questions.ts';

/** A way to mend a finding, as the editor's menu lists it. */
export interface OfferedFix {
  readonly title: string;
  /** Whether the editor may take it without asking which one: where there is one answer, and no other. */
  readonly isPreferred: boolean;
  readonly edits: Fix['edits'];
}

/** The checks that look for files, whose findings end when the plan says that it creates the file. */
const fileChecks = new Set(['file-exists', 'link-exists']);

/**
 * What can be done about a finding by changing the plan's text: what its check proposes, and to say that the plan
 * creates the file. `creationAt` gives the latter for a place of the text that was checked, where it is possible.
 */
export function offeredFixes(
  finding: Pick<CheckFinding, 'check' | 'range' | 'fixes'>,
  creationAt: (position: Position) => Fix | undefined,
): readonly OfferedFix[] {
  const proposed = finding.fixes ?? [];
  const creation = fileChecks.has(finding.check) ? creationAt(finding.range.start) : undefined;
  return [
    ...proposed.map(({ title, edits }) => ({ title, edits, isPreferred: proposed.length === 1 })),
    ...(creation === undefined ? [] : [{ ...creation, isPreferred: false }]),
  ];
}

/** The ways to answer a question: to say that the plan creates the thing, where that can be said, and to name what is like it. */
export function answersTo({ range, suggestion }: Question, creation: Fix | undefined): readonly Fix[] {
  return [
    ...(creation === undefined ? [] : [creation]),
    ...(suggestion === undefined
      ? []
      : [{ title: `Replace with ${suggestion}`, edits: [{ range, text: suggestion }] }]),
  ];
}

/** What is said of suppressions cannot be suppressed itself. */
export function canSuppress(check: string): boolean {
  return check !== 'suppression';
}
