import { normalizePath } from '../base/normalizePath.ts';
import type { Falsifier } from '../domain/personaReview.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { CheckContext } from './check.ts';
import { manifests, packageKey } from './manifests.ts';
import { packageJsons } from './packageJson.ts';
import { arrangedTree, treeFiles } from './pathFacts.ts';
import type { CheckDeps } from './runChecks.ts';
import { defaultCheckSettings } from './settings.ts';

/** What the repository says of something that a finding rests on. */
export type FalsifierAnswer = 'confirmed' | 'refuted' | 'unknown';

type Presence = 'present' | 'absent' | 'unknown';

/** So many source files are searched for a name; in a larger tree its absence stays unknown. */
const mostFiles = 2_000;

const sourceFile =
  /\.(?:[cm]?[jt]sx?|py|go|rs|java|kts?|cs|cpp|cc|c|h|hpp|rb|php|swift|scala|sh|sql|vue|svelte|lua|ex|exs|dart)$/;

/**
 * Looks up what would prove a critical finding wrong. The value is a model's text: it is compared with what the
 * repository has and becomes no command, no argument and no path outside the tree.
 */
export function falsifierLookup(
  deps: CheckDeps,
  document: PlanDocument,
  signal: AbortSignal | undefined,
): (falsifier: Falsifier) => Promise<FalsifierAnswer> {
  // A context of its own, so that what several falsifiers ask is asked once.
  const context: CheckContext = {
    document,
    segments: [],
    paths: [],
    settings: deps.settings ?? defaultCheckSettings,
    files: deps.files,
    git: deps.git,
    workspacePrefix: deps.workspacePrefix,
    beside: [],
    signal,
  };
  return async ({ kind, value, expected }) => {
    const presence = await lookUp[kind](context, value.trim());
    if (presence === 'unknown') {
      return 'unknown';
    }
    return presence === expected ? 'confirmed' : 'refuted';
  };
}

const lookUp: Readonly<
  Record<Falsifier['kind'], (context: CheckContext, value: string) => Promise<Presence>>
> = {
  file: (context, value) => pathPresence(context, value, 'file'),
  directory: (context, value) => pathPresence(context, value, 'directory'),
  commit: commitPresence,
  branch: (context, value) => refPresence(context, value, 'branches'),
  tag: (context, value) => refPresence(context, value, 'tags'),
  symbol: symbolPresence,
  script: scriptPresence,
  package: packagePresence,
};

async function pathPresence(
  context: CheckContext,
  value: string,
  wanted: 'file' | 'directory',
): Promise<Presence> {
  const path = normalizePath(value.replace(/\/+$/, ''));
  if (path === null || path === '') {
    return 'unknown';
  }
  const places = [...new Set([context.workspacePrefix + path, path])];
  const kinds = await context.files.kinds(places, context.signal);
  if (places.some((place) => kinds.get(place) === wanted)) {
    return 'present';
  }
  if (places.some((place) => kinds.get(place) !== 'missing')) {
    return 'unknown';
  }
  // Somewhere else by the same name: the finding may mean that one.
  return (await arrangedTree(context)).endingWith(path).length > 0 ? 'unknown' : 'absent';
}

async function commitPresence({ git, signal }: CheckContext, value: string): Promise<Presence> {
  const hash = value.toLowerCase();
  const answer = await git.repository(signal);
  if (!answer.available || !/^[0-9a-f]{7,64}$/.test(hash)) {
    return 'unknown';
  }
  const kind = (await git.objectKinds([hash], signal)).get(hash);
  if (kind === 'commit') {
    return 'present';
  }
  return kind === 'missing' && !answer.repository.isPartial ? 'absent' : 'unknown';
}

async function refPresence(
  { git, signal }: CheckContext,
  value: string,
  sort: 'branches' | 'tags',
): Promise<Presence> {
  const [answer, refs] = await Promise.all([git.repository(signal), git.refs(signal)]);
  if (!answer.available || refs === undefined) {
    return 'unknown';
  }
  if (refs[sort].has(value)) {
    return 'present';
  }
  return answer.repository.isPartial ? 'unknown' : 'absent';
}

async function symbolPresence(context: CheckContext, value: string): Promise<Presence> {
  const name = /[\p{L}\p{N}_$]+(?=\W*$)/u.exec(value)?.[0];
  if (name === undefined) {
    return 'unknown';
  }
  const sources = (await treeFiles(context)).filter((path) => sourceFile.test(path));
  let isWhole = sources.length <= mostFiles;
  for (const path of sources.slice(0, mostFiles)) {
    const text = await context.files.read(path, context.signal);
    if (text === undefined) {
      isWhole = false;
    } else if (hasWord(text, name)) {
      return 'present';
    }
  }
  return isWhole && sources.length > 0 ? 'absent' : 'unknown';
}

function hasWord(text: string, word: string): boolean {
  const isWordCharacter = (character: string): boolean => /[\p{L}\p{N}_$]/u.test(character);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isWordCharacter(text.charAt(at - 1)) && !isWordCharacter(text.charAt(at + word.length))) {
      return true;
    }
  }
  return false;
}

async function scriptPresence(context: CheckContext, value: string): Promise<Presence> {
  const { all, isIncomplete } = await packageJsons(context);
  if (all.some(({ scripts }) => scripts.has(value))) {
    return 'present';
  }
  return isIncomplete || all.length === 0 ? 'unknown' : 'absent';
}

async function packagePresence(context: CheckContext, value: string): Promise<Presence> {
  const { packages, words, isIncomplete } = await manifests(context);
  if (packages.all.some(({ dependencies }) => dependencies.has(value)) || words.has(packageKey(value))) {
    return 'present';
  }
  return isIncomplete ? 'unknown' : 'absent';
}
