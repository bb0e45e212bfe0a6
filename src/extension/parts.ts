import type * as vscode from 'vscode';
import type { Engine } from './engine.ts';
import type { ApiKeys } from './models/apiKeys.ts';
import type { PlanRuns } from './planRuns.ts';
import type { PlanTarget } from './planTarget.ts';
import type { ReviewedPlans } from './reviewedPlans.ts';
import type { UnfinishedRounds } from './unfinishedRounds.ts';

/** What the parts of the extension share. Made once, in `activate`. */
export interface Parts {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly engine: Engine;
  readonly keys: ApiKeys;
  readonly plans: ReviewedPlans;
  readonly runs: PlanRuns;
  readonly unfinished: UnfinishedRounds;
}

/** How to show a plan's panel. */
export interface ShowPanel {
  (target: PlanTarget, options: { readonly takesFocus: boolean; readonly finding?: string }): Promise<void>;
}
