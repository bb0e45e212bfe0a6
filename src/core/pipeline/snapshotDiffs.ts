import type { Revision } from '../domain/plan.ts';
import type { StoredReview } from '../ports/artifactStore.ts';
import { decodePlan } from '../text/decode.ts';
import { diffPlans, type PlanDiff } from '../text/planDiff.ts';

/** How a text came about from each of the revisions that were reviewed; undefined for any other revision. */
export type DiffFrom = (revision: Revision) => PlanDiff | undefined;

/** Compares a text with the snapshots of a review, each when it is first asked for and once. */
export function diffsTo(text: string, stored: Pick<StoredReview, 'rounds' | 'snapshots'>): DiffFrom {
  const known = new Map<Revision, PlanDiff | undefined>();
  return (revision) => {
    if (!known.has(revision)) {
      const before = snapshotText(revision, stored);
      known.set(revision, before === undefined ? undefined : diffPlans(before, text));
    }
    return known.get(revision);
  };
}

function snapshotText(
  revision: Revision,
  { rounds, snapshots }: Pick<StoredReview, 'rounds' | 'snapshots'>,
): string | undefined {
  const round = rounds.find((stored) => stored.round.revision === revision);
  const bytes = round === undefined ? undefined : snapshots.get(round.round.number);
  const decoded = bytes === undefined ? undefined : decodePlan(bytes);
  return decoded?.ok === true ? decoded.text : undefined;
}
