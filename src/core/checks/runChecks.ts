import type { DraftFinding } from '../domain/finding.ts';
import type { ReviewMode } from '../domain/plan.ts';
import { compareRanges } from '../domain/position.ts';
import { throwIfCancelled } from '../base/errors.ts';
import type { Files } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Check, CheckContext, CheckFindingText, CheckResult } from './check.ts';
import { checks } from './registry.ts';
import { pathMentions } from './pathMentions.ts';
import { readSegments } from './segments.ts';
import { defaultCheckSettings, type CheckSettings } from './settings.ts';

export interface CheckDeps {
  readonly files: Files;
  readonly git: Git;
  readonly settings?: CheckSettings;
  /** Where the workspace folder lies below the tree's root: empty, or with a slash at its end. */
  readonly workspacePrefix: string;
}

/** Runs every check that serves a plan's kind and the mode, and puts what they say into the order of the text. */
export async function runChecks(
  deps: CheckDeps,
  document: PlanDocument,
  options: { mode: ReviewMode; signal: AbortSignal | undefined },
): Promise<CheckResult> {
  const segments = readSegments(document);
  const settings = deps.settings ?? defaultCheckSettings;
  const context: CheckContext = {
    document,
    segments,
    paths: pathMentions(document, segments),
    settings,
    files: deps.files,
    git: deps.git,
    workspacePrefix: deps.workspacePrefix,
    signal: options.signal,
  };
  const serving = checks.filter(
    (check) => serves(check, document, options.mode) && settings.severities[check.id] !== 'off',
  );
  const outcomes = await Promise.all(
    serving.map(async (check) => ({ check, outcome: await check.run(context) })),
  );
  throwIfCancelled(options.signal);
  return {
    ran: serving.map((check) => check.id),
    claims: outcomes.flatMap(({ outcome }) => outcome.claims).sort((a, b) => compareRanges(a.range, b.range)),
    findings: outcomes
      .flatMap(({ check, outcome }) => outcome.findings.map((finding) => draft(check, finding, settings)))
      .sort((a, b) => compareRanges(a.range, b.range)),
  };
}

function serves(check: Check, document: PlanDocument, mode: ReviewMode): boolean {
  return check.modes.includes(mode) && (check.kinds === 'all' || check.kinds.includes(document.kind));
}

function draft(check: Check, finding: CheckFindingText, settings: CheckSettings): DraftFinding {
  const set = settings.severities[check.id];
  const { fixes, related, severity, ...text } = finding;
  return {
    ...text,
    check: check.id,
    severity: set === undefined || set === 'off' ? (severity ?? check.severity) : set,
    category: check.category,
    related: [...(related ?? [])],
    ...(fixes === undefined ? {} : { fixes: [...fixes] }),
  };
}
