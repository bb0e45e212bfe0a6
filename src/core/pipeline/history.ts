import { findingStates } from '../analysis/findingStates.ts';
import { PlanReviewError } from '../base/errors.ts';
import type { Finding } from '../domain/finding.ts';
import type { Revision } from '../domain/plan.ts';
import type { ArtifactStore, StoredReview, StoredRound } from '../ports/artifactStore.ts';
import type { PlanFiles } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import { placeAnchor } from '../text/anchors.ts';
import { revisionOf, type PlanDocument } from '../text/planDocument.ts';
import { readPlan, type ReadPlan } from './readPlan.ts';
import { movedHead } from './rounds/movedHead.ts';
import { roundsOfFindings, statesAfter } from './rounds/states.ts';
import { diffsTo, type DiffFrom } from './snapshotDiffs.ts';
import type { PlacedState, ReviewView, RoundView } from './views.ts';

/** What looking back needs. */
export interface HistoryDeps {
  readonly planFiles: PlanFiles;
  readonly store: ArtifactStore;
  readonly git: Git;
  /** A plan's path below the tree's root. */
  readonly treePath: (planPath: string) => string;
}

/** The stored review of a plan with its findings placed in the plan as it is now. */
export async function planHistory(
  deps: HistoryDeps,
  request: { path: string; text?: string | undefined; signal?: AbortSignal | undefined },
): Promise<ReviewView | undefined> {
  const stored = await deps.store.load(request.path);
  if (stored === undefined) {
    return undefined;
  }
  const read = await readPlan(deps.planFiles, request);
  const plan = { ...read, revision: editorRevision(read, stored) };
  const diffFrom = diffsTo(plan.document.text, stored);
  const quoted = plansRead(deps.planFiles);
  return {
    review: stored.review,
    rounds: stored.rounds.map((round) => viewOfRound(round, { stored, plan, diffFrom })),
    inconsistent: stored.inconsistent,
    findings: await Promise.all(
      findingStates(roundsOfFindings(stored)).map(async (state) => ({
        ...state,
        place: placeAnchor(plan.document, plan.revision, state.finding.anchor, diffFrom),
        ...(await placeInPlan(quoted, state.finding)),
      })),
    ),
    record: stored.record?.ok === true ? stored.record.record : undefined,
    problems: problemsOf(stored),
    stale: await staleness(deps, stored, { ...request, revision: plan.revision }),
  };
}

/** Plans that a packet's findings quote, each read once. Undefined where there is none any more. */
function plansRead(planFiles: PlanFiles): (path: string) => Promise<ReadPlan | undefined> {
  const read = new Map<string, Promise<ReadPlan | undefined>>();
  const orNone = async (path: string): Promise<ReadPlan | undefined> => {
    try {
      return await readPlan(planFiles, { path });
    } catch (error) {
      if (error instanceof PlanReviewError) {
        return undefined;
      }
      throw error;
    }
  };
  return (path) => {
    const plan = read.get(path) ?? orNone(path);
    read.set(path, plan);
    return plan;
  };
}

async function placeInPlan(
  quoted: ReturnType<typeof plansRead>,
  { inPlan }: Finding,
): Promise<Pick<PlacedState, 'inPlan'>> {
  if (inPlan === undefined) {
    return {};
  }
  const { path, anchor } = inPlan;
  const plan = await quoted(path);
  const place =
    plan === undefined ? ({ state: 'lost' } as const) : placeAnchor(plan.document, plan.revision, anchor);
  return { inPlan: { path, place } };
}

/** A round of a review as people look at it, in the plan as it is now. */
export async function roundView(
  deps: HistoryDeps,
  request: { readonly path: string; readonly round: StoredRound & { readonly folder: string } },
): Promise<RoundView> {
  const view = await planHistory(deps, { path: request.path });
  const found = view?.rounds.find(({ round }) => round.number === request.round.round.number);
  if (found === undefined) {
    throw new Error(`Round ${request.round.round.number} is gone from ${request.round.folder}`);
  }
  return found;
}

function viewOfRound(
  { round, claims, findings, analysis, execution }: StoredRound,
  {
    stored,
    plan,
    diffFrom,
  }: {
    readonly stored: StoredReview;
    readonly plan: { readonly document: PlanDocument; readonly revision: Revision };
    readonly diffFrom: DiffFrom;
  },
): RoundView {
  return {
    round,
    claims,
    findings: findings.map((finding) => ({
      finding,
      place: placeAnchor(plan.document, plan.revision, finding.anchor, diffFrom),
    })),
    openFindings: statesAfter(stored, round.number)
      .filter(({ isOpen }) => isOpen)
      .map(({ finding }) => finding),
    response: stored.responses.get(round.number)?.response,
    ...(analysis?.ok === true ? { analysis: analysis.analysis } : {}),
    ...(execution === undefined ? {} : { execution }),
    folder: `${stored.folder}/round-${round.number}`,
  };
}

function problemsOf({ rounds, responses, record }: StoredReview): readonly string[] {
  return [
    ...rounds.flatMap(({ analysis }) => (analysis?.ok === false ? [analysis.problem] : [])),
    ...[...responses.values()].flatMap(({ problem }) => problem ?? []),
    ...(record?.ok === false ? [record.problem] : []),
  ];
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

/** A verdict is about one content, and a GO about one state of the repository, too (DESIGN, "Approval goes stale"). */
async function staleness(
  deps: HistoryDeps,
  { rounds, record }: StoredReview,
  now: { readonly path: string; readonly revision: Revision; readonly signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const latest = rounds.at(-1)?.round;
  if (latest === undefined) {
    return undefined;
  }
  if (latest.revision !== now.revision) {
    return `The plan was changed after round ${latest.number}.`;
  }
  const isApproval = latest.verdict.value === 'GO' || record?.ok === true;
  const { path, signal } = now;
  // As `approvalOf` has it: whoever signed has seen the repository as it was then.
  const head = record?.ok === true ? record.record.head : (latest.repository?.head ?? null);
  return isApproval ? movedHead(deps, { path, head, signal }) : undefined;
}
