import type { PastCreation } from '../domain/backtestReport.ts';
import type { Claim } from '../domain/claim.ts';
import type { CommitHistory, PastCommit, PastTree } from '../ports/commitHistory.ts';
import type { TreePath } from '../ports/files.ts';

/** A commit, what came after it, and where a path that a plan names may lie. */
export interface Since {
  readonly history: CommitHistory;
  readonly commit: PastCommit;
  readonly places: (value: string) => readonly TreePath[];
}

/** A path that came to be, and the first commit that brought it. */
interface Later {
  readonly path: TreePath;
  readonly commit: PastCommit;
}

/** When what a claim names came to be after all: at one of its places, or at the end of another path. */
export function laterArrival({ value }: Pick<Claim, 'value'>, since: Since): Later | undefined {
  return atItsPlace(value, since) ?? elsewhere(value, since);
}

/** What a plan was to create and was not there, each once, with what became of it. */
export async function followCreations(
  claims: readonly Claim[],
  since: Since & { readonly tree: PastTree },
): Promise<PastCreation[]> {
  const seen = new Set<TreePath>();
  const creations = claims.flatMap((claim) => {
    const isCreation =
      (claim.kind === 'file' || claim.kind === 'directory') &&
      claim.intent === 'creates' &&
      claim.verdict === 'pass';
    const paths = isCreation ? since.places(claim.value) : [];
    const [first] = paths;
    if (first === undefined || seen.has(first)) {
      return [];
    }
    seen.add(first);
    return [{ claim, paths }];
  });
  const kinds = await since.tree.files.kinds(creations.flatMap(({ paths }) => paths));
  return creations
    .filter(({ paths }) => paths.every((path) => kinds.get(path) === 'missing'))
    .map(({ claim: { value, range } }) => {
      const there = atItsPlace(value, since);
      const arrival = there ?? elsewhere(value, since);
      const outcome = there === undefined ? (arrival === undefined ? 'not-kept' : 'kept-elsewhere') : 'kept';
      return { value, range, outcome, ...(arrival === undefined ? {} : { arrival }) };
    });
}

function atItsPlace(value: string, since: Since): Later | undefined {
  return firstAfter(since.places(value), since);
}

function elsewhere(value: string, since: Since): Later | undefined {
  const suffix = value.replace(/^(?:\.{1,2}\/)+|\/+$/g, '');
  const name = suffix.slice(suffix.lastIndexOf('/') + 1);
  const paths = since.history.pathsNamed(name).filter((path) => path.endsWith(`/${suffix}`));
  return firstAfter(paths, since);
}

function firstAfter(paths: readonly TreePath[], { history, commit }: Since): Later | undefined {
  for (const path of paths) {
    const arrival = history.arrivalsOf(path).find((candidate) => history.isNews(candidate, commit));
    if (arrival !== undefined) {
      return { path, commit: { ...arrival } };
    }
  }
  return undefined;
}
