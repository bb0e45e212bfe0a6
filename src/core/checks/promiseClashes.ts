import { positionAt, rangeOf } from '../text/lineIndex.ts';
import type { CheckContext, CheckFindingText } from './check.ts';
import { neighbourPlan, pathsIn } from './neighbourPlans.ts';
import type { OpenPlan } from './openPlans.ts';
import type { PlanPromise } from './planPromises.ts';

/** What both plans promise, and where the other one does. */
interface Clash {
  readonly own: PlanPromise;
  readonly other: PlanPromise;
  /** The line of the other plan, from 1. */
  readonly line: number;
  readonly sort: Sort;
}

type Sort = 'undoes' | 'undone' | 'new-path' | 'migration' | 'port' | 'setting' | 'command';

/** What another open plan promises that cannot be true beside what this one does: one finding for each sort of promise. */
export async function promiseClashes(
  context: CheckContext,
  own: readonly PlanPromise[],
  other: OpenPlan,
): Promise<{ readonly findings: readonly CheckFindingText[]; readonly paths: ReadonlySet<string> }> {
  const found = clashesOf(own, other);
  const clashes = found.length === 0 || areOfOneWork(context, other) ? [] : await stillOpen(context, found);
  const bySort = new Map<Sort, Clash[]>();
  for (const clash of clashes) {
    bySort.set(clash.sort, [...(bySort.get(clash.sort) ?? []), clash]);
  }
  return {
    findings: [...bySort].map(([sort, group]) => finding(context, other, { sort, group })),
    paths: new Set(clashes.flatMap(({ own: { kind, value } }) => (kind.endsWith('path') ? value : []))),
  };
}

/**
 * Whether two documents are about one piece of work, as a design and its plan are: one names the other, or is called as the other
 * is and more.
 */
function areOfOneWork({ document }: CheckContext, { path, text }: OpenPlan): boolean {
  const [own, other] = [document.path, path].map((each) => each.slice(each.lastIndexOf('/') + 1));
  if (own === undefined || other === undefined || own === other) {
    return true;
  }
  const [words, others] = [own, other].map((name) =>
    name
      .replace(/\.\w+$/, '')
      .toLowerCase()
      .split(/[-_. ]+/),
  );
  const shared = words?.findIndex((word, at) => word !== others?.[at]) ?? 0;
  const alike = shared === -1 ? (words?.length ?? 0) : shared;
  const shorter = Math.min(words?.length ?? 0, others?.length ?? 0);
  return (
    (alike >= 3 && alike >= shorter * 0.6) ||
    (alike === shorter && alike > 0) ||
    (own.length > 10 && text.includes(own)) ||
    (other.length > 10 && document.text.includes(other))
  );
}

/** A file that is there was made, and one to be changed that is not there is past: nobody does either once more. */
async function stillOpen(
  { files, workspacePrefix, signal }: CheckContext,
  clashes: readonly Clash[],
): Promise<readonly Clash[]> {
  const paths = clashes.flatMap(({ own, other }) =>
    [own, other].flatMap(({ kind, value }) =>
      kind.endsWith('path') ? [workspacePrefix + value, value] : [],
    ),
  );
  const kinds = paths.length === 0 ? undefined : await files.kinds([...new Set(paths)], signal);
  const isThere = (value: string): boolean =>
    [workspacePrefix + value, value].some(
      (path) => kinds?.get(path) === 'file' || kinds?.get(path) === 'directory',
    );
  return clashes.filter(({ own, other }) =>
    [own, other].every(({ kind, value }) =>
      kind === 'new-path' ? !isThere(value) : kind === 'changed-path' ? isThere(value) : true,
    ),
  );
}

function clashesOf(own: readonly PlanPromise[], { path, text }: OpenPlan): readonly Clash[] {
  // Taking a plan apart costs far more than looking whether it has the words at all.
  const paths = pathsIn(path, text);
  const worded = own.filter(({ kind, value }) =>
    kind.endsWith('path') ? isOnPath(value, paths) : text.includes(value),
  );
  if (worded.length === 0) {
    return [];
  }
  const plan = neighbourPlan(path, text);
  const seen = new Set<string>();
  return worded.flatMap((promise): Clash[] => {
    for (const other of plan.promises) {
      const sort = sortOf(promise, other);
      const key = `${sort ?? ''} ${promise.value}`;
      if (sort !== undefined && !seen.has(key)) {
        seen.add(key);
        return [{ own: promise, other, sort, line: positionAt(plan.lines, other.start).line }];
      }
    }
    return [];
  });
}

/** Whether a plan names a path, something in it, or a folder that it lies in. */
function isOnPath(value: string, { named, folders }: ReturnType<typeof pathsIn>): boolean {
  if (named.has(value) || folders.has(value)) {
    return true;
  }
  // Asked of every promise for every other plan, so that no list of the folders is made.
  for (let at = value.lastIndexOf('/'); at > 0; at = value.lastIndexOf('/', at - 1)) {
    if (named.has(value.slice(0, at))) {
      return true;
    }
  }
  return false;
}

function sortOf(own: PlanPromise, other: PlanPromise): Sort | undefined {
  const isChange = (kind: PlanPromise['kind']): boolean => kind === 'new-path' || kind === 'changed-path';
  if (own.kind === 'removed-path' && isChange(other.kind)) {
    return holds(own.value, other.value) ? 'undoes' : undefined;
  }
  if (isChange(own.kind) && other.kind === 'removed-path') {
    return holds(other.value, own.value) ? 'undone' : undefined;
  }
  if (own.kind !== other.kind || own.value !== other.value) {
    return undefined;
  }
  switch (own.kind) {
    case 'new-path':
    case 'port':
    case 'setting':
    case 'command':
      return own.kind;
    case 'migration':
      // Each folder counts for itself; the same file is the same path.
      return own.folder === undefined ||
        other.folder === undefined ||
        (own.folder === other.folder && own.shown !== other.shown)
        ? 'migration'
        : undefined;
    default:
      return undefined;
  }
}

/** Whether what stands at a path goes with it. */
function holds(removed: string, path: string): boolean {
  return path === removed || path.startsWith(`${removed}/`);
}

interface Wording {
  readonly title: string;
  /** What both plans do, with the thing in the place of `%`, and what the other one does. */
  readonly own: string;
  readonly other: string;
  readonly concern: string;
  readonly recommendation: string;
}

const wordings: Readonly<Record<Sort, Wording>> = {
  undoes: {
    title: 'Removes what another open plan works on',
    own: 'This plan removes',
    other: 'makes or changes',
    concern: 'Whichever plan is carried out second undoes the first, or finds nothing to work on.',
    recommendation: 'Decide which of the two is right, or say which depends on the other.',
  },
  undone: {
    title: 'Works on what another open plan removes',
    own: 'This plan makes or changes',
    other: 'removes',
    concern: 'Whichever plan is carried out second undoes the first, or finds nothing to work on.',
    recommendation: 'Decide which of the two is right, or say which depends on the other.',
  },
  'new-path': {
    title: 'Made by another open plan too',
    own: 'This plan creates',
    other: 'creates',
    concern: 'The second plan finds a file where it wants to make one, and it is not the one it means.',
    recommendation: 'Give one of the two another name, or make it in one plan that the other depends on.',
  },
  migration: {
    title: 'Migration number taken by another open plan too',
    own: 'This plan makes the migration',
    other: 'has the same number for',
    concern: 'Two migrations with one number run in an order that nobody chose, or not at all.',
    recommendation: 'Give one of the two the next number, or say which plan goes first.',
  },
  port: {
    title: 'Port taken by another open plan too',
    own: 'This plan takes the port',
    other: 'takes',
    concern: 'The second of the two to be started fails.',
    recommendation: 'Give one of the two another port.',
  },
  setting: {
    title: 'Setting made by another open plan too',
    own: 'This plan makes the setting',
    other: 'makes',
    concern: 'One name gets two meanings, and whoever sets it for one changes the other.',
    recommendation: 'Give one of the two another name, or make it in one plan that the other depends on.',
  },
  command: {
    title: 'Command made by another open plan too',
    own: 'This plan makes the command',
    other: 'makes',
    concern: 'One name gets two meanings, and the second plan replaces what the first made.',
    recommendation: 'Give one of the two another name, or make it in one plan that the other depends on.',
  },
};

function finding(
  { document, workspacePrefix }: CheckContext,
  { path }: OpenPlan,
  { sort, group }: { readonly sort: Sort; readonly group: readonly Clash[] },
): CheckFindingText {
  const { title, own, other, concern, recommendation } = wordings[sort];
  const [first, ...more] = group.map((clash) => rangeOf(document.lines, clash.own.start, clash.own.end));
  const plan = path.startsWith(workspacePrefix) ? path.slice(workspacePrefix.length) : path;
  const shown = group
    .slice(0, 3)
    .map(
      (clash) =>
        `\`${clash.own.shown}\`, and the open plan \`${plan}\` (line ${clash.line}) ${other} \`${clash.other.shown}\``,
    );
  const left = group.length > 3 ? `; and ${group.length - 3} more` : '';
  return {
    title: `${title}: ${group[0]?.own.shown ?? ''}`,
    observation: `${own} ${shown.join('; ')}${left}.`,
    concern,
    recommendation,
    range: first ?? rangeOf(document.lines, 0, 0),
    related: more,
  };
}
