import * as vscode from 'vscode';
import type { TrackedFinding } from '../diagnostics/trackedFindings.ts';
import type { Parts, ShowPanel } from '../parts.ts';
import { planTarget, type PlanTarget } from '../planTarget.ts';
import { tellFailure } from '../tell.ts';

/** The command behind the quick fix. It is no entry of the palette, since it is about one finding. */
const respondCommand = 'planReview.respondToFinding';

/** Which finding to answer. */
interface RespondRequest {
  /** The plan's address, a URI as text. */
  readonly plan: string;
  readonly finding: string;
}

/** The quick fix that begins the answer to a round's finding. Undefined for one that has no number to answer to. */
export function responseFix(
  target: PlanTarget,
  { id, round, isOpen }: Pick<TrackedFinding, 'id' | 'round' | 'isOpen'>,
): vscode.CodeAction | undefined {
  if (round === undefined || !isOpen) {
    return undefined;
  }
  const title = `Respond to ${id}`;
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const request: RespondRequest = { plan: target.key, finding: id };
  action.command = { title, command: respondCommand, arguments: [request] };
  return action;
}

/** Registers the command that opens the panel with the caret in a finding's response. */
export function registerRespond(parts: Parts, showPanel: ShowPanel): vscode.Disposable {
  return vscode.commands.registerCommand(respondCommand, async ({ plan, finding }: RespondRequest) => {
    const uri = vscode.Uri.parse(plan, true);
    try {
      await showPanel(planTarget(uri), { takesFocus: true, finding, purpose: 'answering' });
    } catch (error) {
      tellFailure(error, { log: parts.log, plan: uri });
    }
  });
}
