import { throwIfCancelled } from '../base/errors.ts';
import type { SuppressedFinding } from '../domain/checkReport.ts';
import type { CheckRule } from '../domain/checkRule.ts';
import { executionRules } from '../domain/executionRules.ts';
import type { DraftFinding } from '../domain/finding.ts';
import type { ReviewMode } from '../domain/plan.ts';
import { compareRanges, type Range } from '../domain/position.ts';
import type { Files } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Check, CheckContext, CheckFindingText, CheckResult } from './check.ts';
import { checks } from './registry.ts';
import { pathMentions } from './pathMentions.ts';
import { readSegments } from './segments.ts';
import { defaultCheckSettings, type CheckSettings } from './settings.ts';
import { readDirectives } from './suppressionComments.ts';
import { suppressionFindings, suppressionRule } from './suppressionFindings.ts';
import { suppressionsOf } from './suppressions.ts';

export interface CheckDeps {
  readonly files: Files;
  readonly git: Git;
  readonly settings?: CheckSettings;
  /** Where the workspace folder lies below the tree's root: empty, or with a slash at its end. */
  readonly workspacePrefix: string;
  /** The workspace's own checks, beside the built-in ones. Their ids differ from those. */
  readonly ownChecks?: readonly Check[];
}

/** What the checks found, with what the plan asks to leave alone set apart. */
export interface CheckedPlan extends CheckResult {
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * Runs every check that serves a plan's kind and the mode, applies the plan's suppressions, and puts what is said into
 * the order of the text.
 */
export async function runChecks(
  deps: CheckDeps,
  document: PlanDocument,
  options: { mode: ReviewMode; signal: AbortSignal | undefined; beside?: readonly string[] },
): Promise<CheckedPlan> {
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
    beside: options.beside ?? [],
    signal: options.signal,
  };
  const all = [...checks, ...(deps.ownChecks ?? [])];
  const serving = all.filter(
    (check) => serves(check, document, options.mode) && settings.severities[check.id] !== 'off',
  );
  const { directives, unknown } = readDirectives(document, segments);
  const suppressions = suppressionsOf(directives);
  const outcomes = await Promise.all(
    serving.map(async (check) => ({
      check,
      outcome: suppressions.apply(check.id, await check.run(context)),
    })),
  );
  throwIfCancelled(options.signal);
  const ran = serving.map((check) => check.id);
  const known = new Set(all.map((check) => check.id));
  const ofSuppressions =
    settings.severities[suppressionRule.id] === 'off'
      ? []
      : suppressionFindings({ document, suppressions, unknown, known, ran: new Set(ran) });
  return {
    ran,
    claims: outcomes.flatMap(({ outcome }) => outcome.claims).sort(byRange),
    findings: [
      ...outcomes.flatMap(({ check, outcome }) =>
        outcome.findings.map((finding) => draft(check, finding, settings)),
      ),
      ...ofSuppressions.map((finding) => draft(suppressionRule, finding, settings)),
    ].sort(byRange),
    suppressed: outcomes
      .flatMap(({ check, outcome }) =>
        outcome.suppressed.map(({ finding, suppression }) => ({
          ...draft(check, finding, settings),
          suppression,
        })),
      )
      .sort(byRange),
  };
}

/** Every built-in rule that a finding can name. */
export function builtInRules(): CheckRule[] {
  return [
    ...checks.map(({ id, title, tags, severity, category }) => ({
      id,
      title,
      tags,
      severity,
      category,
      origin: 'built-in',
    })),
    suppressionRule,
    ...Object.values(executionRules),
  ];
}

function byRange(a: { readonly range: Range }, b: { readonly range: Range }): number {
  return compareRanges(a.range, b.range);
}

function serves(check: Check, document: PlanDocument, mode: ReviewMode): boolean {
  return check.modes.includes(mode) && (check.kinds === 'all' || check.kinds.includes(document.kind));
}

function draft(
  check: Pick<CheckRule, 'id' | 'severity' | 'category'>,
  finding: CheckFindingText,
  settings: CheckSettings,
): DraftFinding {
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
