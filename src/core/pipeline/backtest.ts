import { PlanReviewError, throwIfCancelled } from '../base/errors.ts';
import type { Backtest, BacktestSummary, PastFailure, PastPlan } from '../domain/backtestReport.ts';
import { summarizeClaims, type Claim } from '../domain/claim.ts';
import type { Arrival, CommitHistory, NoHistory, OpenHistory, PastTree } from '../ports/commitHistory.ts';
import type { TreePath } from '../ports/files.ts';
import type { Progress } from '../ports/progress.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { followCreations, laterArrival } from './laterArrivals.ts';
import { planGlob } from './planGlob.ts';
import { readPlan } from './readPlan.ts';

/** What a backtest works with. */
export interface BacktestDeps {
  readonly openHistory: OpenHistory;
  /** Runs the built-in checks over a plan in a tree of the past; gives its claims. */
  readonly runChecks: (
    tree: PastTree,
    document: PlanDocument,
    signal: AbortSignal | undefined,
  ) => Promise<readonly Claim[]>;
  /** Where a path that a plan names may lie in the tree, likeliest first. */
  readonly placesOf: (path: string, planPath: string) => readonly TreePath[];
  /** Where the workspace folder lies below the tree's root: empty, or with a slash at its end. */
  readonly workspacePrefix: string;
  /** The folders, relative to the workspace folder, whose files count as plans where no glob says otherwise. */
  readonly planFolders: readonly string[];
}

/** Which plans to look at, and who is told how far it is. */
export interface BacktestOptions {
  /** Relative to the workspace folder; the plan folders where there is none. */
  readonly globs: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly progress?: Progress | undefined;
}

/**
 * Checks each plan of the repository's own history against the tree of the commit that brought it, and follows what
 * failed, and what was to be created, up to HEAD. Only the built-in checks run: commands know nothing of the past.
 * @throws PlanReviewError `history-unavailable` where there is no history to read; `plan-not-found` where no plan fits.
 */
export async function backtest(deps: BacktestDeps, options: BacktestOptions): Promise<Backtest> {
  const answer = await deps.openHistory(options.signal);
  if (!answer.available) {
    throw unavailable(answer.reason);
  }
  const { history } = answer;
  try {
    const arrivals = broughtPlans(deps, history, options.globs);
    const plans: PastPlan[] = [];
    const skipped: Backtest['skipped'] = [];
    for (const [index, arrival] of arrivals.entries()) {
      throwIfCancelled(options.signal);
      const path = arrival.path.slice(deps.workspacePrefix.length);
      options.progress?.report({
        type: 'step',
        step: 'review',
        text: `${index + 1} of ${arrivals.length}: ${path}`,
      });
      try {
        plans.push(await checkAsBrought(deps, { history, arrival, path }, options.signal));
      } catch (error) {
        if (!(error instanceof PlanReviewError) || !error.code.startsWith('plan-')) {
          throw error;
        }
        skipped.push({ path, commit: { ...arrival.commit }, reason: error.message });
      }
    }
    return {
      head: { ...history.head },
      commits: history.size,
      plans,
      skipped,
      summary: summarize(plans),
    };
  } finally {
    history.close();
  }
}

const planExtension = /\.(?:md|markdown|mdx|mdc|txt|html?)$/i;

/** Files that stand in plan folders beside the plans. */
const beside = /(?:^|\/)(?:readme|index|agents|claude|changelog|license|_?templates?)\.\w+$/i;

/** The plans in the order in which they came. One that was renamed came when it had its first name, wherever that was. */
function broughtPlans(
  { workspacePrefix, planFolders }: BacktestDeps,
  history: CommitHistory,
  globs: readonly string[],
): Arrival[] {
  const fits = (globs.length === 0 ? planFolders : globs).map(planGlob);
  const isPlan = (path: TreePath): boolean => {
    const below = path.slice(workspacePrefix.length);
    return (
      path.startsWith(workspacePrefix) &&
      planExtension.test(path) &&
      (globs.length > 0 || !beside.test(path)) &&
      fits.some((fit) => fit(below))
    );
  };
  const origins = new Map<TreePath, Arrival>();
  const brought = new Set<Arrival>();
  for (const arrival of history.arrivals) {
    const { path, from } = arrival;
    const origin = (from === undefined ? undefined : origins.get(from)) ?? origins.get(path) ?? arrival;
    origins.set(path, origin);
    if (isPlan(path)) {
      brought.add(origin);
    }
  }
  if (brought.size === 0) {
    const places = (globs.length === 0 ? planFolders : globs).join(', ');
    throw new PlanReviewError({
      code: 'plan-not-found',
      message: `The history has no plans in ${places}.`,
      wayOut:
        'Name them with a glob such as "docs/plans/**/*.md", relative to the workspace folder, in quotes.',
    });
  }
  return [...brought];
}

interface Brought {
  readonly history: CommitHistory;
  readonly arrival: Arrival;
  /** Relative to the workspace folder. */
  readonly path: string;
}

async function checkAsBrought(
  deps: BacktestDeps,
  brought: Brought,
  signal: AbortSignal | undefined,
): Promise<PastPlan> {
  const { history, arrival, path } = brought;
  const tree = history.treeAt(arrival.commit);
  const { document } = await readPlan(tree.planFiles, { path });
  const claims = await claimsAsBrought(deps, { history, arrival, document, tree }, signal);
  const places = (value: string): readonly TreePath[] => deps.placesOf(value, path);
  return {
    path,
    kind: document.kind,
    commit: { ...arrival.commit },
    claims: summarizeClaims(claims),
    fails: await followFailures(deps, { ...brought, document, claims, places }, signal),
    creates: await followCreations(claims, { history, commit: arrival.commit, places, tree }),
  };
}

/**
 * What a plan claims of the tree that it came into. One that comes in a commit with its work was written before that, or records it,
 * so that a claim which holds on one side of the commit does not fail.
 */
async function claimsAsBrought(
  deps: BacktestDeps,
  brought: Pick<Brought, 'history' | 'arrival'> & {
    readonly document: PlanDocument;
    readonly tree: PastTree;
  },
  signal: AbortSignal | undefined,
): Promise<readonly Claim[]> {
  const { history, arrival, document, tree } = brought;
  const claims = await deps.runChecks(tree, document, signal);
  const before = claims.some(isFailure) ? history.treeBefore(arrival.commit) : undefined;
  if (before === undefined) {
    return claims;
  }
  const others = await deps.runChecks(before, document, signal);
  const held = new Map(
    others.filter((claim) => !isFailure(claim)).map((claim) => [keyOfPlace(claim), claim]),
  );
  return claims.map((claim) => (isFailure(claim) ? (held.get(keyOfPlace(claim)) ?? claim) : claim));
}

function isFailure({ verdict }: Claim): boolean {
  return verdict === 'fail';
}

async function followFailures(
  deps: BacktestDeps,
  checked: Brought & {
    readonly document: PlanDocument;
    readonly claims: readonly Claim[];
    readonly places: (value: string) => readonly TreePath[];
  },
  signal: AbortSignal | undefined,
): Promise<PastFailure[]> {
  const { history, arrival, places } = checked;
  const failed = firstOfEach(checked.claims.filter(isFailure));
  if (failed.length === 0) {
    return [];
  }
  // What is true of the plan at HEAD has come true, whatever kind of claim it is.
  const now = await deps.runChecks(history.treeAt(history.head), checked.document, signal);
  const passing = new Set(now.filter(({ verdict }) => verdict === 'pass').map(keyOfPlace));
  return failed.map((claim) => {
    const { kind, value, intent, range, detail, suggestion } = claim;
    const later =
      kind === 'file' || kind === 'directory' || kind === 'link'
        ? laterArrival(claim, { history, commit: arrival.commit, places })
        : undefined;
    return {
      kind,
      value,
      intent,
      range,
      detail,
      ...(suggestion === undefined ? {} : { suggestion }),
      outcome: later !== undefined || passing.has(keyOfPlace(claim)) ? 'came-later' : 'stood',
      ...(later === undefined ? {} : { arrival: later }),
    };
  });
}

function firstOfEach(claims: readonly Claim[]): Claim[] {
  const seen = new Set<string>();
  return claims.filter(({ kind, value }) => {
    const key = `${kind} ${value}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
}

function keyOfPlace({ kind, range }: Claim): string {
  return `${kind} ${range.start.line}:${range.start.column}`;
}

function summarize(plans: readonly PastPlan[]): BacktestSummary {
  const fails = plans.flatMap((plan) => plan.fails);
  const creates = plans.flatMap((plan) => plan.creates);
  const sum = (part: 'pass' | 'fail' | 'unverifiable'): number =>
    plans.reduce((total, { claims }) => total + claims[part], 0);
  return {
    plans: plans.length,
    claims: { pass: sum('pass'), fail: sum('fail'), unverifiable: sum('unverifiable') },
    fails: {
      stood: fails.filter(({ outcome }) => outcome === 'stood').length,
      cameLater: fails.filter(({ outcome }) => outcome === 'came-later').length,
    },
    creates: {
      kept: creates.filter(({ outcome }) => outcome === 'kept').length,
      keptElsewhere: creates.filter(({ outcome }) => outcome === 'kept-elsewhere').length,
      notKept: creates.filter(({ outcome }) => outcome === 'not-kept').length,
    },
  };
}

const reasons: Readonly<Record<NoHistory, { readonly message: string; readonly wayOut: string }>> = {
  'not-a-repository': {
    message: 'The folder is in no git repository, so there is no history to test against.',
    wayOut: 'Run it inside the repository that holds the plans, or name that one with --root.',
  },
  'git-not-found': {
    message: 'git is not installed, so the history cannot be read.',
    wayOut: 'Install git and see that it is in PATH.',
  },
  'not-trusted': {
    message: 'git is not asked in an untrusted workspace, so the history cannot be read.',
    wayOut: 'Trust the workspace if you know where it comes from.',
  },
  'no-commits': {
    message: 'The repository has no commits yet, so there is no history to test against.',
    wayOut: 'Commit the plans first.',
  },
  'cut-off': {
    message:
      'This clone does not hold the whole history: it is shallow, or its objects are still on the server.',
    wayOut: 'Run `git fetch --unshallow`, or clone the repository again without --depth and --filter.',
  },
  unreadable: {
    message: 'git could not list the history, or it is too long to be read.',
    wayOut: 'See whether `git log --raw` works in this repository.',
  },
};

function unavailable(reason: NoHistory): PlanReviewError {
  return new PlanReviewError({ code: 'history-unavailable', ...reasons[reason] });
}
