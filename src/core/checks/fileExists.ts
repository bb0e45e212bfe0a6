import { normalizePath } from '../base/normalizePath.ts';
import type { Claim, Intent } from '../domain/claim.ts';
import type { EntryKind, TreePath } from '../ports/files.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { failureFindings } from './failures.ts';
import { claimOf, isTemplate, replacementFixes, type Judgement } from './mention.ts';
import { pathFacts, type PathFacts } from './pathFacts.ts';
import type { PathMention } from './pathMention.ts';
import { isKnownLanguage } from './knownLanguage.ts';
import { createdByOthers } from './otherPlans.ts';
import { anotherTreeFinding, inAnotherTree, speaksOfAnotherTree, type Judged } from './otherTree.ts';
import { pastWork } from './pastWork.ts';
import { planStatus } from './planStatus.ts';
import type { CloseMatch } from './tree.ts';

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
    let isKnown: boolean | undefined;
    const inKnownLanguage = (): boolean => (isKnown ??= isKnownLanguage(context.document.text));
    const around = {
      ...facts,
      plan: context.document.path,
      inKnownLanguage,
      isPast: pastWork(context.document),
    };
    const judgements = await withoutPlanned(
      context,
      facts,
      mentions.flatMap((mention) => judged(mention, { ...around, paths: facts.candidates(mention) })),
    );
    const foreign = isTemplate(context.document.path) ? undefined : speaksOfAnotherTree(judgements, facts);
    const claims = judgements.map((each) =>
      claimOf(
        context.document,
        kindOf(each.mention),
        each.mention,
        foreign?.doubted.has(each) === true ? inAnotherTree(each.judgement, foreign) : each.judgement,
      ),
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

/** What another plan makes may be there by the time that this one is carried out. */
async function withoutPlanned(
  context: CheckContext,
  facts: PathFacts,
  judgements: readonly Judged[],
): Promise<readonly Judged[]> {
  const failed = judgements.filter(({ judgement }) => judgement.verdict === 'fail');
  if (failed.length === 0) {
    return judgements;
  }
  const planned = await createdByOthers(context, [
    ...new Set(failed.flatMap(({ mention }) => facts.rooted(mention))),
  ]);
  return judgements.map((each) => {
    const plan =
      each.judgement.verdict === 'fail'
        ? each.paths.map((path) => planned.get(path)).find(Boolean)
        : undefined;
    return plan === undefined
      ? each
      : { ...each, judgement: madeElsewhere(each.judgement, facts.shown(plan)), isUnexplained: false };
  });
}

function madeElsewhere({ intent }: Judgement, plan: string): Judgement {
  return { intent, verdict: 'unverifiable', detail: `is not there; ${plan} creates it` };
}

/** What is known, and where the mention in question may lie. */
interface Facts extends PathFacts {
  readonly paths: readonly TreePath[];
  /** The plan's path. */
  readonly plan: string;
  /** Whether the plan is written in the language whose words are known. */
  readonly inKnownLanguage: () => boolean;
  /** Whether what the plan says it does to a file is done. */
  readonly isPast: (mention: PathMention) => boolean;
}

function judged(mention: PathMention, facts: Facts): Judged[] {
  const judgement = judgeMention(mention, facts);
  if (judgement === undefined) {
    return [];
  }
  const isUnexplained = judgement === 'unexplained';
  return [
    {
      mention,
      paths: facts.paths,
      judgement: isUnexplained ? judgeUnexplained(mention, facts) : judgement,
      isUnexplained,
    },
  ];
}

/** `unexplained` is what is not there under any name, and nothing tells why. */
function judgeMention(mention: PathMention, facts: Facts): Judgement | 'unexplained' | undefined {
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

function judgeMissing(mention: PathMention, facts: Facts): Judgement | 'unexplained' {
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
  if (facts.isPast(mention)) {
    return { intent, verdict: 'unverifiable', detail: 'is not there, and what the plan does to it is done' };
  }
  return 'unexplained';
}

/** What is nowhere fails where the plan takes it for granted, or where it is all but the name of something else. */
function judgeUnexplained(mention: PathMention, facts: Facts): Judgement {
  const { intent } = mention;
  const closest = closestOf(mention, facts);
  const suggestion = closest === undefined ? {} : { suggestion: facts.shown(closest.path) };
  const isOpen = facts.rooted(mention).some((path) => facts.isOpen(path));
  const isTakenForGranted =
    mention.isFirm &&
    !isOpen &&
    !isBareName(mention) &&
    !isLooseFolder(mention, facts) &&
    !isCompanion(mention, facts);
  const isSlip = closest?.isSlip === true && (mention.isFirm || !isBareName(mention));
  const isElsewhere = intent === 'exists' && !isOpen && isMoved(mention, facts);
  const isStrange = intent === 'exists' && startsElsewhere(mention, facts);
  // In a language whose words are not known, only what is no matter of words tells.
  const isRead = isStatedWithoutWords(mention) || facts.inKnownLanguage();
  if (isTelling(mention) && ((isRead && ((isTakenForGranted && !isStrange) || isElsewhere)) || isSlip)) {
    return { intent, verdict: 'fail', detail: 'no such file or folder', ...suggestion };
  }
  return {
    intent,
    verdict: 'unverifiable',
    detail: 'is not there, and the plan does not say whether it should be',
    ...suggestion,
  };
}

/** "gateway-core/src/a.ts:12" lies in a folder that the tree has nowhere, and is mostly another project's. */
function startsElsewhere({ shape, isFrontMatter }: PathMention, { tree }: Facts): boolean {
  const path = shape.type === 'path' ? shape.path.replace(/^(?:\.{1,2}\/)+/, '') : '';
  const slash = path.indexOf('/');
  return slash > 0 && isFrontMatter !== true && tree.endingWith(path.slice(0, slash)).length === 0;
}

/** Whether the tree has one file of this name, in another folder, and the name is one that nobody gives twice. */
function isMoved(mention: PathMention, facts: Facts): boolean {
  const name = fileName(mention);
  // The tests of one thing often stand in two folders.
  const isTest = /[._-](?:test|spec)s?\.|tests?\.\w+$|^test[_-]/i.test(name);
  return (
    isDistinctive(name) &&
    !isTest &&
    !isCompanion(mention, facts) &&
    mention.value.includes('/') &&
    facts.tree.endingWith(name).length === 1
  );
}

/** `notes/2026-04-30-retry-budget.md` in the plan `plans/2026-04-30-retry-budget.md` comes with it: its design, notes on its work. */
function isCompanion(mention: PathMention, { plan }: Facts): boolean {
  const name = fileName(mention);
  return isDistinctive(name) && plan.slice(plan.lastIndexOf('/') + 1) === name;
}

function fileName({ shape }: PathMention): string {
  const path = shape.type === 'path' && !shape.isDirectory ? shape.path : '';
  return path.slice(path.lastIndexOf('/') + 1);
}

function isDistinctive(name: string): boolean {
  return name.length >= 12 && /[a-z][A-Z]|[A-Za-z0-9][-_][A-Za-z0-9]/.test(name);
}

function closestOf({ shape, isFirm }: PathMention, facts: Facts): CloseMatch | undefined {
  const slip = facts.paths
    .map((path) => facts.tree.closest(path))
    .find((match) => match?.isSlip === true && (match.isOtherEnding !== true || facts.inKnownLanguage()));
  const name = shape.type === 'path' && isFirm && !shape.path.includes('/') ? shape.path : undefined;
  const named = name === undefined || slip !== undefined ? undefined : facts.tree.closestName(name);
  return (
    slip ?? (named === undefined ? facts.tree.closest(facts.paths[0] ?? '') : { path: named, isSlip: true })
  );
}

/**
 * Whether a missing thing can be told to be missing. A word with a slash and no ending is often one of speech.
 */
function isTelling({ shape }: PathMention): boolean {
  return shape.type === 'path';
}

/** A folder is taken for granted where others are; of one at the top, or one to change, plans speak before it is there. */
function isLooseFolder(mention: PathMention, facts: Facts): boolean {
  const { shape, intent } = mention;
  const isFolder = shape.type === 'path' && shape.isDirectory;
  return (
    isFolder &&
    (intent !== 'exists' || !facts.rooted(mention).some((path) => facts.tree.hasFolder(parentOf(path))))
  );
}

function parentOf(path: TreePath): TreePath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isStatedWithoutWords({ shape, isFrontMatter }: PathMention): boolean {
  return isFrontMatter === true || (shape.type === 'path' && shape.hasLine);
}

/**
 * A bare name such as `report.json` is often one of run time, or of a file that the plan makes somewhere; and `request.ts:81`
 * one of another project, whose name stands paragraphs above.
 */
function isBareName({ shape, start }: PathMention): boolean {
  return start > 0 && shape.type === 'path' && !shape.path.includes('/') && !shape.isDirectory;
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
