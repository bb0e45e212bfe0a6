import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { planOf } from '../planTarget.ts';
import { lensText } from './lensText.ts';

/** Shows the verdict of a reviewed plan above its title. A click opens the review. */
export function provideLens(parts: Parts): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const selector = ['markdown', 'html'].map((language) => ({ language, scheme: 'file' }));
  const provider = vscode.languages.registerCodeLensProvider(selector, {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document) => {
      const target = planOf(document.uri);
      const view = target && parts.plans.entry(target.key).view;
      const isWanted = vscode.workspace.getConfiguration('planReview', document).get('titleLens') !== false;
      const title = view && lensText(view, parts.approvals.get(target.key));
      if (target === undefined || title === undefined || !isWanted) {
        return [];
      }
      const review = await parts.engine.of(target.folder);
      const { titleLine } = await review.identify({ path: target.path, text: document.getText() });
      const place = new vscode.Range(titleLine - 1, 0, titleLine - 1, 0);
      return [
        new vscode.CodeLens(place, { title, command: 'planReview.showPanel', arguments: [target.uri] }),
      ];
    },
  });
  /** What the lenses were last made of: an edit moves findings and is no news to them. */
  const seen = new Map<string, readonly unknown[]>();
  const tell = (plan: string): void => {
    const now = [parts.plans.entry(plan).view, parts.approvals.get(plan)];
    if (now.some((fact, index) => fact !== seen.get(plan)?.[index])) {
      seen.set(plan, now);
      changed.fire();
    }
  };
  return vscode.Disposable.from(
    changed,
    provider,
    parts.plans.onDidChange(tell),
    parts.approvals.onDidChange(tell),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('planReview.titleLens')) {
        changed.fire();
      }
    }),
  );
}
