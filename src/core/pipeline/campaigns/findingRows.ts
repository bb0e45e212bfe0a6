import { findingStates } from '../../analysis/findingStates.ts';
import type { IndexedFinding } from '../../domain/indexedFinding.ts';
import type { Resolution } from '../../domain/resolution.ts';
import type { Disposition } from '../../domain/response.ts';
import type { ReviewArtifacts } from '../../ports/reviewIndex.ts';
import { roundsOfFindings } from '../rounds/states.ts';
import { idIn, planOf } from './finishedRows.ts';

/** Every finding of a review after all of its rounds. */
export function findingRows(artifacts: ReviewArtifacts): readonly IndexedFinding[] {
  const { path } = planOf(artifacts);
  const dispositions = lastDispositions(artifacts);
  const decidedIn = new Map<Resolution, number>(
    artifacts.rounds.flatMap(({ round }) =>
      (round.resolutions ?? []).map((resolution) => [resolution, round.number] as const),
    ),
  );
  return findingStates(roundsOfFindings(artifacts)).map(({ finding, status, resolution, isOpen }) => ({
    plan: path,
    id: finding.id,
    campaign: idIn(artifacts, finding.round),
    severity: finding.severity,
    category: finding.category,
    status,
    isOpen,
    decidedIn: resolution === undefined ? null : (decidedIn.get(resolution) ?? null),
    disposition: dispositions.get(finding.id) ?? null,
    reviewers: finding.reviewers,
    check: finding.check ?? null,
    confidence: finding.confidence ?? null,
    title: finding.title,
    observation: finding.observation,
    concern: finding.concern,
    recommendation: finding.recommendation,
    quote: finding.anchor.quote,
    section: finding.anchor.section,
    range: finding.range,
    revision: finding.anchor.revision,
  }));
}

/** What the author made of each finding, in the latest response that says anything of it. */
function lastDispositions({ rounds, responses }: ReviewArtifacts): ReadonlyMap<string, Disposition> {
  const last = new Map<string, Disposition>();
  for (const { round } of rounds) {
    for (const { finding, disposition } of responses.get(round.number)?.response?.findings ?? []) {
      if (disposition !== null) {
        last.set(finding, disposition);
      }
    }
  }
  return last;
}
