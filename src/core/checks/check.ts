import type { Claim } from '../domain/claim.ts';
import type { Category, DraftFinding, Fix, Severity } from '../domain/finding.ts';
import type { PlanKind, ReviewMode } from '../domain/plan.ts';
import type { Range } from '../domain/position.ts';
import type { Files } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { PathMention } from './pathMentions.ts';
import type { Segment } from './segments.ts';
import type { CheckSettings } from './settings.ts';

/** What a check has to work with. */
export interface CheckContext {
  readonly document: PlanDocument;
  /** The running text of the plan, read once for all checks. */
  readonly segments: readonly Segment[];
  /** The paths it names, found once for all checks. */
  readonly paths: readonly PathMention[];
  readonly settings: CheckSettings;
  readonly files: Files;
  readonly git: Git;
  /**
   * Where the workspace folder lies below the tree's root, with a trailing slash; empty where they are the same.
   * Paths in a plan may count from either.
   */
  readonly workspacePrefix: string;
  /** The other plans that are checked in the same run, relative to the workspace folder. */
  readonly beside: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** A finding as its check words it; the registry adds the check's id, category and severity. */
export interface CheckFindingText {
  readonly title: string;
  readonly observation: string;
  readonly concern: string;
  readonly recommendation: string;
  readonly range: Range;
  readonly related?: readonly Range[];
  /** Ways to mend it, likeliest first. */
  readonly fixes?: readonly Fix[];
  /** Where one finding of a check weighs otherwise than the rest; the check's own severity unless said. */
  readonly severity?: Severity;
}

/** What one check found out about a plan. */
export interface CheckOutcome {
  readonly claims: readonly Claim[];
  readonly findings: readonly CheckFindingText[];
}

/** A deterministic rule. Values of this type stand in one explicit list, `registry.ts`. */
export interface Check {
  /** Also the name of its page, `docs/checks/<id>.md`, and of its fixture. */
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly severity: Severity;
  readonly category: Category;
  /** The kinds of plan it speaks about; `all` for every kind. */
  readonly kinds: 'all' | readonly PlanKind[];
  readonly modes: readonly ReviewMode[];
  /** Judges a plan. Must not throw for any text, and must not change anything. */
  run(context: CheckContext): Promise<CheckOutcome>;
}

/** What the checks found out together, in the order of the text. */
export interface CheckResult {
  /** The ids of the checks that ran, whether or not they found anything. */
  readonly ran: readonly string[];
  readonly claims: readonly Claim[];
  readonly findings: readonly DraftFinding[];
}
