import { PlanReviewError } from '../base/errors.ts';
import { archivedSince } from '../domain/archive.ts';
import { countBySeverity, type Severity } from '../domain/finding.ts';
import type { PlanIdentity } from '../domain/plan.ts';
import type { Review } from '../domain/round.ts';
import type { VerdictValue } from '../domain/verdict.ts';
import type { ArtifactStore, StoredReview } from '../ports/artifactStore.ts';
import type { PlanFiles } from '../ports/files.ts';
import { revisionOf } from '../text/planDocument.ts';
import { statesAfter } from './rounds/states.ts';

/** A round in a list of reviews. */
export interface RoundLine {
  readonly number: number;
  readonly verdict: VerdictValue;
  readonly completedAt: string;
}

/** A review in a list: what can be said without asking git, checking the plan, or finding places in its text. */
export interface ReviewSummary {
  /** Relative to the workspace folder. */
  readonly folder: string;
  /** Undefined where not even the plan can be told. */
  readonly plan: PlanIdentity | undefined;
  /** Oldest first. */
  readonly rounds: readonly RoundLine[];
  /** Undefined where no round can be used. */
  readonly verdict: VerdictValue | undefined;
  /** Findings that are open after the latest round, by severity. */
  readonly open: Readonly<Record<Severity, number>>;
  /** Whether somebody has signed a record, and it is about the latest round. */
  readonly isRecorded: boolean;
  /** Since when it is put aside; null where it is not. */
  readonly archivedAt: string | null;
  /** Why the latest verdict is not about the plan's file as it is; undefined while it is, and where there is no verdict. */
  readonly stale: string | undefined;
  /** What is wrong with what is stored, one sentence each. */
  readonly problems: readonly string[];
}

/** What listing reviews needs. */
export interface ListDeps {
  readonly store: ArtifactStore;
  readonly planFiles: PlanFiles;
}

/** The reviews of a workspace folder by the plan's path, and then those of which the plan is not known. */
export async function listReviews(deps: ListDeps): Promise<readonly ReviewSummary[]> {
  const summaries: ReviewSummary[] = [];
  for (const { folder, stored, problems } of await deps.store.list()) {
    summaries.push(
      stored === undefined ? { ...nothing, folder, problems } : await summaryOf(deps, stored, problems),
    );
  }
  return summaries.toSorted(byPlan);
}

const nothing: Omit<ReviewSummary, 'folder' | 'problems'> = {
  plan: undefined,
  rounds: [],
  verdict: undefined,
  open: countBySeverity([]),
  isRecorded: false,
  archivedAt: null,
  stale: undefined,
};

async function summaryOf(
  { planFiles }: ListDeps,
  stored: StoredReview,
  problems: readonly string[],
): Promise<ReviewSummary> {
  const { folder, review, inconsistent, responses, record } = stored;
  const last = review.rounds.at(-1);
  const findings = statesAfter(stored, last?.number ?? 0).filter(({ isOpen }) => isOpen);
  return {
    folder,
    plan: review.plan,
    rounds: review.rounds.map(({ number, verdict, completedAt }) => ({ number, verdict, completedAt })),
    verdict: review.verdict ?? undefined,
    open: countBySeverity(findings.map(({ finding }) => finding)),
    isRecorded: review.status === 'recorded',
    archivedAt: archivedSince(stored.archive, last?.completedAt),
    stale: last === undefined ? undefined : await staleness(planFiles, review.plan.path, last),
    problems: [
      ...problems,
      ...inconsistent.map(({ problem }) => problem),
      ...[...responses.values()].flatMap(({ problem }) => problem ?? []),
      ...(record?.ok === false ? [record.problem] : []),
    ],
  };
}

/** As `planHistory` says it of the plan's file. A plan that cannot be read is not what was reviewed. */
async function staleness(
  planFiles: PlanFiles,
  path: string,
  { number, revision }: Review['rounds'][number],
): Promise<string | undefined> {
  try {
    const now = revisionOf(await planFiles.read(path));
    return now === revision ? undefined : `The plan was changed after round ${number}.`;
  } catch (error) {
    if (error instanceof PlanReviewError) {
      return error.message;
    }
    throw error;
  }
}

function byPlan(a: ReviewSummary, b: ReviewSummary): number {
  if (a.plan === undefined || b.plan === undefined) {
    return Number(a.plan === undefined) - Number(b.plan === undefined) || compare(a.folder, b.folder);
  }
  return compare(a.plan.path, b.plan.path);
}

/** By code unit: the same order on every machine. */
function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
