import * as vscode from 'vscode';
import { Approvals } from './approvals.ts';
import { registerCampaigns } from './campaigns/registerCampaigns.ts';
import { registerConsent } from './commands/consent.ts';
import { registerCommands } from './commands/register.ts';
import { resumePlan, reviewPlan } from './commands/reviewPlan.ts';
import { publishDiagnostics } from './diagnostics/publish.ts';
import { Engine } from './engine.ts';
import { provideFixes } from './fixes/provideFixes.ts';
import { registerRespond } from './fixes/respond.ts';
import { registerSuppress } from './fixes/suppress.ts';
import { provideLens } from './lens/provideLens.ts';
import { LiveChecks } from './liveChecks/liveChecks.ts';
import { watchWorkspace } from './liveChecks/watchWorkspace.ts';
import { ApiKeys } from './models/apiKeys.ts';
import { registerModelCommands } from './models/modelCommands.ts';
import { markPlans } from './packets/markPlans.ts';
import { watchPackets } from './packets/watchPackets.ts';
import { Panels } from './panel/panels.ts';
import type { Parts, ShowPanel } from './parts.ts';
import { PlanRuns } from './planRuns.ts';
import { Responses } from './responses.ts';
import { ReviewedPlans } from './reviewedPlans.ts';
import { provideSnapshots } from './snapshots.ts';
import { showStatus } from './statusBar.ts';
import { logFailure } from './tell.ts';
import { registerTree } from './tree/registerTree.ts';
import { UnfinishedRounds } from './unfinishedRounds.ts';
import { handleLinks } from './uriHandler.ts';
import { lookWith, watchApprovals } from './watchApprovals.ts';
import { watchPlans } from './watchPlans.ts';
import { watchRounds } from './watchRounds.ts';
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
  const keys = new ApiKeys(extension.secrets, process.env);
  const engine = new Engine({
    logger,
    keys,
    stateFolder: extension.globalStorageUri.fsPath,
    personasFolder: vscode.Uri.joinPath(extension.extensionUri, 'personas').fsPath,
  });
  const parts: Parts = {
    extension,
    log,
    engine,
    keys,
    plans: new ReviewedPlans(),
    approvals: new Approvals(lookWith(engine), (error) => logFailure(error, log)),
    runs: new PlanRuns(),
    unfinished: new UnfinishedRounds(),
    responses: new Responses(),
  };
  const showPanel: ShowPanel = (target, options) => panels.show(target, options);
  const deps = { parts, showPanel };
  const panels = new Panels(parts, {
    start: (target) => reviewPlan(deps, target, { reviewers: 'ask' }),
    startOver: (target) => reviewPlan(deps, target, { reviewers: 'ask', unfinished: 'restart' }),
    resume: (target) => resumePlan(deps, target),
  });
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
    watchPackets(parts),
    markPlans(parts),
    watchApprovals(parts),
    watchRounds(parts),
    live,
    problems,
    watchWorkspace(parts, live, (folder) => problems.refresh(folder)),
    provideFixes(parts, live),
    registerSuppress(parts, live),
    registerRespond(parts, showPanel),
    registerConsent(parts, live),
    registerModelCommands(parts),
    registerTree(parts, showPanel),
    registerCampaigns(parts, showPanel),
    provideLens(parts),
  );
}
