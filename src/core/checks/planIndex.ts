import type { TreePath } from '../ports/files.ts';
import { parseFrontMatter } from '../text/frontMatter.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { CheckContext } from './check.ts';
import { treeFiles } from './pathFacts.ts';
import { idKey, nameId, plain, planIds, type PlanId } from './planIds.ts';

/** The plans of a tree by their ids. */
export interface PlanIndex {
  /** The files of a plan, and none when there is no such plan. */
  filesOf(id: PlanId): readonly TreePath[];
  /** The ids of a family as their files spell them; none where no plan of the tree has such an id. */
  idsOf(family: string): readonly string[];
}

const planFile = /\.(?:md|mdx|markdown|html|txt|rst|adoc|ya?ml)$/i;

/**
 * Finds plans by the names of their files and folders, anywhere in the tree: `PRPs/executed/PRP-C-worktrees.md`,
 * `specs/003-auth/spec.md`. A number without letters in front takes its family from the plan folder it stands in:
 * `rfcs/0007-queue.md` is `RFC-0007`.
 */
export async function indexPlans(context: CheckContext): Promise<PlanIndex> {
  const files = new Map<string, TreePath[]>();
  const families = new Map<string, Set<string>>();
  const add = (id: WrittenId, path: TreePath): void => {
    const known = files.get(idKey(id));
    if (known === undefined) {
      files.set(idKey(id), [path]);
    } else {
      known.push(path);
    }
    families.set(id.family, (families.get(id.family) ?? new Set()).add(id.written));
  };
  const folders = new Set(context.settings.planFolders.map((folder) => context.workspacePrefix + folder));
  for (const path of await treeFiles(context)) {
    const id = planFile.test(path) ? idOfPath(path, folders) : undefined;
    if (id !== undefined) {
      add(id, path);
    }
  }
  for (const id of ownIds(context)) {
    if (!files.has(idKey(id))) {
      add({ ...id, written: `${id.family}-${id.number.toUpperCase()}` }, planPath(context));
    }
  }
  return {
    filesOf: (id) => files.get(idKey(id)) ?? [],
    idsOf: (family) => [...(families.get(family) ?? [])],
  };
}

type WrittenId = PlanId & { readonly written: string };

/** Where the plan itself lies in the tree. */
export function planPath({ document, workspacePrefix }: CheckContext): TreePath {
  return workspacePrefix + document.path;
}

/** The id that a path gives a plan: that of its file's name, or else of its folder's. */
function idOfPath(path: TreePath, planFolders: ReadonlySet<string>): WrittenId | undefined {
  const parts = path.split('/');
  for (let end = parts.length; end > 0 && end > parts.length - 2; end -= 1) {
    const id = nameId(parts[end - 1] ?? '');
    const folder = parts.slice(0, end - 1).join('/');
    const family = id?.family === '' ? familyOf(folder, planFolders) : id?.family;
    if (id !== undefined && family !== undefined) {
      return id.family === '' ? { ...id, family, written: `${family}-${id.written}` } : id;
    }
  }
  return undefined;
}

/** `rfcs` holds RFCs, `decisions` holds ADRs; a number in any other folder is no id. */
function familyOf(folder: string, planFolders: ReadonlySet<string>): string | undefined {
  const last = folder.slice(folder.lastIndexOf('/') + 1);
  if (/^decisions$/i.test(last)) {
    return 'ADR';
  }
  return planFolders.has(folder) || /^(?:prps?|rfcs?|adrs?|specs?|plans?)$/i.test(last)
    ? last.replace(/s$/i, '').toUpperCase()
    : undefined;
}

/** The ids that the plan itself goes by. */
export function ownIds({
  document,
}: {
  readonly document: Pick<PlanDocument, 'path' | 'frontMatter'>;
}): PlanId[] {
  const name = nameId(document.path.slice(document.path.lastIndexOf('/') + 1));
  const stated = (document.frontMatter?.values ?? []).flatMap(({ key, value }) =>
    key === 'prp_id' && /^[\w.]{1,10}$/.test(value)
      ? [{ family: 'PRP', number: plain(value) }]
      : /^(?:id|(?:wp|rfc|adr|spec|plan|prp)_id)$/.test(key)
        ? planIds(value).map((mention) => mention.id)
        : [],
  );
  return [...(name === undefined || name.family === '' ? [] : [name]), ...stated];
}

/** The keys of front matter under which a plan says what it depends on (seed 002: `dependencies: PRP-C, PRP-D`). */
export const dependencyKeys =
  /^(?:dependenc(?:y|ies)|depends?[_-]?on|requires?|prerequisites?|blocked[_-]?by|builds?[_-]?on)$/i;

/** What a stored plan says in its front matter that it depends on. */
export function statedDependencies(text: string): PlanId[] {
  return (parseFrontMatter(text)?.values ?? []).flatMap(({ key, value }) =>
    dependencyKeys.test(key) ? planIds(value).map((mention) => mention.id) : [],
  );
}
