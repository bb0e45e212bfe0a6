import type { Claim, ClaimVerdict, Intent } from '../domain/claim.ts';
import type { EntryKind, TreePath } from '../ports/files.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { failureFindings } from './failures.ts';
import type { PathMention } from './pathMentions.ts';
import { candidatePaths, normalizePath } from './resolvePath.ts';
import { arrangeTree, type Tree } from './tree.ts';

/** The files and folders a plan takes for granted are there. */
export const fileExists: Check = {
  id: 'file-exists',
  title: 'Files and folders that the plan relies on exist',
  tags: ['factuality', 'files'],
  severity: 'major',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const judge = await prepare(context, context.paths);
    const judged = context.paths.flatMap((mention) => {
      const judgement = judge(mention);
      return judgement === undefined ? [] : [{ mention, judgement }];
    });
    const claims = judged.map(({ mention, judgement }) => claimOf(context, mention, judgement));
    return {
      claims,
      findings: failureFindings(claims, (claim) => claim.value.replace(/^(?:\.\/)+|\/+$/g, ''), wording),
    };
  },
};

interface Judgement {
  readonly intent: Intent;
  readonly verdict: ClaimVerdict;
  readonly detail: string;
  readonly suggestion?: string;
}

type Judge = (mention: PathMention) => Judgement | undefined;

/** Asks everything the verdicts need, in few questions for any number of mentions. */
async function prepare(context: CheckContext, mentions: readonly PathMention[]): Promise<Judge> {
  const places = { planPath: context.document.path, workspacePrefix: context.workspacePrefix };
  const candidates = new Map<PathMention, readonly TreePath[]>();
  const asked = new Set<TreePath>();
  for (const mention of mentions) {
    if (mention.shape.type === 'path' || mention.shape.type === 'maybe') {
      const paths = candidatePaths(mention.shape.path, places);
      candidates.set(mention, paths);
      for (const path of paths) {
        asked.add(path);
        asked.add(path.split('/', 1)[0] ?? path);
      }
    }
  }
  const kinds = await context.files.kinds([...asked], context.signal);
  const created = createdPaths(mentions, candidates);
  const missing = [...candidates.values()].filter((paths) =>
    paths.every((path) => kinds.get(path) === 'missing'),
  );
  const tree = missing.length > 0 ? arrangeTree(await context.files.list(context.signal)) : arrangeTree([]);
  const ignored = await context.git.ignored([...new Set(missing.flat())], context.signal);
  const shown = (path: TreePath): string =>
    path.startsWith(context.workspacePrefix) ? path.slice(context.workspacePrefix.length) : path;
  return (mention) =>
    judgeMention(mention, { paths: candidates.get(mention) ?? [], kinds, created, tree, ignored, shown });
}

/** The paths that the plan makes, wherever it says so. */
function createdPaths(
  mentions: readonly PathMention[],
  candidates: ReadonlyMap<PathMention, readonly TreePath[]>,
): ReadonlySet<TreePath> {
  return new Set(
    mentions
      .filter((mention) => mention.intent === 'creates')
      .flatMap((mention) => candidates.get(mention) ?? []),
  );
}

interface Facts {
  readonly paths: readonly TreePath[];
  readonly kinds: ReadonlyMap<TreePath, EntryKind>;
  readonly created: ReadonlySet<TreePath>;
  readonly tree: Tree;
  readonly ignored: ReadonlySet<string>;
  /** A path of the tree as people in the workspace folder write it. */
  readonly shown: (path: TreePath) => string;
}

function judgeMention(mention: PathMention, facts: Facts): Judgement | undefined {
  const { shape } = mention;
  if (shape.type === 'pattern') {
    return { intent: 'example', verdict: 'unverifiable', detail: 'stands for other paths' };
  }
  if (shape.type === 'elsewhere' || facts.paths.length === 0) {
    return { intent: 'external', verdict: 'unverifiable', detail: 'outside this project' };
  }
  const found = facts.paths.find((path) => isPresent(facts.kinds.get(path)));
  if (found !== undefined) {
    return {
      intent: mention.intent,
      verdict: 'pass',
      detail: mention.intent === 'creates' ? 'is there already' : 'exists',
    };
  }
  if (facts.paths.some((path) => facts.kinds.get(path) === 'outside')) {
    return { intent: 'external', verdict: 'unverifiable', detail: 'leads out of this project' };
  }
  if (shape.type === 'maybe' && !startsInTree(facts)) {
    return undefined;
  }
  return judgeMissing(mention, facts);
}

function judgeMissing(mention: PathMention, facts: Facts): Judgement {
  const { intent } = mention;
  if (intent === 'example' || intent === 'external') {
    return {
      intent,
      verdict: 'unverifiable',
      detail: intent === 'example' ? 'an example' : 'not part of this project now',
    };
  }
  if (intent === 'creates') {
    return { intent, verdict: 'pass', detail: 'to be created' };
  }
  if (facts.paths.some((path) => isCreated(path, facts.created))) {
    return { intent, verdict: 'pass', detail: 'created by this plan' };
  }
  const shared = facts.paths.at(0) ?? '';
  const suffix = normalizePath(
    mention.shape.type === 'path' || mention.shape.type === 'maybe' ? mention.shape.path : '',
  );
  const matches = suffix === null || suffix === '' ? [] : facts.tree.endingWith(suffix);
  if (matches.length === 1) {
    return { intent, verdict: 'pass', detail: `exists as ${facts.shown(matches[0] ?? '')}` };
  }
  if (matches.length > 1) {
    return { intent, verdict: 'unverifiable', detail: `could be ${listed(matches.map(facts.shown))}` };
  }
  if (facts.paths.some((path) => facts.ignored.has(path))) {
    return {
      intent: 'external',
      verdict: 'unverifiable',
      detail: 'left out of the repository by its ignore rules',
    };
  }
  const closest =
    facts.paths.map((path) => facts.tree.closest(path)).find((match) => match?.isSlip) ??
    facts.tree.closest(shared);
  const suggestion = closest === undefined ? {} : { suggestion: facts.shown(closest.path) };
  if (mention.isFirm || closest?.isSlip === true) {
    return { intent, verdict: 'fail', detail: 'no such file or folder', ...suggestion };
  }
  return {
    intent,
    verdict: 'unverifiable',
    detail: 'is not there, and the plan does not say whether it should be',
    ...suggestion,
  };
}

function isPresent(kind: EntryKind | undefined): boolean {
  return kind === 'file' || kind === 'directory';
}

/** "src/app" is a path where there is a `src`, and "and/or" is none. */
function startsInTree(facts: Facts): boolean {
  return facts.paths.some(
    (path) => path.includes('/') && facts.kinds.get(path.split('/', 1)[0] ?? '') === 'directory',
  );
}

function isCreated(path: TreePath, created: ReadonlySet<TreePath>): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (created.has(path.slice(0, end))) {
      return true;
    }
  }
  // A folder is made with the first file in it.
  return [...created].some(
    (other) => other.startsWith(`${path}/`) || other.endsWith(`/${path}`) || path.endsWith(`/${other}`),
  );
}

function listed(paths: readonly TreePath[]): string {
  const shown = paths.slice(0, 4).join(', ');
  return paths.length > 4 ? `${shown} and ${paths.length - 4} more` : shown;
}

function claimOf(context: CheckContext, mention: PathMention, judgement: Judgement): Claim {
  const isDirectory = mention.shape.type === 'path' && mention.shape.isDirectory;
  return {
    kind: isDirectory ? 'directory' : 'file',
    value: mention.value,
    ...judgement,
    range: rangeOf(context.document.lines, mention.start, mention.end),
    cached: false,
  };
}

const doing: Record<Intent, string> = {
  exists: 'refers to',
  modifies: 'changes',
  creates: 'creates',
  removes: 'removes',
  example: 'gives as an example',
  external: 'refers to',
};

function wording(claim: Claim): Omit<CheckFindingText, 'range'> {
  const thing = claim.kind === 'directory' ? 'folder' : 'file';
  const recommendation =
    claim.suggestion === undefined
      ? 'Correct the path, or say that the plan creates it.'
      : `Name \`${claim.suggestion}\` if that is what is meant. Otherwise correct the path, or say that the plan creates it.`;
  return {
    title: `No such ${thing}: ${claim.value}`,
    observation: `The plan ${doing[claim.intent]} \`${claim.value}\`, but the project has no such ${thing}.`,
    concern: 'Whoever carries the plan out will look for it, and will guess when it is not there.',
    recommendation,
  };
}
