import * as vscode from 'vscode';
import { Idle } from './idle.ts';
import { loadUnfinished } from './loadUnfinished.ts';
import type { Parts } from './parts.ts';
import { planOf } from './planTarget.ts';
import { quietly } from './tell.ts';

/** What appears when a round begins or ends, and goes when whoever ran it lets go of the review. */
const roundGlob = '**/.plan-review/reviews/*/{review.lock,round-*/request.json,round-*/round.json}';

/** How long these files rest before they are read, in milliseconds. */
const restMs = 300;

/** How often to look whether a round that runs elsewhere still does: whoever dies over it says nothing. In milliseconds. */
const lookMs = 5000;

/** Keeps up with the rounds that another window or a command line runs on the plans that are known here. */
export function watchRounds(parts: Parts): vscode.Disposable {
  const rest = new Idle(restMs, (key) => quietly(look(key), parts.log));
  const again = new Idle(lookMs, (key) => quietly(look(key), parts.log));
  const files = vscode.workspace.createFileSystemWatcher(roundGlob, false, true);

  async function look(key: string): Promise<void> {
    const target = planOf(vscode.Uri.parse(key, true));
    if (target === undefined || parts.runs.current(key) !== undefined) {
      return;
    }
    const left = await loadUnfinished(parts, target);
    if (left?.isRunning === true) {
      again.touch(key);
    }
  }
  function touch(uri: vscode.Uri): void {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    for (const key of parts.plans.known()) {
      if (vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(key, true)) === folder) {
        rest.touch(key);
      }
    }
  }

  const numbers = new Map<string, number>();
  function settle(key: string): void {
    const number = parts.plans.entry(key).view?.rounds.at(-1)?.round.number ?? 0;
    if (number > (numbers.get(key) ?? number)) {
      parts.runs.forgetFailure(key);
    }
    numbers.set(key, number);
  }

  return vscode.Disposable.from(
    rest,
    again,
    files,
    files.onDidCreate(touch),
    files.onDidDelete(touch),
    parts.plans.onDidChange(settle),
  );
}
