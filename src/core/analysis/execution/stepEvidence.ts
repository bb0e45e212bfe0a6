import type { Done, ExecutedStep, StepEvidence } from '../../domain/execution.ts';
import type { PlannedPath, PlannedStep } from '../../domain/plannedWork.ts';
import type { FileChange } from '../../domain/workSince.ts';

/** What the repository says of files since the plan was written. */
export interface FileFacts {
  /** What became of each file that is not as it was. */
  readonly changes: ReadonlyMap<string, FileChange>;
  /** Of the paths that the plan names, those at which something is now. */
  readonly present: ReadonlySet<string>;
  /** Of the paths that the plan names, those that the repository leaves out. */
  readonly ignored: ReadonlySet<string>;
}

/** What became of a promise about a file, and which files of the repository speak for it. */
export interface JudgedPath {
  readonly evidence: StepEvidence;
  /** The changed files that the promise is about. */
  readonly touched: readonly string[];
}

/** What became of each step. One whose files cannot tell is unclear, whatever the plan's own boxes say. */
export function judgeSteps(
  steps: readonly PlannedStep[],
  facts: FileFacts,
): { readonly steps: readonly ExecutedStep[]; readonly touched: ReadonlySet<string> } {
  const judged = steps.map((step) => ({ step, paths: step.changes.map((path) => judgePath(path, facts)) }));
  const touched = new Set(judged.flatMap(({ paths }) => paths.flatMap((path) => path.touched)));
  return {
    touched,
    steps: judged.map(({ step: { id, title, range, isTicked }, paths }) => {
      const below = judged.filter(({ step }) => step.id.startsWith(`${id}.`)).flatMap((each) => each.paths);
      const share = shareOf([...paths, ...below]);
      return {
        id,
        title,
        range,
        state: share === null ? 'unclear' : share === 1 ? 'done' : 'not-done',
        detail: detailOf([...paths, ...below], isTicked),
        isTicked,
        share,
        evidence: paths.map(({ evidence }) => evidence),
      };
    }),
  };
}

function shareOf(paths: readonly JudgedPath[]): number | null {
  const told = paths.filter(({ evidence }) => evidence.state !== 'unclear');
  return told.length === 0
    ? null
    : told.filter(({ evidence }) => evidence.state === 'done').length / told.length;
}

function detailOf(paths: readonly JudgedPath[], isTicked: boolean | null): string {
  const told = paths.filter(({ evidence }) => evidence.state !== 'unclear');
  if (told.length === 0) {
    const why = paths.length === 0 ? 'it names no file that it changes' : 'its files do not tell';
    return isTicked === true ? `${why}; it is ticked, which proves nothing` : why;
  }
  const done = told.filter(({ evidence }) => evidence.state === 'done').length;
  return `${done} of ${told.length} ${told.length === 1 ? 'file' : 'files'} as the plan says`;
}

/** What became of one promise. Where it is not made firmly, only its being kept tells. */
export function judgePath(planned: PlannedPath, facts: FileFacts): JudgedPath {
  const found = changedFiles(planned, facts);
  const [first] = found;
  const answer = (state: Done, detail: string): JudgedPath => ({
    evidence: { path: planned.value, intent: planned.intent, state, detail, range: planned.range },
    touched: found.map(({ path }) => path),
  });
  const refused = (detail: string): JudgedPath =>
    planned.isFirm
      ? answer('not-done', detail)
      : answer('unclear', `${detail}, and the plan leaves open whether it will be`);
  const where = first === undefined || planned.paths.includes(first.path) ? '' : ` (${first.path})`;
  const isPresent = planned.paths.some((path) => facts.present.has(path));
  if (first === undefined && planned.paths.some((path) => facts.ignored.has(path))) {
    return answer('unclear', 'the repository leaves it out, so git does not tell');
  }
  switch (planned.intent) {
    case 'removes':
      if (first?.change === 'removed') {
        return answer('done', `removed${where}`);
      }
      return isPresent
        ? refused('is still there')
        : answer('unclear', 'was not there before the work either');
    case 'creates':
      if (first === undefined) {
        return isPresent
          ? answer('unclear', 'was there before the plan, and is as it was')
          : refused('is not there');
      }
      return first.change === 'removed'
        ? refused(`was removed${where}`)
        : answer(
            'done',
            first.change === 'created' ? `created${where}` : `was there, and was changed${where}`,
          );
    default:
      if (first === undefined) {
        return refused(isPresent ? 'was not changed' : 'is not there');
      }
      return first.change === 'removed'
        ? refused(`was removed${where}`)
        : answer('done', first.change === 'created' ? `created${where}` : `changed${where}`);
  }
}

interface Changed {
  readonly path: string;
  readonly change: FileChange;
}

/** The changed files that a path means: those at the places it counts from, below it, or whose path ends with it. */
function changedFiles(
  { paths, value, isDirectory, intent }: PlannedPath,
  { changes, present }: FileFacts,
): Changed[] {
  const exact = paths.flatMap((path): Changed[] => {
    const change = changes.get(path);
    return change === undefined ? [] : [{ path, change }];
  });
  if (exact.length > 0) {
    return exact;
  }
  const isFolder = (path: string): boolean => isDirectory || !/\.[^/]+$/.test(path);
  const below = paths
    .filter(isFolder)
    .flatMap((path) =>
      [...changes].flatMap(([file, change]) => (file.startsWith(`${path}/`) ? { path: file, change } : [])),
    );
  if (below.length > 0) {
    // A folder is taken away only as a whole.
    return intent === 'removes'
      ? paths.some((path) => present.has(path))
        ? []
        : below.filter(({ change }) => change === 'removed')
      : below.toSorted((a, b) => Number(a.change === 'removed') - Number(b.change === 'removed'));
  }
  const end = value.replace(/^(?:\.{0,2}\/)+|\/+$/g, '');
  return paths.some((path) => present.has(path)) || end === ''
    ? []
    : [...changes].flatMap(([path, change]) => (path.endsWith(`/${end}`) ? { path, change } : []));
}
