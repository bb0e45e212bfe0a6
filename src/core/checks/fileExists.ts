import type { Claim, Intent } from '../domain/claim.ts';
import type { EntryKind, TreePath } from '../ports/files.ts';
import type { Check, CheckFindingText } from './check.ts';
import { failureFindings } from './failures.ts';
import { claimOf, replacementFixes, type Judgement } from './mention.ts';
import { pathFacts, type PathFacts } from './pathFacts.ts';
import type { PathMention } from './pathMention.ts';
import { normalizePath } from './resolvePath.ts';

/** The files and folders a plan takes for granted are there. The targets of its links are the matter of `link-exists`. */
export const fileExists: Check = {
  id: 'file-exists',
  title: 'Files and folders that the plan relies on exist',
  tags: ['factuality', 'files'],
  severity: 'major',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const mentions = context.paths.filter((mention) => !mention.isLink);
    if (mentions.length === 0) {
      return { claims: [], findings: [] };
    }
    const facts = await pathFacts(context);
    const claims = mentions.flatMap((mention) => {
      const judgement = judgeMention(mention, { ...facts, paths: facts.candidates(mention) });
      return judgement === undefined ? [] : [claimOf(context.document, kindOf(mention), mention, judgement)];
    });
    return {
      claims,
      findings: failureFindings(claims, (claim) => claim.value.replace(/^(?:\.\/)+|\/+$/g, ''), wording),
    };
  },
};

/** What is known, and where the mention in question may lie. */
interface Facts extends PathFacts {
  readonly paths: readonly TreePath[];
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
  if (facts.paths.some((path) => facts.isCreated(path))) {
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
  if (isTelling(mention) && (mention.isFirm || closest?.isSlip === true)) {
    return { intent, verdict: 'fail', detail: 'no such file or folder', ...suggestion };
  }
  return {
    intent,
    verdict: 'unverifiable',
    detail: 'is not there, and the plan does not say whether it should be',
    ...suggestion,
  };
}

/**
 * Whether a missing thing can be told to be missing. A bare name such as `report.json`, or a word with a slash and no
 * ending, is often a thing of run time or of speech; what the plan wants to change, or names a line of, is a file.
 */
function isTelling({ shape, intent }: PathMention): boolean {
  if (shape.type !== 'path') {
    return false;
  }
  return shape.path.includes('/') || shape.hasLine || intent === 'modifies' || intent === 'removes';
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

function listed(paths: readonly TreePath[]): string {
  const shown = paths.slice(0, 4).join(', ');
  return paths.length > 4 ? `${shown} and ${paths.length - 4} more` : shown;
}

function kindOf({ shape }: PathMention): 'file' | 'directory' {
  return shape.type === 'path' && shape.isDirectory ? 'directory' : 'file';
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
    ...replacementFixes(claim),
  };
}
