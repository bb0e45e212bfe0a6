import { groupBy } from '../base/groupBy.ts';
import { normalizePath } from '../base/normalizePath.ts';
import { once } from '../base/once.ts';
import { folderOf } from '../base/pathParts.ts';
import type { Claim, Intent } from '../domain/claim.ts';
import type { EntryKind, TreePath } from '../ports/files.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { failureFindings } from './failures.ts';
import { claimOf, isTemplate, replacementFixes, type Judgement } from './mention.ts';
import { pathFacts, type PathFacts } from './pathFacts.ts';
import type { PathMention } from './pathMention.ts';
import { isKnownLanguage } from './knownLanguage.ts';
import { toldByOthers } from './otherPlans.ts';
import { inOtherRepository } from './otherRepository.ts';
import {
  anotherTreeFinding,
  inAnotherTree,
  presentIn,
  speaksOfAnotherTree,
  values,
  type Judged,
} from './otherTree.ts';
import { judgeUnexplained, type FileFacts } from './missingFile.ts';
import { pastWork } from './pastWork.ts';
import { planStatus } from './planStatus.ts';
import { newFolderOf } from './tree.ts';

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
    const inKnownLanguage = once(() => isKnownLanguage(context.document.text));
    const isOfOther = inOtherRepository(context.document);
    const around = {
      ...facts,
      plan: context.document.path,
      text: context.document.text,
      inKnownLanguage,
      isPast: pastWork(context.document),
      isOfOther: (mention: PathMention) => isOfOther(mention, facts.tree),
    };
    const judgements = await withoutPlanned(
      context,
      facts,
      mentions.flatMap((mention) => judged(mention, { ...around, paths: facts.candidates(mention) })),
    );
    const foreign = isTemplate(context.document.path) ? undefined : speaksOfAnotherTree(judgements, facts);
    const isAlone = standsAlone(judgements, facts);
    const siblings = amongSiblings(judgements);
    const final = (each: Judged): Judgement =>
      foreign?.doubted.has(each) === true
        ? inAnotherTree(each.judgement, foreign)
        : isAlone && !siblings.has(each)
          ? each.judgement
          : amongOthers(each);
    const claims = judgements.map((each) =>
      claimOf(context.document, kindOf(each.mention), each.mention, final(each)),
    );
    const findings = failureFindings(claims, (claim) => claim.value.replace(/^(?:\.\/)+|\/+$/g, ''), wording);
    // A closed plan may speak of a past state, and there is nothing left to carry out.
    if (foreign === undefined || planStatus(context.document.path, context.document.text) === 'closed') {
      return { claims, findings };
    }
    const doubted = claims.filter((_, index) => foreign.doubted.has(judgements[index]));
    return { claims, findings: [...findings, ...anotherTreeFinding(doubted, foreign)] };
  },
};

/**
 * What another plan makes may be there by the time that this one is carried out. What fails for words alone, and stands in
 * another plan as well, is no slip of this one: work that is under way elsewhere, as often as not.
 */
async function withoutPlanned(
  context: CheckContext,
  facts: PathFacts,
  judgements: readonly Judged[],
): Promise<readonly Judged[]> {
  const failed = judgements.filter(({ judgement }) => judgement.verdict === 'fail');
  if (failed.length === 0) {
    return judgements;
  }
  const told = await toldByOthers(context, [
    ...new Set(failed.flatMap(({ mention }) => placesOf(facts.rooted(mention), facts))),
  ]);
  return judgements.map((each) => {
    const { judgement, ground } = each;
    if (judgement.verdict !== 'fail') {
      return each;
    }
    const others = each.paths.flatMap((path) => told.get(path) ?? []);
    const other = others.find(({ isMaker }) => isMaker) ?? (ground === 'words' ? others[0] : undefined);
    if (other !== undefined) {
      const detail = `is not there; ${facts.shown(other.plan)} ${other.isMaker ? 'creates it' : 'names it too'}`;
      return {
        ...each,
        judgement: { ...judgement, verdict: 'unverifiable', detail, absent: true },
        isUnexplained: false,
      };
    }
    return each;
  });
}

/**
 * Where a path may lie that counts from the workspace folder or from the repository: where its folder is there, if it is anywhere.
 * Otherwise any plan that makes a file in a folder of that name would make this one.
 */
function placesOf(paths: readonly TreePath[], { tree }: PathFacts): readonly TreePath[] {
  const there = paths.filter((path) => newFolderOf(path, tree) === undefined && path.includes('/'));
  return there.length > 0 ? there : paths;
}

/**
 * Whether what fails for words alone is rare among what the plan takes for granted. Slips come singly; where more is missing, or
 * the plan names little that is there to show that it knows this tree, work that nobody sees here explains it as well.
 */
function standsAlone(judgements: readonly Judged[], { isCreated }: PathFacts): boolean {
  const missing = values(judgements.filter(isWordsAlone));
  return presentIn(judgements, isCreated).size >= (missing.size - 1) * fewestPresent;
}

/** A failure that rests on words alone. What front matter lists and the plan never speaks of stands by itself. */
function isWordsAlone({ judgement, ground, mention }: Judged): boolean {
  return judgement.verdict === 'fail' && ground === 'words' && mention.isFrontMatter !== true;
}

/**
 * The failures of those that rest on words alone and lie in one folder with so many more. A plan that only points to several files
 * of a folder that are not there was written beside them, on a branch that nobody sees here.
 */
function amongSiblings(judgements: readonly Judged[]): ReadonlySet<Judged> {
  const pointedTo = judgements.filter(
    (each) =>
      isWordsAlone(each) &&
      each.mention.intent === 'exists' &&
      each.mention.shape.type === 'path' &&
      !each.mention.shape.hasLine,
  );
  const byFolder = groupBy(pointedTo, ({ mention }) => folderOf(mention.value));
  return new Set([...byFolder.values()].filter((group) => values(group).size >= mostSiblings).flat());
}

const mostSiblings = 3;

/** What becomes of such a failure where it does not stand alone. */
function amongOthers(each: Judged): Judgement {
  const detail = 'is not there, and the plan names too little that is there to tell a slip from work to come';
  return isWordsAlone(each)
    ? { ...each.judgement, verdict: 'unverifiable', detail, absent: true }
    : each.judgement;
}

/** So many files that are there must a plan name for each that it takes for granted in vain, after the first. */
const fewestPresent = 2;

function judged(mention: PathMention, facts: FileFacts): Judged[] {
  const judgement = judgeMention(mention, facts);
  if (judgement === undefined) {
    return [];
  }
  return judgement === 'unexplained'
    ? [{ mention, paths: facts.paths, ...judgeUnexplained(mention, facts), isUnexplained: true }]
    : [{ mention, paths: facts.paths, judgement, isUnexplained: false }];
}

/** `unexplained` is what is not there under any name, and nothing tells why. */
function judgeMention(mention: PathMention, facts: FileFacts): Judgement | 'unexplained' | undefined {
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
  if (shape.type === 'maybe' && !facts.startsInTree(mention)) {
    return undefined;
  }
  // "../other-repository/src/a.ts" counts from the root, and lies beside it.
  if (/^(?:\.\.\/)+[^/]+\//.test(mention.value) && !facts.startsInTree(mention)) {
    return { intent: 'external', verdict: 'unverifiable', detail: 'outside this project' };
  }
  return judgeMissing(mention, facts);
}

function judgeMissing(mention: PathMention, facts: FileFacts): Judgement | 'unexplained' {
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
  // "@/" stands for the folder of the sources, wherever that is.
  const suffix = normalizePath(
    mention.shape.type === 'path' || mention.shape.type === 'maybe'
      ? mention.shape.path.replace(/^@\//, '')
      : '',
  );
  const matches =
    suffix === null || suffix === '' ? [] : spellings(suffix).flatMap((path) => facts.tree.endingWith(path));
  if (matches.length === 1) {
    return { intent, verdict: 'pass', detail: `exists as ${facts.shown(matches[0] ?? '')}` };
  }
  if (matches.length > 1) {
    return { intent, verdict: 'unverifiable', detail: `could be ${listed(matches.map(facts.shown))}` };
  }
  const whole = suffix === null || suffix === '' ? [] : facts.tree.shortFor(suffix);
  if (whole.length > 0) {
    return {
      intent,
      verdict: 'unverifiable',
      detail: `could be short for ${listed(whole.map(facts.shown))}`,
    };
  }
  const below = mention.value.slice(mention.value.indexOf('/') + 1);
  if (facts.paths.length > 0 && facts.countsFromAbove(mention)) {
    return { intent, verdict: 'unverifiable', detail: `could be ${below}, counted from the folder above` };
  }
  if (facts.paths.some((path) => facts.ignored.has(path))) {
    return {
      intent: 'external',
      verdict: 'unverifiable',
      detail: 'left out of the repository by its ignore rules',
    };
  }
  if (facts.isOfOther(mention)) {
    return { intent: 'external', verdict: 'unverifiable', detail: 'of another repository' };
  }
  if (facts.isPast(mention)) {
    const detail = 'is not there, and what the plan does to it is done';
    return { intent, verdict: 'unverifiable', detail, absent: true };
  }
  return 'unexplained';
}

/** A path, and the source that TypeScript's modules import under the name of what is compiled from it. */
function spellings(path: TreePath): TreePath[] {
  const compiled = /\.([cm]?)js(x?)$/.exec(path);
  return compiled === null
    ? [path]
    : [
        path,
        ...[`.${compiled[1]}ts${compiled[2]}`, '.tsx'].map(
          (ending) => path.slice(0, compiled.index) + ending,
        ),
      ];
}

function isPresent(kind: EntryKind | undefined): boolean {
  return kind === 'file' || kind === 'directory';
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
