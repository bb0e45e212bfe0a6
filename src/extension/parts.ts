import type * as vscode from 'vscode';
import type { Approvals } from './approvals.ts';
import type { Engine } from './engine.ts';
import type { ApiKeys } from './models/apiKeys.ts';
import type { PlanRuns } from './planRuns.ts';
import type { PlanTarget } from './planTarget.ts';
import type { Responses } from './responses.ts';
import type { ReviewedPlans } from './reviewedPlans.ts';
import type { UnfinishedRounds } from './unfinishedRounds.ts';

/** What the parts of the extension share. Made once, in `activate`. */
export interface Parts {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly engine: Engine;
  readonly keys: ApiKeys;
  readonly plans: ReviewedPlans;
  readonly approvals: Approvals;
  readonly runs: PlanRuns;
  readonly unfinished: UnfinishedRounds;
  readonly responses: Responses;
}

/** What to show of a plan's panel. */
export interface ShowOptions {
  readonly takesFocus: boolean;
  /** A finding to bring into view. */
  readonly finding?: string;
  /** `answering` puts the caret into the finding's response. */
  readonly purpose?: 'reading' | 'answering';
  /** What to show in the place of the rounds. */
  readonly part?: 'record';
}

/** How to show a plan's panel. */
export interface ShowPanel {
  (target: PlanTarget, options: ShowOptions): Promise<void>;
}
