import { candidatePaths } from './checks/resolvePath.ts';
import { runChecks } from './checks/runChecks.ts';
import type { CheckSettings } from './checks/settings.ts';
import type { Backtest } from './domain/backtestReport.ts';
import { backtest, type BacktestOptions } from './pipeline/backtest.ts';
import type { OpenHistory } from './ports/commitHistory.ts';

/** What wiring a backtest needs. */
export interface BacktestWiring {
  readonly openHistory: OpenHistory;
  readonly settings: CheckSettings;
  readonly workspacePrefix: string;
}

/** Runs the built-in checks, with today's settings, over the plans of a repository's history. */
export function runBacktest(wiring: BacktestWiring, options: BacktestOptions): Promise<Backtest> {
  const { openHistory, settings, workspacePrefix } = wiring;
  return backtest(
    {
      openHistory,
      runChecks: async ({ files, git }, document, signal) => {
        const { claims } = await runChecks({ files, git, settings, workspacePrefix }, document, {
          mode: 'plan',
          signal,
        });
        return claims;
      },
      placesOf: (path, planPath) => candidatePaths(path, { planPath, workspacePrefix }),
      workspacePrefix,
      planFolders: settings.planFolders,
    },
    options,
  );
}
