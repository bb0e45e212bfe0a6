import type { Arrival, CommitHistory, HistoryAnswer, PastCommit } from '../ports/commitHistory.ts';
import { readLog, type LogEntry } from './gitLog.ts';
import { ObjectReader } from './gitObjects.ts';
import type { GitPlace } from './gitPlace.ts';
import { readRepository } from './gitRepository.ts';
import { PastFolders, pastTree } from './pastTree.ts';

/**
 * Opens the history of the repository around a folder: one process asks what there is, one lists the commits, and one
 * answers for all objects until the history is closed. `prefix` is where the workspace folder lies in the tree.
 */
export async function openHistory(place: GitPlace, prefix: string): Promise<HistoryAnswer> {
  const facts = await readRepository(place);
  if (!facts.available) {
    return { available: false, reason: facts.reason };
  }
  if (facts.repository.head === null) {
    return { available: false, reason: 'no-commits' };
  }
  if (facts.repository.isPartial) {
    return { available: false, reason: 'cut-off' };
  }
  const log = await readLog(place);
  const last = log?.at(-1);
  if (log === undefined || last === undefined) {
    return { available: false, reason: 'unreadable' };
  }
  return { available: true, history: historyOf(log, last, { place, prefix }) };
}

function historyOf(
  log: readonly LogEntry[],
  head: LogEntry,
  { place, prefix }: { place: GitPlace; prefix: string },
): CommitHistory {
  const objects = new ObjectReader(place);
  const folders = new PastFolders(objects);
  const places = new Map(log.map(({ hash }, index) => [hash, index]));
  const arrivals = log.flatMap((entry): Arrival[] => {
    const commit = { hash: entry.hash, time: entry.time };
    return [
      ...entry.added.map((path) => ({ path, commit })),
      ...entry.renamed.map(({ from, to }) => ({ path: to, from, commit })),
    ];
  });
  const index = indexArrivals(arrivals);
  // The first parent: what a merge brings in, the other one has already.
  const parentOf = ({ hash }: PastCommit): string | undefined =>
    log[log[places.get(hash) ?? -1]?.parents[0] ?? -1]?.hash;
  let ancestors: { readonly of: string; readonly known: Uint8Array } | undefined;
  return {
    head: { hash: head.hash, time: head.time },
    size: log.length,
    arrivals,
    arrivalsOf: (path) => index.commits.get(path) ?? [],
    pathsNamed: (name) => index.names.get(name) ?? [],
    isNews: (commit, earlier) => {
      if (ancestors?.of !== earlier.hash) {
        ancestors = { of: earlier.hash, known: ancestorsOf(log, places.get(earlier.hash)) };
      }
      return ancestors.known[places.get(commit.hash) ?? -1] !== 1;
    },
    treeAt: (commit) => {
      const parent = parentOf(commit);
      const commits = [commit.hash, ...(parent === undefined ? [] : [parent])];
      return pastTree(folders, { commits, head: commit.hash, prefix });
    },
    treeBefore: (commit) => {
      const parent = parentOf(commit);
      return parent === undefined
        ? undefined
        : pastTree(folders, { commits: [parent, commit.hash], head: commit.hash, prefix });
    },
    close: () => objects.close(),
  };
}

/** For each commit 1 where it is the one asked about or an ancestor of it. */
function ancestorsOf(log: readonly LogEntry[], of: number | undefined): Uint8Array {
  const known = new Uint8Array(log.length);
  if (of === undefined) {
    return known;
  }
  known[of] = 1;
  // Parents stand in front of their children.
  for (let at = of; at >= 0; at -= 1) {
    if (known[at] === 1) {
      for (const parent of log[at]?.parents ?? []) {
        known[parent] = 1;
      }
    }
  }
  return known;
}

interface ArrivalIndex {
  readonly commits: ReadonlyMap<string, readonly PastCommit[]>;
  readonly names: ReadonlyMap<string, readonly string[]>;
}

function indexArrivals(arrivals: readonly Arrival[]): ArrivalIndex {
  const commits = new Map<string, PastCommit[]>();
  const names = new Map<string, string[]>();
  for (const { path, commit } of arrivals) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const part = path.slice(0, end);
      const known = commits.get(part);
      if (known === undefined) {
        commits.set(part, [commit]);
        const name = part.slice(part.lastIndexOf('/') + 1);
        const named = names.get(name);
        if (named === undefined) {
          names.set(name, [part]);
        } else {
          named.push(part);
        }
      } else if (known.at(-1) !== commit) {
        known.push(commit);
      }
    }
  }
  return { commits, names };
}
