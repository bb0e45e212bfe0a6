import type { Revision } from '../domain/plan.ts';
import type { ArtifactStore, StoredReview, StoredRound } from '../ports/artifactStore.ts';
import type { PlanFiles } from '../ports/files.ts';
import { placeAnchor } from '../text/anchors.ts';
import { revisionOf, type PlanDocument } from '../text/planDocument.ts';
import { readPlan, type ReadPlan } from './readPlan.ts';
import type { ReviewView, RoundView } from './views.ts';

/** The stored review of a plan with its findings placed in the plan as it is now. */
export async function planHistory(
  deps: { planFiles: PlanFiles; store: ArtifactStore },
  request: { path: string; text?: string | undefined },
): Promise<ReviewView | undefined> {
  const stored = await deps.store.load(request.path);
  if (stored === undefined) {
    return undefined;
  }
  const plan = await readPlan(deps.planFiles, request);
  const revision = editorRevision(plan, stored);
  return {
    review: stored.review,
    rounds: stored.rounds.map((round) =>
      placeRound({ ...round, folder: `${stored.folder}/round-${round.round.number}` }, { ...plan, revision }),
    ),
    inconsistent: stored.inconsistent,
    stale: staleness(stored.rounds.at(-1), revision),
  };
}

/** A round with its findings where they are in a plan. */
export function placeRound(
  stored: StoredRound & { readonly folder: string },
  plan: { readonly document: PlanDocument; readonly revision: Revision },
): RoundView {
  return {
    round: stored.round,
    claims: stored.claims,
    findings: stored.findings.map((finding) => ({
      finding,
      place: placeAnchor(plan.document, plan.revision, finding.anchor),
    })),
    folder: stored.folder,
  };
}

/** An editor's text comes without the byte order mark of its file: with it, it may be a revision we know. */
function editorRevision(plan: ReadPlan, stored: StoredReview): Revision {
  const known = new Set(stored.rounds.map((round) => round.round.revision));
  if (known.has(plan.revision)) {
    return plan.revision;
  }
  const marked = revisionOf(new TextEncoder().encode(`\u{feff}${plan.document.text}`));
  return known.has(marked) ? marked : plan.revision;
}

function staleness(latest: StoredRound | undefined, revision: Revision): string | undefined {
  return latest === undefined || latest.round.revision === revision
    ? undefined
    : `The plan was changed after round ${latest.round.number}.`;
}
