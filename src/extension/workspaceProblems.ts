import * as vscode from 'vscode';
import type { CheckProblem } from '../core/index.ts';
import { diagnosticSource, editorRange } from './diagnostics/publish.ts';
import { diagnosticText, levels } from './diagnostics/diagnosticText.ts';
import { describeFailure } from './failure.ts';
import type { Parts } from './parts.ts';
import { quietly } from './tell.ts';

const settingsPath = '.plan-review/settings.json';

/** Marks what is wrong with a workspace's settings and with its own checks, in the files where it stands. */
export class WorkspaceProblems implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #collection = vscode.languages.createDiagnosticCollection('plan-review-workspace');
  readonly #marked = new Map<string, readonly vscode.Uri[]>();
  readonly #subscriptions: vscode.Disposable;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      parts.engine.onDidMake((folder) => this.refresh(folder)),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        removed.forEach((folder) => this.#show(folder, new Map()));
      }),
    );
  }

  /** Reads a folder's settings and definitions anew. */
  refresh(folder: vscode.WorkspaceFolder): void {
    quietly(this.#read(folder), this.#parts.log);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #read(folder: vscode.WorkspaceFolder): Promise<void> {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    try {
      const review = await this.#parts.engine.of(folder);
      const { problems } = await review.catalogue();
      for (const problem of problems) {
        byFile.set(problem.path, [...(byFile.get(problem.path) ?? []), diagnosticOf(problem)]);
      }
    } catch (error) {
      const { kind, message, wayOut } = describeFailure(error);
      if (kind !== 'expected') {
        throw error;
      }
      // The one thing that stops everything: settings that cannot be read.
      byFile.set(settingsPath, [unusable(`${message}\n${wayOut}`)]);
    }
    this.#show(folder, byFile);
  }

  #show(folder: vscode.WorkspaceFolder, byFile: ReadonlyMap<string, readonly vscode.Diagnostic[]>): void {
    const key = folder.uri.toString();
    this.#marked.get(key)?.forEach((uri) => this.#collection.delete(uri));
    const marked = [...byFile].map(([path, diagnostics]) => {
      const uri = vscode.Uri.joinPath(folder.uri, path);
      this.#collection.set(uri, diagnostics);
      return uri;
    });
    this.#marked.set(key, marked);
  }
}

function diagnosticOf(problem: CheckProblem): vscode.Diagnostic {
  const level = vscode.DiagnosticSeverity[levels[problem.severity]];
  const diagnostic = new vscode.Diagnostic(editorRange(problem.range), diagnosticText(problem), level);
  diagnostic.source = diagnosticSource;
  diagnostic.code = problem.check;
  return diagnostic;
}

function unusable(text: string): vscode.Diagnostic {
  const wholeLine = new vscode.Range(0, 0, 0, Number.MAX_SAFE_INTEGER);
  const diagnostic = new vscode.Diagnostic(wholeLine, text, vscode.DiagnosticSeverity.Error);
  diagnostic.source = diagnosticSource;
  diagnostic.code = 'settings-invalid';
  return diagnostic;
}
