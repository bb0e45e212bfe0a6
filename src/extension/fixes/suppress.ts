import * as vscode from 'vscode';
import type { Range } from '../../core/index.ts';
import { sameFinding } from '../diagnostics/mergeFindings.ts';
import { editorEdit } from '../diagnostics/publish.ts';
import { loadCore } from '../core.ts';
import type { LiveChecks } from '../liveChecks/liveChecks.ts';
import type { Parts } from '../parts.ts';
import { planTarget } from '../planTarget.ts';
import { tell, tellFailure } from '../tell.ts';

/** The command behind the quick fix. It is no entry of the palette, since it is about one finding. */
export const suppressCommand = 'planReview.suppressFinding';

/** Which finding to suppress. */
export interface SuppressRequest {
  /** The plan's address, a URI as text. */
  readonly plan: string;
  readonly check: string;
  readonly title: string;
  /** Where it was when the quick fix was offered. */
  readonly range: Range;
}

/** Registers the command that asks for a reason and writes the comment. The reason may come with the call. */
export function registerSuppress(parts: Parts, live: LiveChecks): vscode.Disposable {
  return vscode.commands.registerCommand(
    suppressCommand,
    async (request: SuppressRequest, given?: string) => {
      const uri = vscode.Uri.parse(request.plan, true);
      try {
        const reason = given ?? (await askForReason(request.check));
        if (reason !== undefined && reason.trim() !== '') {
          await suppress(parts, live, { request, uri, reason });
        }
      } catch (error) {
        tellFailure(error, { log: parts.log, plan: uri });
      }
    },
  );
}

async function askForReason(check: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: `Suppress ${check} here`,
    prompt: 'Why is this right as it is? The reason is written into the plan.',
    placeHolder: 'made by the build',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? 'A suppression needs a reason.' : undefined),
  });
}

async function suppress(
  parts: Parts,
  live: LiveChecks,
  {
    request,
    uri,
    reason,
  }: { readonly request: SuppressRequest; readonly uri: vscode.Uri; readonly reason: string },
): Promise<void> {
  const target = planTarget(uri);
  const document = await vscode.workspace.openTextDocument(uri);
  const [{ suppressionFix }, { findings }] = await Promise.all([loadCore(), live.current(document, target)]);
  // The plan may have been edited while the reason was written.
  const finding = sameFinding(findings, request);
  if (finding === undefined) {
    tell(
      `${target.name} has changed meanwhile, and "${request.title}" is not found in it any more.`,
      parts.log,
    );
    return;
  }
  const fix = suppressionFix({
    path: target.path,
    text: document.getText(),
    position: finding.range.start,
    check: request.check,
    reason,
  });
  if (fix === undefined) {
    tell(
      `No comment can stand here without changing what the plan says. Set ${request.check} to "off" in the settings, or correct the plan.`,
      parts.log,
    );
    return;
  }
  await vscode.workspace.applyEdit(editorEdit(uri, fix));
}
