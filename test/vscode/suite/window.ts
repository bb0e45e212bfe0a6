import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createPlanReview, type CheckFinding, type PlanReview } from '../../../src/core/index.ts';
import { extensionId } from '../extensionId.ts';

/** The sample plans. */
export const samplePlans = {
  good: 'docs/plans/retry-failed-deliveries.md',
  falseClaims: 'docs/plans/PRP-7-delivery-metrics.md',
  gaps: 'docs/plans/webhook-signatures.md',
};

/** Starts the extension, as opening a Markdown file would. */
export async function activateExtension(): Promise<void> {
  await vscode.extensions.getExtension(extensionId)?.activate();
}

/** The address of a file in one of the opened folders. */
export function fileUri(path: string, folder = 0): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[folder];
  assert.ok(root, 'no folder is open');
  return vscode.Uri.joinPath(root.uri, path);
}

/** A file's text, as it is on disk. */
export async function readText(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** Writes a file. */
export async function writeText(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** Whether there is a file or folder. */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  return await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** Removes the stored reviews of a folder. */
export async function removeReviews(folder = 0): Promise<void> {
  const reviews = fileUri('.plan-review/reviews', folder);
  if (await exists(reviews)) {
    await vscode.workspace.fs.delete(reviews, { recursive: true });
  }
}

/** The engine outside of the extension, on one of the opened folders: somebody else's command line, as it were. */
export function engine(folder = 0): PlanReview {
  return createPlanReview({
    root: fileUri('', folder).fsPath,
    isTrusted: vscode.workspace.isTrusted,
    version: '0.0.0-test',
    environment: process.env,
  });
}

/** What the checks find in a file as it is on disk, in the order of the text: what has to be marked. */
export async function findingsOf(path: string, folder = 0): Promise<readonly CheckFinding[]> {
  const { findings } = await engine(folder).check({ path });
  assert.ok(findings.length > 0, `${path} has no findings`);
  return findings.toSorted(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column,
  );
}

/** One of our diagnostics, counted as people see it: from 1. */
export interface Mark {
  readonly line: number;
  readonly column: number;
  /** The words that are marked. */
  readonly words: string;
  readonly severity: vscode.DiagnosticSeverity;
  readonly title: string;
  readonly code: string;
}

/** The marks that Plan Review has put into a file, in the order of the text. */
export async function marks(uri: vscode.Uri): Promise<readonly Mark[]> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  // Opening the document here would keep it open for minutes.
  const lines = (open?.getText() ?? (await readText(uri))).split('\n');
  return diagnostics(uri)
    .map(({ range, message, severity, code }) => ({
      line: range.start.line + 1,
      column: range.start.character + 1,
      words: wordsAt(lines, range),
      severity,
      title: message.split('\n')[0] ?? '',
      code: String(typeof code === 'object' ? code.value : code),
    }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function wordsAt(lines: readonly string[], { start, end }: vscode.Range): string {
  const part = lines.slice(start.line, end.line + 1).join('\n');
  return part.slice(start.character, part.length - ((lines[end.line] ?? '').length - end.character));
}

/** Our diagnostics of a file, without the questions. */
export function diagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return ours(uri).filter(({ code }) => code !== questionCode);
}

/** What the checks ask the author of a file. */
export function questions(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return ours(uri).filter(({ code }) => code === questionCode);
}

function ours(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Plan Review');
}

const questionCode = 'question';

/** Waits until the marks of a file are as expected, and returns them. */
export async function waitForMarks(
  uri: vscode.Uri,
  what: string,
  until: (all: readonly Mark[]) => boolean,
): Promise<readonly Mark[]> {
  return await eventually(what, async () => await marks(uri), until);
}

/** Reads a value again and again until it is as expected; rejects after 15 s with what was read last. */
export async function eventually<T>(
  what: string,
  read: () => T | Promise<T>,
  until: (value: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const value = await read();
    if (until(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited in vain for ${what}. Last seen: ${JSON.stringify(value)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Sets one of our settings for the opened folder; undefined takes it back. */
export async function setSetting(name: string, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration('planReview');
  await settings.update(name, value, vscode.ConfigurationTarget.Workspace);
}

/** The open panels of Plan Review. */
export function panelTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('planReview.panel'),
    );
}

/** Closes every editor without saving, and sweeps the findings away. */
export async function cleanWindow(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && !document.isUntitled) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('planReview.clearDiagnostics');
}
