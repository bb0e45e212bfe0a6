import type { DraftFinding } from '../domain/finding.ts';
import type { ReviewMode } from '../domain/plan.ts';
import { compareRanges } from '../domain/position.ts';
import { throwIfCancelled } from '../base/errors.ts';
import type { Files } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Check, CheckContext, CheckResult } from './check.ts';
import { checks } from './registry.ts';
import { readSegments } from './segments.ts';

export interface CheckDeps {
  readonly files: Files;
  readonly git: Git;
  /** Where the workspace folder lies below the tree's root: empty, or with a slash at its end. */
  readonly workspacePrefix: string;
}

/** Runs every check that serves a plan's kind and the mode, and puts what they say into the order of the text. */
export async function runChecks(
  deps: CheckDeps,
  document: PlanDocument,
  options: { mode: ReviewMode; signal: AbortSignal | undefined },
): Promise<CheckResult> {
  const context: CheckContext = {
    document,
    segments: readSegments(document),
    files: deps.files,
    git: deps.git,
    workspacePrefix: deps.workspacePrefix,
    signal: options.signal,
  };
  const serving = checks.filter((check) => serves(check, document, options.mode));
  const outcomes = await Promise.all(
    serving.map(async (check) => ({ check, outcome: await check.run(context) })),
  );
  throwIfCancelled(options.signal);
  return {
    ran: serving.map((check) => check.id),
    claims: outcomes.flatMap(({ outcome }) => outcome.claims).sort((a, b) => compareRanges(a.range, b.range)),
    findings: outcomes
      .flatMap(({ check, outcome }) => outcome.findings.map((finding) => draft(check, finding)))
      .sort((a, b) => compareRanges(a.range, b.range)),
  };
}

function serves(check: Check, document: PlanDocument, mode: ReviewMode): boolean {
  return check.modes.includes(mode) && (check.kinds === 'all' || check.kinds.includes(document.kind));
}

function draft(check: Check, finding: Awaited<ReturnType<Check['run']>>['findings'][number]): DraftFinding {
  return {
    check: check.id,
    severity: check.severity,
    category: check.category,
    ...finding,
    related: [...(finding.related ?? [])],
  };
}
