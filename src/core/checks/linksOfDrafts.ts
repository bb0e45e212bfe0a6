import { normalizePath } from '../base/normalizePath.ts';
import { folderOf } from '../base/pathParts.ts';
import type { TreePath } from '../ports/files.ts';
import type { CheckContext } from './check.ts';
import type { PathFacts } from './pathFacts.ts';
import type { PathMention } from './pathMention.ts';

/**
 * Tells of a link that leads nowhere from the plan whether it may stand in the draft of a document that the plan writes, and count
 * from that one's folder: it stands behind a second title, or leads somewhere from there, or to what lies beside it.
 */
export function linksOfDrafts(context: CheckContext, facts: PathFacts): (link: PathMention) => boolean {
  const { paths, document, workspacePrefix } = context;
  const own = folderOf(workspacePrefix + document.path);
  const folders = new Set(
    paths
      .filter((mention) => isDraft(mention))
      .flatMap((mention) => facts.rooted(mention))
      .map(folderOf)
      .filter((folder) => folder !== own),
  );
  const from = draftStart(context);
  return ({ shape, start }) => {
    if (start > from) {
      return true;
    }
    const path = shape.type === 'path' ? shape.path : '';
    return [...folders].some((folder) => {
      const target = normalizePath(`${folder}/${path}`);
      return target !== null && (!path.includes('/') || isThere(target, facts));
    });
  };
}

/**
 * Where the draft of a document that the plan writes may begin: at a second title, or at the first one where much stands in front
 * of it. Infinity where there is none.
 */
export function draftStart({ paths, document }: CheckContext): number {
  const titles = document.sections.filter(({ depth }) => depth === 1);
  const body = document.lines.starts[document.frontMatter?.endLine ?? 0] ?? 0;
  const isTitled = (titles[0]?.heading.start ?? 0) < body + farFromTop;
  const first = titles[isTitled ? 1 : 0];
  return first !== undefined && paths.some(isDraft) ? first.heading.start : Infinity;
}

/** In characters: a plan's own title stands at its top, but for a comment or a badge. */
const farFromTop = 1000;

/** A document that is to be made, or to get new parts. */
function isDraft({ intent, isLink, shape }: PathMention): boolean {
  return (
    !isLink &&
    shape.type === 'path' &&
    /\.(?:md|mdx|markdown)$/i.test(shape.path) &&
    (intent === 'creates' || intent === 'modifies')
  );
}

function isThere(path: TreePath, { isCreated, tree }: PathFacts): boolean {
  return isCreated(path) || tree.hasFile(path) || tree.hasFolder(path);
}
