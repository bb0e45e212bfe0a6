import type { Claim } from '../../domain/claim.ts';
import type { ReviewRecord } from '../../domain/record.ts';
import type { VerdictValue } from '../../domain/verdict.ts';
import type { ArtifactStore, StoredReview } from '../../ports/artifactStore.ts';
import type { PlanFiles } from '../../ports/files.ts';
import type { Git } from '../../ports/git.ts';
import type { RunChecks } from '../checkPlan.ts';
import { readPlan } from '../readPlan.ts';
import { movedHead } from './movedHead.ts';

/** What looking at an approval needs. */
export interface ApprovalDeps {
  readonly planFiles: PlanFiles;
  readonly store: ArtifactStore;
  readonly git: Git;
  readonly runChecks: RunChecks;
  readonly treePath: (planPath: string) => string;
}

/** What a plan's verdict is worth now. */
export interface ApprovalView {
  /** `none`: nothing was approved. `standing`: what was approved is as it was. `stale`: it is not, and `reasons` say why. */
  readonly state: 'none' | 'standing' | 'stale';
  readonly verdict: VerdictValue;
  /** Who signed, where somebody has; a GO of a round counts as an approval without. */
  readonly record: ReviewRecord | undefined;
  readonly reasons: readonly string[];
}

/**
 * Whether an approval still stands: it is bound to the plan's revision, to the repository's HEAD, and to the claims that
 * held when it was given, which are verified again (DESIGN, "Approval goes stale"). Undefined where there is no review.
 */
export async function approvalOf(
  deps: ApprovalDeps,
  { path, signal }: { readonly path: string; readonly signal?: AbortSignal | undefined },
): Promise<ApprovalView | undefined> {
  const stored = await deps.store.load(path);
  const latest = stored?.rounds.at(-1)?.round;
  if (stored === undefined || latest === undefined) {
    return undefined;
  }
  const record = stored.record?.ok === true ? stored.record.record : undefined;
  const verdict = record?.verdict.value ?? latest.verdict.value;
  if (record === undefined && verdict !== 'GO') {
    return { state: 'none', verdict, record, reasons: [] };
  }
  const reasons = await reasonsAgainst(deps, stored, { path, signal, record });
  return { state: reasons.length === 0 ? 'standing' : 'stale', verdict, record, reasons };
}

async function reasonsAgainst(
  deps: ApprovalDeps,
  stored: StoredReview,
  {
    path,
    signal,
    record,
  }: {
    readonly path: string;
    readonly signal: AbortSignal | undefined;
    readonly record: ReviewRecord | undefined;
  },
): Promise<string[]> {
  const latest = stored.rounds.at(-1);
  const approved = record?.rounds.at(-1)?.number ?? latest?.round.number;
  const basis = stored.rounds.find(({ round }) => round.number === approved);
  if (basis === undefined) {
    return [`Round ${approved}, which was approved, is not there.`];
  }
  const reasons: string[] = [];
  if (latest !== undefined && latest !== basis) {
    reasons.push(`Round ${latest.round.number} came after it.`);
  }
  const plan = await readPlan(deps.planFiles, { path });
  if (plan.revision !== basis.round.revision) {
    reasons.push(`The plan was changed after round ${basis.round.number}.`);
  }
  const head = record === undefined ? (basis.round.repository?.head ?? null) : record.head;
  const moved = await movedHead(deps, { path, head, signal });
  const { claims } = await deps.runChecks(plan.document, {
    mode: basis.round.mode,
    signal,
    commands: 'known',
  });
  return [...reasons, ...(moved === undefined ? [] : [moved]), ...brokenClaims(basis.claims, claims)];
}

/** The claims that held when the plan was approved and do not any more. */
function brokenClaims(approved: readonly Claim[], now: readonly Claim[]): string[] {
  const failing = new Map(
    now
      .filter((claim) => claim.suppressed !== true && isMissing(claim))
      .map((claim) => [nameOf(claim), claim]),
  );
  const held = new Set(approved.filter(({ verdict }) => verdict === 'pass').map(nameOf));
  return [...held].flatMap((name) => {
    const claim = failing.get(name);
    return claim === undefined
      ? []
      : [
          `A claim that it rests on no longer holds: ${claim.kind} ${claim.value} (line ${claim.range.start.line}): ${claim.detail}.`,
        ];
  });
}

/**
 * Whether what a claim is about is not there. Of a thing that the plan only points to, that alone makes no plan wrong, and is a
 * question; but an approval that was given while it was there rests on it.
 */
function isMissing({ verdict, absent }: Claim): boolean {
  return verdict === 'fail' || absent === true;
}

function nameOf({ kind, value, check }: Claim): string {
  return JSON.stringify([kind, value, check ?? '']);
}
