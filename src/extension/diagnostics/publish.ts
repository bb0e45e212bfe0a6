import * as vscode from 'vscode';
import type { Fix, Range } from '../../core/index.ts';
import { findingLinkPath } from '../findingLink.ts';
import type { Parts } from '../parts.ts';
import { diagnosticsPerFile, findingText, levels, toShow } from './diagnosticText.ts';
import { questionText, type Question } from './questions.ts';
import type { TrackedFinding } from './trackedFindings.ts';

/** The mark of our diagnostics, for people and for whoever filters by it. */
export const diagnosticSource = 'Plan Review';

/** What the marks of questions carry where those of findings carry their number or their check. */
export const questionCode = 'question';

/** Edits come in bursts, and a file may have a thousand diagnostics. */
const publishDelayMs = 80;

/** Keeps the editor's diagnostics in step with what is known of the plans. */
export function publishDiagnostics(parts: Parts): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('plan-review');
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const publish = (): void => {
    timer = undefined;
    for (const plan of pending) {
      const uri = vscode.Uri.parse(plan, true);
      // What quotes the plan that a packet is about is marked there.
      const findings = toShow(parts.plans.shown(plan).filter(({ inPlan }) => inPlan === undefined));
      const questions = parts.plans
        .questions(plan)
        .slice(0, Math.max(0, diagnosticsPerFile - findings.length))
        .map(questionMark);
      collection.set(uri, [
        ...findings.map((finding) => diagnosticOf(finding, uri, parts.extension.extension.id)),
        ...questions,
      ]);
    }
    pending.clear();
  };
  const subscription = parts.plans.onDidChange((plan) => {
    pending.add(plan);
    timer ??= setTimeout(publish, publishDelayMs);
  });
  return vscode.Disposable.from(subscription, collection, { dispose: () => clearTimeout(timer) });
}

/** A range as the editor counts: from 0. */
export function editorRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
}

/** A fix as the editor applies it. */
export function editorEdit(uri: vscode.Uri, { edits }: Pick<Fix, 'edits'>): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) {
    edit.replace(uri, editorRange(range), text);
  }
  return edit;
}

/** A question is a hint: a mark under the words that asks for nothing in Problems. */
function questionMark(question: Question): vscode.Diagnostic {
  const mark = new vscode.Diagnostic(
    editorRange(question.range),
    questionText(question),
    vscode.DiagnosticSeverity.Hint,
  );
  mark.source = diagnosticSource;
  mark.code = questionCode;
  return mark;
}

/** A finding of `plan`'s review as the editor marks it; the link of its number leads to that review. */
export function diagnosticOf(
  finding: TrackedFinding,
  plan: vscode.Uri,
  extensionId: string,
): vscode.Diagnostic {
  const range = finding.range ?? { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const level = vscode.DiagnosticSeverity[levels[finding.severity]];
  const diagnostic = new vscode.Diagnostic(editorRange(range), findingText(finding), level);
  diagnostic.source = diagnosticSource;
  diagnostic.code = codeOf(finding, plan, extensionId);
  if (finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map(
      (related) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(plan, editorRange(related)),
          'The same problem, here too',
        ),
    );
  }
  return diagnostic;
}

/**
 * A round's finding shows its number, as a link to the panel. The link goes through our URI handler, because a
 * `command:` link does nothing in the hover and the peek view of VS Code 1.139. A bare check has no panel to link to,
 * and its numbers hold for nothing else, so it shows which check found it.
 */
function codeOf(
  finding: TrackedFinding,
  plan: vscode.Uri,
  extensionId: string,
): NonNullable<vscode.Diagnostic['code']> {
  if (finding.round === undefined) {
    return finding.check ?? finding.id;
  }
  const path = findingLinkPath({ plan: plan.toString(), finding: finding.id });
  const target = vscode.Uri.from({
    scheme: vscode.env.uriScheme,
    authority: extensionId.toLowerCase(),
    path,
  });
  return { value: finding.id, target };
}
