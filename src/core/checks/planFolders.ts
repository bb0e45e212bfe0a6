import type { TreePath } from '../ports/files.ts';
import type { CheckContext } from './check.ts';
import { treeFiles } from './pathFacts.ts';
import { planPath } from './planIndex.ts';

/**
 * The Markdown files of the plan folders and of `more` folders, each with a slash at its end, apart from the plan that is checked;
 * in the tree's order.
 */
export async function plansInFolders(
  context: CheckContext,
  more: readonly TreePath[] = [],
): Promise<TreePath[]> {
  const { settings, workspacePrefix } = context;
  const self = planPath(context);
  // Not the whole tree, whatever a setting or an empty folder says.
  const folders = [...more, ...settings.planFolders.map((folder) => `${workspacePrefix}${folder}/`)].filter(
    (folder) => folder !== '' && folder !== workspacePrefix,
  );
  return (await treeFiles(context)).filter(
    (path) =>
      path !== self &&
      /\.(?:md|mdx|markdown)$/i.test(path) &&
      folders.some((folder) => path.startsWith(folder)),
  );
}
