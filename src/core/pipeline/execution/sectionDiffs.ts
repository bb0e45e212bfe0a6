import type { SectionDiff } from '../../domain/execution.ts';
import type { FileDiff } from '../../ports/workHistory.ts';
import type { ExaminedWork, ExecutionDeps } from './examineWork.ts';

/** In characters: so much of one file is shown, and so much of all. */
const mostOfFile = 12_000;
const mostOfAll = 120_000;

/** Names of files that may hold secrets. Their content goes to no model. */
const secret =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.npmrc|\.netrc|\.pypirc|id_[a-z0-9]+|[\w.-]*(?:secret|credential|password|token)s?[\w.-]*|[\w.-]+\.(?:pem|key|p12|pfx|jks|keystore|kdbx))$/i;

type ShownFile = SectionDiff['files'][number];

/**
 * What reviewers on models are shown of the work: for each step the diffs of the files that it names, and then those that the plan
 * never names. Each file stands once, and what is cut or left out says so.
 */
export async function sectionDiffs(
  { history, files }: Pick<ExecutionDeps, 'history' | 'files'>,
  { execution, work, planned }: ExaminedWork,
  signal: AbortSignal | undefined,
): Promise<readonly SectionDiff[]> {
  const told = (await history.diffs(execution.since.commit, work, signal)) ?? [];
  const diffs = new Map<string, FileDiff>(told.map((diff) => [diff.path, diff]));
  const ofWork = new Set([
    ...work.commits.flatMap(({ hash, changes }) =>
      execution.commits.find((commit) => commit.hash === hash)?.work === undefined
        ? []
        : changes.map(({ path }) => path),
    ),
    ...work.uncommitted,
  ]);
  const shown = new Set<string>();
  let left = mostOfAll;
  const show = async (path: string, isNamed: boolean): Promise<ShownFile[]> => {
    const change = work.changes.find((file) => file.path === path)?.change;
    if (change === undefined || shown.has(path)) {
      return [];
    }
    shown.add(path);
    if (secret.test(path)) {
      return [{ path, change, text: '', cut: 'its name says that it may hold secrets' }];
    }
    const text = diffs.get(path)?.text ?? (isNamed ? asAdded(await files.read(path, signal)) : undefined);
    if (text === undefined) {
      return [{ path, change, text: '', cut: 'git does not know it, or it is no text' }];
    }
    const part = text.slice(0, Math.min(mostOfFile, left));
    left -= part.length;
    return [
      part.length === text.length
        ? { path, change, text }
        : { path, change, text: part, cut: `${part.length} of ${text.length} characters` },
    ];
  };
  const sections: SectionDiff[] = [];
  for (const step of planned.steps) {
    const paths = work.changes
      .map(({ path }) => path)
      .filter((path) => step.changes.some(({ paths: own, value }) => isAbout(path, own, value)));
    const shownFiles: ShownFile[] = [];
    for (const path of paths) {
      shownFiles.push(...(await show(path, true)));
    }
    if (shownFiles.length > 0) {
      sections.push({ section: `${step.id}. ${step.title}`, files: shownFiles });
    }
  }
  const rest: ShownFile[] = [];
  for (const { path } of work.changes.filter((file) => ofWork.has(file.path))) {
    rest.push(...(await show(path, false)));
  }
  return rest.length === 0 ? sections : [...sections, { section: 'Files that no step names', files: rest }];
}

function isAbout(path: string, own: readonly string[], value: string): boolean {
  const end = value.replace(/^(?:\.{0,2}\/)+|\/+$/g, '');
  return own.some((place) => path === place || path.startsWith(`${place}/`)) || path.endsWith(`/${end}`);
}

/** A file that no commit knows, as a diff would show it. */
function asAdded(text: string | undefined): string | undefined {
  return text
    ?.split('\n')
    .map((line) => `+${line}`)
    .join('\n');
}
