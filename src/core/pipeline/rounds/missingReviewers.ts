import type { Revision } from '../../domain/plan.ts';
import type { ReviewerReport } from '../../domain/reviewer.ts';
import type { StoredReview } from '../../ports/artifactStore.ts';
import type { PanelResult } from '../panel/runPanel.ts';
import { raisedBy, type EarlierFinding } from './earlierFindings.ts';

/**
 * Those who would have had to read a later round and were not asked: whoever has raised what is open, and, where the plan
 * was changed and nobody on a model reads it, somebody of the panel that read it before. A round without them gives no GO
 * (DESIGN, "Verdict": a missing reviewer).
 */
export function missingReviewers(
  stored: StoredReview | undefined,
  {
    earlier,
    panel,
    plan,
  }: {
    readonly earlier: readonly EarlierFinding[];
    readonly panel: PanelResult | undefined;
    readonly plan: { readonly revision: Revision };
  },
): readonly ReviewerReport[] {
  const asked = new Set(panel?.outcomes.map(({ reviewer }) => reviewer.persona.id));
  const raisers = new Set(earlier.filter(({ isOpen }) => isOpen).flatMap(({ finding }) => raisedBy(finding)));
  const missing = [...raisers].filter((id) => !asked.has(id));
  if (missing.length > 0) {
    return missing.map((id) => report(stored, id, 'It was not asked to decide its own findings.'));
  }
  const reader = latestPanel(stored)?.[0];
  const isUnread = stored?.rounds.at(-1)?.round.revision !== plan.revision && asked.size === 0;
  return isUnread && reader !== undefined
    ? [report(stored, reader.id, 'It was not asked to read what has changed.')]
    : [];
}

/** The reviewers on models of the latest round that had some. */
export function latestPanel(stored: StoredReview | undefined) {
  return stored?.rounds.toReversed().find(({ round }) => round.panel !== undefined)?.round.panel?.reviewers;
}

function report(stored: StoredReview | undefined, id: string, detail: string): ReviewerReport {
  const known = stored?.rounds
    .toReversed()
    .flatMap(({ round }) => round.panel?.reviewers ?? [])
    .find((reviewer) => reviewer.id === id);
  return { id, name: known?.name ?? id, status: 'failed_isolated', findings: 0, detail };
}
