import * as vscode from 'vscode';
import { Pace } from '../pace.ts';
import type { Parts } from '../parts.ts';
import { quietly } from '../tell.ts';
import { isOfNoInterest, readsContent } from './affected.ts';
import { gitFolders, refFiles } from './gitFolders.ts';
import type { LiveChecks } from './liveChecks.ts';

/** Builds, checkouts and installs change files by the thousand: the plans are checked again once in this time. */
const paceMs = 700;

/** What has changed since the plans were checked last. */
interface Changes {
  /** Whether it may matter to every plan: a file that came or went, a ref, the settings, a definition. */
  isGeneral: boolean;
  /** Files with a new content. */
  readonly changed: Set<string>;
}

/**
 * Checks the open plans anew when something that they speak about has changed: files that come, go or get a new content, HEAD and
 * the refs, the workspace's settings and its own checks. Approvals are looked at again for the same reasons, whether or not
 * their plans are open. `onOwnFiles` is called with the folder whose settings or checks changed.
 */
export function watchWorkspace(
  parts: Parts,
  live: LiveChecks,
  onOwnFiles: (folder: vscode.WorkspaceFolder) => void,
): vscode.Disposable {
  /** By the folder's address. */
  const pending = new Map<string, Changes>();
  const pace = new Pace(paceMs, () => {
    const all = new Map(pending);
    pending.clear();
    live.refresh((document, { folder }) => {
      const changes = all.get(folder.uri.toString());
      return changes !== undefined && concerns(changes, document);
    });
    quietly(refreshApprovals(parts, all), parts.log);
  });
  const note = (folder: vscode.WorkspaceFolder | undefined, changed?: string): void => {
    if (folder === undefined) {
      return;
    }
    const key = folder.uri.toString();
    const changes = pending.get(key) ?? { isGeneral: false, changed: new Set() };
    pending.set(key, changes);
    if (changed === undefined) {
      changes.isGeneral = true;
    } else {
      changes.changed.add(changed);
    }
    pace.ask();
  };

  const files = vscode.workspace.createFileSystemWatcher('**/*');
  const cameOrWent = (uri: vscode.Uri): void => {
    if (!isOfNoInterest(uri.path)) {
      note(vscode.workspace.getWorkspaceFolder(uri));
    }
  };
  const own = vscode.workspace.createFileSystemWatcher('**/.plan-review/{settings.json,checks/*}');
  const ownChanged = (uri: vscode.Uri): void => {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    note(folder);
    if (folder !== undefined) {
      onOwnFiles(folder);
    }
  };
  const refs = new Refs(parts, note);
  return vscode.Disposable.from(
    pace,
    refs,
    files,
    own,
    files.onDidCreate(cameOrWent),
    files.onDidDelete(cameOrWent),
    files.onDidChange((uri) => {
      if (!isOfNoInterest(uri.path)) {
        note(vscode.workspace.getWorkspaceFolder(uri), uri.path);
      }
    }),
    own.onDidCreate(ownChanged),
    own.onDidChange(ownChanged),
    own.onDidDelete(ownChanged),
  );
}

function concerns({ isGeneral, changed }: Changes, document: vscode.TextDocument): boolean {
  if (isGeneral) {
    return true;
  }
  const text = document.getText();
  // The plan itself is told of by its editor.
  return [...changed].some((path) => path !== document.uri.path && readsContent(text, path));
}

async function refreshApprovals({ approvals }: Parts, byFolder: ReadonlyMap<string, Changes>): Promise<void> {
  for (const plan of approvals.wanted()) {
    const uri = vscode.Uri.parse(plan, true);
    const changes = byFolder.get(vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() ?? '');
    if (changes !== undefined && (await concernsApproval(changes, uri))) {
      approvals.refresh(plan);
    }
  }
}

/** An approval is about the file on disk. One that cannot be read concerns it most of all. */
async function concernsApproval({ isGeneral, changed }: Changes, plan: vscode.Uri): Promise<boolean> {
  if (isGeneral || changed.has(plan.path)) {
    return true;
  }
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(plan));
    return [...changed].some((path) => readsContent(text, path));
  } catch {
    return true;
  }
}

/** The watchers of HEAD and refs, one set for each folder that the engine works in. */
class Refs {
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #subscription: vscode.Disposable;
  readonly #moved: (folder: vscode.WorkspaceFolder) => void;

  constructor(parts: Parts, moved: (folder: vscode.WorkspaceFolder) => void) {
    this.#moved = moved;
    this.#subscription = vscode.Disposable.from(
      parts.engine.onDidMake((folder) => quietly(this.#watch(folder), parts.log)),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        removed.forEach(({ uri }) => this.#drop(uri.toString()));
      }),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    [...this.#watchers.keys()].forEach((key) => this.#drop(key));
  }

  async #watch(folder: vscode.WorkspaceFolder): Promise<void> {
    const key = folder.uri.toString();
    if (!vscode.workspace.isTrusted || this.#watchers.has(key)) {
      // Without trust git is not asked, so nothing rests on it.
      return;
    }
    const parts: vscode.Disposable[] = [];
    this.#watchers.set(key, { dispose: () => parts.forEach((part) => void part.dispose()) });
    for (const place of await gitFolders(folder.uri)) {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(place, refFiles));
      const moved = (uri: vscode.Uri): void => {
        if (!uri.path.endsWith('.lock')) {
          this.#moved(folder);
        }
      };
      parts.push(watcher, watcher.onDidCreate(moved), watcher.onDidChange(moved), watcher.onDidDelete(moved));
    }
  }

  #drop(key: string): void {
    this.#watchers.get(key)?.dispose();
    this.#watchers.delete(key);
  }
}
