import * as vscode from 'vscode';
import { loadCore } from './core.ts';
import { Idle } from './idle.ts';
import { loadResponse } from './loadResponse.ts';
import { hasReviews, loadReview } from './loadReview.ts';
import { offerToResume } from './offerToResume.ts';
import type { Parts } from './parts.ts';
import { openDocument, planGlob, planOf, planTarget } from './planTarget.ts';
import { quietly } from './tell.ts';
import { textChange } from './textChange.ts';

/** How long an editor rests before findings are placed anew, by the plan's diff and not by shifting alone. */
const restMs = 500;

const artifactGlob = '**/.plan-review/reviews/**/{round,record}.json';

const responseGlob = '**/.plan-review/reviews/**/response.{json,md}';

/** How long the files of a response rest before they are read: they are written one after the other. */
const responseRestMs = 150;

/** Keeps what is known of the plans in step with editors and files: opened, edited, saved, renamed, gone. */
export function watchPlans(parts: Parts): vscode.Disposable {
  const { plans, log } = parts;
  const rest = new Idle(restMs, (key) => quietly(placeAnew(parts, key), log));
  const files = vscode.workspace.createFileSystemWatcher(planGlob, true);
  const artifacts = vscode.workspace.createFileSystemWatcher(artifactGlob);
  const responses = vscode.workspace.createFileSystemWatcher(responseGlob);
  const responseRest = new Idle(responseRestMs, (key) => quietly(responseAnew(parts, key), log));

  const touchKnown = (uri: vscode.Uri): void => {
    if (plans.has(uri.toString())) {
      rest.touch(uri.toString());
    }
  };
  const artifactsChanged = (uri: vscode.Uri): void => {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    for (const document of vscode.workspace.textDocuments) {
      const target = planOf(document.uri);
      if (target?.folder === folder) {
        rest.touch(document.uri.toString());
      }
    }
    for (const key of plans.known()) {
      if (vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(key, true)) === folder) {
        rest.touch(key);
      }
    }
  };
  const responsesChanged = (uri: vscode.Uri): void => {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    for (const key of parts.responses.known()) {
      if (vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(key, true)) === folder) {
        responseRest.touch(key);
      }
    }
  };
  const openAll = (): void => {
    for (const document of vscode.workspace.textDocuments) {
      quietly(opened(parts, document), log);
    }
  };

  openAll();
  return vscode.Disposable.from(
    rest,
    files,
    artifacts,
    vscode.workspace.onDidOpenTextDocument((document) => quietly(opened(parts, document), log)),
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.contentChanges.length > 0 && plans.has(event.document.uri.toString())) {
        quietly(edited(parts, event), log);
        rest.touch(event.document.uri.toString());
      }
    }),
    vscode.workspace.onDidSaveTextDocument((document) => touchKnown(document.uri)),
    // Unsaved changes are gone with the editor: what counts again is the file.
    vscode.workspace.onDidCloseTextDocument((document) => touchKnown(document.uri)),
    files.onDidChange(touchKnown),
    files.onDidDelete((uri) => quietly(forget(parts, uri), log)),
    artifacts.onDidCreate(artifactsChanged),
    artifacts.onDidChange(artifactsChanged),
    artifacts.onDidDelete(artifactsChanged),
    responses,
    responseRest,
    responses.onDidCreate(responsesChanged),
    responses.onDidChange(responsesChanged),
    responses.onDidDelete(responsesChanged),
    vscode.workspace.onDidDeleteFiles(({ files: gone }) => {
      for (const uri of gone) {
        keysAt(parts, uri).forEach((key) => plans.remove(key));
      }
    }),
    vscode.workspace.onDidRenameFiles(({ files: renamed }) => {
      for (const { oldUri, newUri } of renamed) {
        keysAt(parts, oldUri).forEach((key) => {
          plans.move(key, newUri.toString() + key.slice(oldUri.toString().length));
        });
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(openAll),
  );
}

async function opened(parts: Parts, document: vscode.TextDocument): Promise<void> {
  const target = planOf(document.uri);
  if (target !== undefined && (await hasReviews(target.folder))) {
    await loadReview(parts, target);
    await offerToResume(parts, target);
  }
}

async function edited(parts: Parts, event: vscode.TextDocumentChangeEvent): Promise<void> {
  const changes = event.contentChanges.map(textChange);
  // Something is known of the plan, so core is loaded and this waits for no more than a turn, which keeps the order.
  const { trackRange } = await loadCore();
  parts.plans.edit(event.document.uri.toString(), changes, trackRange);
}

async function placeAnew(parts: Parts, key: string): Promise<void> {
  const uri = vscode.Uri.parse(key, true);
  const document = openDocument(uri);
  if (document !== undefined) {
    parts.plans.settle(key, document.getText());
  }
  const target = planOf(uri);
  const isReviewed = parts.plans.entry(key).view !== undefined;
  if (target !== undefined && (isReviewed || (await hasReviews(target.folder)))) {
    await loadReview(parts, planTarget(uri));
  }
  // What an answer says was done is compared with the plan as it is now.
  await responseAnew(parts, key);
}

async function responseAnew(parts: Parts, key: string): Promise<void> {
  const target = planOf(vscode.Uri.parse(key, true));
  if (target !== undefined && parts.responses.has(key)) {
    await loadResponse(parts, target);
  }
}

/** An editor that writes by replacing deletes first: the plan is gone only if it stays away. */
async function forget(parts: Parts, uri: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    parts.plans.remove(uri.toString());
  }
}

/** The known plans at `uri`, or below it where it is a folder. */
function keysAt(parts: Parts, uri: vscode.Uri): readonly string[] {
  const key = uri.toString();
  return parts.plans.known().filter((known) => known === key || known.startsWith(`${key}/`));
}
