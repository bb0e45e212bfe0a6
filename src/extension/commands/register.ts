import * as vscode from 'vscode';
import { draftResponses } from '../drafts/draftResponses.ts';
import { newPacket } from '../packets/newPacket.ts';
import type { Parts, ShowPanel } from '../parts.ts';
import type { PlanTarget } from '../planTarget.ts';
import { tell, tellFailure } from '../tell.ts';
import { checkPlan } from './checkPlan.ts';
import { choosePlan, planArgument } from './pickPlan.ts';
import { exportPlan } from './exportReview.ts';
import { resumeOtherwise } from './resumeOtherwise.ts';
import { expectReview, resumePlan, reviewPlan } from './reviewPlan.ts';

/** What the commands need of the panels. */
export interface CommandPanels {
  readonly show: ShowPanel;
  readonly activePlan: () => PlanTarget | undefined;
}

/** Registers the extension's commands. What goes wrong in one is told to the user and never thrown at the caller. */
export function registerCommands(parts: Parts, panels: CommandPanels): vscode.Disposable {
  const onPlan = (id: string, run: (target: PlanTarget) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      let plan = planArgument(argument);
      try {
        const target = await choosePlan(argument, panels.activePlan());
        plan = target?.uri ?? plan;
        await (target && run(target));
      } catch (error) {
        tellFailure(error, { log: parts.log, ...(plan === undefined ? {} : { plan }) });
      }
    });
  const deps = { parts, showPanel: panels.show };
  return vscode.Disposable.from(
    onPlan('planReview.reviewPlan', (target) => reviewPlan(deps, target, { reviewers: 'ask' })),
    onPlan('planReview.reviewPacket', (target) =>
      reviewPlan(deps, target, { reviewers: 'ask', areas: 'anew' }),
    ),
    onPlan('planReview.reviewExecution', (target) =>
      reviewPlan(deps, target, { reviewers: 'ask', mode: 'execution' }),
    ),
    onPlan('planReview.newPacket', (target) => newPacket(parts, target)),
    onPlan('planReview.reviewByChecks', (target) => reviewPlan(deps, target, { reviewers: 'checks' })),
    onPlan('planReview.reviewChanges', async (target) => {
      await expectReview(parts, target);
      await reviewPlan(deps, target, { reviewers: 'ask', unchanged: 'skip' });
    }),
    onPlan('planReview.resumeReview', (target) => resumePlan(deps, target)),
    onPlan('planReview.resumeOtherwise', (target) => resumeOtherwise(deps, target)),
    onPlan('planReview.startOver', (target) =>
      reviewPlan(deps, target, { reviewers: 'ask', unfinished: 'restart' }),
    ),
    onPlan('planReview.nextWithoutResponse', (target) =>
      reviewPlan(deps, target, { reviewers: 'ask', response: 'not-needed' }),
    ),
    onPlan('planReview.signRecord', async (target) => {
      await expectReview(parts, target);
      await panels.show(target, { takesFocus: true, part: 'record' });
    }),
    onPlan('planReview.exportReview', async (target) => {
      await expectReview(parts, target);
      await exportPlan(parts, target);
    }),
    onPlan('planReview.draftResponses', (target) => draftResponses(deps, target)),
    onPlan('planReview.checkPlan', (target) => checkPlan(parts, target)),
    onPlan('planReview.showPanel', (target) => panels.show(target, { takesFocus: true })),
    vscode.commands.registerCommand('planReview.cancelReview', () => cancelAll(parts)),
    vscode.commands.registerCommand('planReview.clearDiagnostics', () => parts.plans.clear()),
  );
}

function cancelAll({ runs, log }: Parts): void {
  const running = runs.running();
  running.forEach((plan) => runs.cancel(plan));
  if (running.length === 0) {
    tell('No review is running.', log);
  }
}
