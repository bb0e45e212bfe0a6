/** Files that many plans rest on without naming them: what is installed, what can be run, and other plans. */
const shared =
  /(?:^|\/)(?:package(?:-lock)?\.json|[^/]*lock[^/]*|[Mm]akefile|GNUmakefile|[^/]*\.(?:mk|toml|mod|sum|gradle|csproj|md|markdown|html?)|requirements[^/]*\.txt|\.gitignore)$/;

/**
 * Whether the new content of the file at `path` may change what a check says of a plan with this text. That a file is
 * there at all may change it for every plan, since the closest names are looked for among all files.
 */
export function readsContent(text: string, path: string): boolean {
  return shared.test(path) || text.includes(path.slice(path.lastIndexOf('/') + 1));
}

/** What no plan speaks about, and what changes all the time. */
export function isOfNoInterest(path: string): boolean {
  return /(?:^|\/)(?:\.git|node_modules|\.plan-review\/(?:reviews|cache))(?:\/|$)/.test(path);
}
