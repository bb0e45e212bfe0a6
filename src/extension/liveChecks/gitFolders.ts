import * as vscode from 'vscode';

/** How far up a repository is looked for. */
const mostLevels = 32;

/**
 * The folders in which git keeps HEAD and the refs of the repository that holds `folder`: `.git`, or what the file
 * `.git` of a worktree or submodule names, and the folder that worktrees share. Empty where there is no repository.
 */
export async function gitFolders(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  let place = folder;
  for (let level = 0; level < mostLevels; level += 1) {
    const entry = vscode.Uri.joinPath(place, '.git');
    const kind = await kindOf(entry);
    if (kind === vscode.FileType.Directory) {
      return [entry];
    }
    if (kind === vscode.FileType.File) {
      const own = namedFolder(/^gitdir: (.+)$/m.exec(await textOf(entry))?.[1], place);
      const shared = own && namedFolder(await textOf(vscode.Uri.joinPath(own, 'commondir')), own);
      return [own, shared].filter((uri) => uri !== undefined);
    }
    const above = vscode.Uri.joinPath(place, '..');
    if (above.path === place.path) {
      return [];
    }
    place = above;
  }
  return [];
}

/** The files of such a folder that tell when HEAD or a ref has moved. */
export const refFiles = '{HEAD,packed-refs,refs/**,reftable/**}';

function namedFolder(name: string | undefined, from: vscode.Uri): vscode.Uri | undefined {
  const path = name?.trim() ?? '';
  if (path === '') {
    return undefined;
  }
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
  return isAbsolute ? vscode.Uri.file(path) : vscode.Uri.joinPath(from, path);
}

async function kindOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type;
  } catch {
    return undefined;
  }
}

async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
