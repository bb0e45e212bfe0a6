import * as vscode from 'vscode';
import { parseFindingLink } from './findingLink.ts';
import type { Parts, ShowPanel } from './parts.ts';
import { planOf } from './planTarget.ts';
import { inBackground } from './tell.ts';

/**
 * Opens the finding that a diagnostic's code links to. Any program and page can send such a link, so it is let do no
 * more than show the stored review of a plan in this window's own folders.
 */
export function handleLinks(parts: Parts, showPanel: ShowPanel): vscode.Disposable {
  return vscode.window.registerUriHandler({
    handleUri(uri) {
      const link = parseFindingLink(uri.path);
      const target = link && planOf(planUri(link.plan));
      if (link === undefined || target === undefined) {
        parts.log.warn('A link was dropped: it leads to no finding of a plan in this window.');
        return;
      }
      const shown = showPanel(target, { takesFocus: true, finding: link.finding });
      inBackground(shown, { log: parts.log, plan: target.uri });
    },
  });
}

function planUri(text: string): vscode.Uri {
  try {
    return vscode.Uri.parse(text, true);
  } catch {
    return vscode.Uri.from({ scheme: 'unknown' });
  }
}
