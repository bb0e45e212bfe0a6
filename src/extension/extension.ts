import * as vscode from 'vscode';
import { registerConsent } from './commands/consent.ts';
import { registerCommands } from './commands/register.ts';
import { reviewPlan } from './commands/reviewPlan.ts';
import { publishDiagnostics } from './diagnostics/publish.ts';
import { Engine } from './engine.ts';
import { provideFixes } from './fixes/provideFixes.ts';
import { registerSuppress } from './fixes/suppress.ts';
import { LiveChecks } from './liveChecks/liveChecks.ts';
import { watchWorkspace } from './liveChecks/watchWorkspace.ts';
import { Panels } from './panel/panels.ts';
import type { Parts, ShowPanel } from './parts.ts';
import { PlanRuns } from './planRuns.ts';
import { ReviewedPlans } from './reviewedPlans.ts';
import { provideSnapshots } from './snapshots.ts';
import { showStatus } from './statusBar.ts';
import { handleLinks } from './uriHandler.ts';
import { watchPlans } from './watchPlans.ts';
import { WorkspaceProblems } from './workspaceProblems.ts';

/**
 * Called by VS Code when a Markdown or HTML file is opened, a command is run or a panel is restored. Registers and
 * listens only: core, and what a panel is made of, are loaded when they are first needed.
 */
export function activate(extension: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Plan Review', { log: true });
  const logger = {
    info: (message: string) => log.info(message),
    warn: (message: string) => log.warn(message),
  };
  const parts: Parts = {
    extension,
    log,
    engine: new Engine(logger, extension.globalStorageUri.fsPath),
    plans: new ReviewedPlans(),
    runs: new PlanRuns(),
  };
  const showPanel: ShowPanel = (target, options) => panels.show(target, options);
  const panels = new Panels(parts, (target) => reviewPlan(parts, showPanel, target));
  const live = new LiveChecks(parts);
  const problems = new WorkspaceProblems(parts);
  const activePlan = (): ReturnType<Panels['activePlan']> => panels.activePlan();
  extension.subscriptions.push(
    log,
    parts.engine,
    parts.runs,
    panels,
    registerCommands(parts, { show: showPanel, activePlan }),
    publishDiagnostics(parts),
    showStatus(parts, { plan: activePlan, onDidChange: panels.onDidChange }),
    provideSnapshots(parts),
    handleLinks(parts, showPanel),
    watchPlans(parts),
    live,
    problems,
    watchWorkspace(parts, live, (folder) => problems.refresh(folder)),
    provideFixes(parts, live),
    registerSuppress(parts, live),
    registerConsent(parts, live),
  );
}
