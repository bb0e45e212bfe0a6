import { attributeCommits, driftOf } from '../../analysis/execution/attribution.ts';
import { judgeCriteria } from '../../analysis/execution/criteria.ts';
import { executionFindings } from '../../analysis/execution/findings.ts';
import { executionScore } from '../../analysis/execution/score.ts';
import { statusOf } from '../../analysis/execution/status.ts';
import { judgeSteps, type FileFacts } from '../../analysis/execution/stepEvidence.ts';
import { PlanReviewError, throwIfCancelled } from '../../base/errors.ts';
import type { Execution } from '../../domain/execution.ts';
import type { DraftFinding, Severity } from '../../domain/finding.ts';
import type { PlannedPath, PlannedWork } from '../../domain/plannedWork.ts';
import type { FileChange, WorkSince } from '../../domain/workSince.ts';
import type { Files } from '../../ports/files.ts';
import type { Git } from '../../ports/git.ts';
import type { Progress } from '../../ports/progress.ts';
import type { WorkHistory } from '../../ports/workHistory.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { runValidation, type ValidationDeps } from './validation.ts';

/** What examining the work needs. */
export interface ExecutionDeps extends ValidationDeps {
  /** What a plan says is to be done. */
  readonly readWork: (document: PlanDocument, signal: AbortSignal | undefined) => Promise<PlannedWork>;
  readonly history: WorkHistory;
  readonly git: Git;
  readonly files: Files;
  /** A plan's path below the tree's root. */
  readonly treePath: (planPath: string) => string;
  /** By rule: another severity, or `off`. */
  readonly severities: () => Promise<Readonly<Record<string, Severity | 'off'>>>;
}

/** How to examine the work this time. */
export interface ExecutionRequest {
  /** The commit that the work is counted from, by 4 to 64 hexadecimal digits; the plan's own where left out. */
  readonly since?: string | undefined;
  /** Milliseconds for each validation command. */
  readonly timeLimit: number;
  /** `no` leaves the plan's commands alone, agreed to or not. */
  readonly commands: 'yes' | 'no';
  readonly progress: Progress | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What came of it. */
export interface ExaminedWork {
  readonly execution: Execution;
  readonly findings: readonly DraftFinding[];
  readonly work: WorkSince;
  readonly planned: PlannedWork;
}

/** So many commits are listed. */
const mostCommits = 200;

/**
 * Finds out whether a plan was carried out: from the files that were created, changed and removed since its commit, from its
 * commands, and from nothing that the plan says of itself.
 * @throws PlanReviewError `history-unavailable` where git cannot tell; `commit-not-found` for a commit that there is not.
 */
export async function examineWork(
  deps: ExecutionDeps,
  document: PlanDocument,
  request: ExecutionRequest,
): Promise<ExaminedWork> {
  const { signal } = request;
  const planned = await deps.readWork(document, signal);
  const planPath = deps.treePath(document.path);
  const since = await beginning(deps, { planned, planPath, request });
  const all = await deps.history.since(since.commit, planned.branch, signal);
  if (all === undefined) {
    throw unavailable();
  }
  throwIfCancelled(signal);
  const work = withoutOurs(all, { planPath, ours: deps.treePath('.plan-review/') });
  const facts = await factsOf(deps, { planned, work, signal });
  const { steps, touched } = judgeSteps(planned.steps, facts);
  const commits = attributeCommits(work.commits, { ids: planned.ids, planPath, touched });
  const own = commits.filter((commit) => commit.work !== undefined);
  const uncommitted = [...work.uncommitted].filter((path) => touched.has(path)).length;
  const commands = await runValidation(planned.commands, deps, {
    ...request,
    isBefore: false,
    hindrance: hindranceOf(work, request, planned),
  });
  const criteria = judgeCriteria(planned.criteria, { commands, facts });
  const hasWork = own.length > 0 || uncommitted > 0;
  const drift = driftOf(planned, {
    changes: facts.changes,
    commits,
    uncommitted: hasWork ? work.uncommitted : new Set(),
    planPath,
  });
  const branch = {
    name: planned.branch ?? null,
    state: work.branchState,
    detail: branchDetail(planned, work),
  };
  const execution: Execution = {
    schemaVersion: 1,
    since,
    branch,
    lookedAt: { commit: work.tip, hasWorkingTree: work.hasWorkingTree },
    commits: commits.slice(0, mostCommits).map(({ hash, time, author, message, work: why }) => ({
      hash,
      time,
      author: author.slice(0, 200),
      subject: (message.split('\n', 1)[0] ?? '').slice(0, 200),
      ...(why === undefined ? {} : { work: why }),
    })),
    isCut: !work.isWhole || commits.length > mostCommits,
    uncommitted,
    steps: [...steps],
    commands: [...commands],
    criteria: [...criteria],
    drift,
    status: { stated: planned.status ?? null, found: statusOf({ steps, hasWork }) },
    score: executionScore({ branch, commits: own.length, uncommitted, steps, commands, criteria, drift }),
  };
  const findings = weighed(executionFindings(execution, planned.title), await deps.severities());
  return { execution, findings, work, planned };
}

/** Findings with the severities that the user has set. */
export function weighed(
  findings: readonly DraftFinding[],
  severities: Awaited<ReturnType<ExecutionDeps['severities']>>,
): readonly DraftFinding[] {
  return findings.flatMap((finding) => {
    const set = severities[finding.check];
    return set === 'off' ? [] : set === undefined ? finding : { ...finding, severity: set };
  });
}

/** The commit that the work is counted from. */
async function beginning(
  { history, git }: ExecutionDeps,
  {
    planned,
    planPath,
    request: { since, signal },
  }: { planned: PlannedWork; planPath: string; request: ExecutionRequest },
): Promise<Execution['since']> {
  const answer = await git.repository(signal);
  if (!answer.available || answer.repository.head === null) {
    throw unavailable();
  }
  if (since !== undefined) {
    const commit = await history.commitNamed(since.toLowerCase(), signal);
    if (commit === undefined) {
      throw new PlanReviewError({
        code: 'commit-not-found',
        message: `There is no commit "${since}" in this repository, or several begin like that.`,
        wayOut: 'Name one by its hash, such as "git log --format=%h" prints.',
      });
    }
    return { commit, reason: 'the commit that was named' };
  }
  const arrival = await history.arrivalOf(planPath, signal);
  if (arrival === undefined) {
    throw unavailable();
  }
  if (arrival === 'uncommitted') {
    return {
      commit: answer.repository.head,
      reason: 'the plan is not committed, so that only what differs from HEAD counts',
    };
  }
  const { commit, parent, added } = arrival;
  const brought = added.filter((path) => path !== planPath && isMade(planned, path));
  return brought.length > 0 && parent !== null
    ? {
        commit: parent,
        reason: `the commit before ${commit.slice(0, 7)}, which brought the plan together with work of it`,
      }
    : { commit, reason: 'the commit that brought the plan' };
}

function isMade({ steps }: PlannedWork, path: string): boolean {
  return steps.some(({ changes }) =>
    changes.some(({ intent, paths }) => intent === 'creates' && paths.includes(path)),
  );
}

/** To commit a plan, to edit it and to review it is no work on it, wherever it has been moved. */
function withoutOurs(
  work: WorkSince,
  { planPath, ours }: { readonly planPath: string; readonly ours: string },
): WorkSince {
  const name = planPath.slice(planPath.lastIndexOf('/') + 1);
  const isOurs = (path: string): boolean =>
    path === planPath || path === name || path.endsWith(`/${name}`) || path.startsWith(ours);
  return {
    ...work,
    changes: work.changes.filter(({ path }) => !isOurs(path)),
    uncommitted: new Set([...work.uncommitted].filter((path) => !isOurs(path))),
    commits: work.commits.map((commit) => ({
      ...commit,
      changes: commit.changes.filter(({ path }) => !isOurs(path)),
    })),
  };
}

async function factsOf(
  { files, git, history }: ExecutionDeps,
  { planned, work, signal }: { planned: PlannedWork; work: WorkSince; signal: AbortSignal | undefined },
): Promise<FileFacts> {
  const changes = new Map<string, FileChange>(work.changes.map(({ path, change }) => [path, change]));
  const named: PlannedPath[] = [
    ...planned.steps.flatMap((step) => step.changes),
    ...planned.criteria.flatMap((criterion) => criterion.paths),
  ];
  const asked = [...new Set(named.flatMap(({ paths }) => paths))];
  const present = work.hasWorkingTree
    ? await presentNow(files, asked, signal)
    : presentAt(asked, await history.filesAt(work.tip, signal));
  const missing = asked.filter((path) => !present.has(path));
  const ignored = missing.length === 0 ? new Set<string>() : await git.ignored(missing, signal);
  return { changes, present, ignored };
}

async function presentNow(
  files: Files,
  asked: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const kinds = await files.kinds(asked, signal);
  return new Set(asked.filter((path) => kinds.get(path) === 'file' || kinds.get(path) === 'directory'));
}

function presentAt(asked: readonly string[], files: ReadonlySet<string> | undefined): ReadonlySet<string> {
  if (files === undefined) {
    throw unavailable();
  }
  const folders = new Set<string>();
  for (const file of files) {
    for (let slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
      folders.add(file.slice(0, slash));
    }
  }
  return new Set(asked.filter((path) => files.has(path) || folders.has(path)));
}

function hindranceOf(
  { hasWorkingTree, branch }: WorkSince,
  { commands }: ExecutionRequest,
  planned: PlannedWork,
): string | undefined {
  if (!hasWorkingTree) {
    return `the work is on ${branch ?? planned.branch ?? 'another branch'}, which is not checked out`;
  }
  return commands === 'no' ? 'no command was to be run' : undefined;
}

function branchDetail({ branch }: PlannedWork, work: WorkSince): string {
  const head = work.branch === null ? 'a detached HEAD' : `the branch ${work.branch}`;
  switch (work.branchState) {
    case 'unnamed':
      return `The plan names no branch; what was looked at is ${head}, with what is not committed.`;
    case 'missing':
      return `There is no branch ${branch ?? ''}; what was looked at is ${head}, with what is not committed.`;
    case 'checked-out':
      return `The branch ${branch ?? ''} is checked out; what is not committed was looked at too.`;
    case 'merged':
      return `The branch ${branch ?? ''} is merged into ${head}; what is not committed was looked at too.`;
    case 'elsewhere':
      return `The branch ${branch ?? ''} is not checked out; its latest commit was looked at, and nothing of the working tree.`;
  }
}

function unavailable(): PlanReviewError {
  return new PlanReviewError({
    code: 'history-unavailable',
    message: 'git cannot tell what was done since the plan was written.',
    wayOut: 'It takes a trusted repository with a commit and its whole history ("git fetch --unshallow").',
  });
}
