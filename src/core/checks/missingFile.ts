import { folderOf, nameOf } from '../base/pathParts.ts';
import type { TreePath } from '../ports/files.ts';
import { isMadeInText } from './madeInText.ts';
import type { Judgement } from './mention.ts';
import type { PathFacts } from './pathFacts.ts';
import type { PathMention } from './pathMention.ts';
import { isOfTests } from './pathShape.ts';
import { statusOfFolders } from './planStatus.ts';
import type { CloseMatch } from './tree.ts';

/** What is known, and where the mention in question may lie. */
export interface FileFacts extends PathFacts {
  readonly paths: readonly TreePath[];
  /** The plan's path and text. */
  readonly plan: string;
  readonly text: string;
  /** Whether the plan is written in the language whose words are known. */
  readonly inKnownLanguage: () => boolean;
  /** Whether what the plan says it does to a file is done. */
  readonly isPast: (mention: PathMention) => boolean;
  /** Whether the plan says that the work around it is in another repository. */
  readonly isOfOther: (mention: PathMention) => boolean;
}

/**
 * What makes it wrong that a file is missing. `likeness`: the tree has all but the same path, a letter or a folder apart, which is
 * evidence enough. `words`: the plan takes it for granted, which it may also do of what others are about to make.
 */
export type Ground = 'likeness' | 'words';

/** A judgement of what is not there under any name, and what it rests on where it fails. */
export interface Unexplained {
  readonly judgement: Judgement;
  readonly ground?: Ground;
}

/** What is nowhere fails where the plan takes it for granted, or where it is all but the name of something else. */
export function judgeUnexplained(mention: PathMention, facts: FileFacts): Unexplained {
  const { intent } = mention;
  const closest = closestOf(mention, facts);
  const suggestion = closest === undefined ? {} : { suggestion: facts.shown(closest.path) };
  const ground = groundOf(mention, facts, closest);
  if (ground !== undefined && !isMadeInText(facts.text, calledInText(mention, ground), mention)) {
    return {
      judgement: { intent, verdict: 'fail', detail: 'no such file or folder', ...suggestion },
      ground,
    };
  }
  return {
    judgement: {
      intent,
      verdict: 'unverifiable',
      absent: true,
      detail: 'is not there, and the plan does not say whether it should be',
      ...suggestion,
    },
  };
}

function groundOf(
  mention: PathMention,
  facts: FileFacts,
  closest: CloseMatch | undefined,
): Ground | undefined {
  const { intent, isFirm, isSure = false } = mention;
  // A word with a slash and no ending is often one of speech, unless the plan changes it.
  const isPath = mention.shape.type === 'path';
  if (!isPath && (!isFirm || intent === 'exists')) {
    return undefined;
  }
  if (intent === 'removes' && isMovedAlready(mention, facts)) {
    return undefined;
  }
  if (closest?.isSlip === true && !isOfOwnKit(mention, closest, facts) && isSlipOf(mention, closest)) {
    return 'likeness';
  }
  // git keeps no empty folders, and a folder that is named is often one to come.
  if (mention.shape.type !== 'path' || mention.shape.isDirectory) {
    return undefined;
  }
  const isOpen = facts.rooted(mention).some((path) => facts.isOpen(path));
  // In a language whose words are not known, only what is no matter of words tells.
  const isRead = isStatedWithoutWords(mention) || facts.inKnownLanguage();
  // What is only pointed to, the next plan makes as often as not, and a folder away is where it goes.
  if (isOpen || !isRead || !isTaken(mention) || isCompanion(mention, facts)) {
    return undefined;
  }
  // Front matter lists what is made beside what is changed, and calls both modified.
  const besides =
    mention.isFrontMatter === true
      ? []
      : facts
          .rooted(mention)
          .flatMap((path) =>
            facts.tree.oneFolderAway(path).filter((file) => statusOfFolders(file) === statusOfFolders(path)),
          );
  if (mention.isFrontMatter === true && !isSure) {
    return isNamedOnce(mention, facts) ? 'words' : undefined;
  }
  const isStrange = intent === 'exists' && startsElsewhere(mention, facts);
  if (
    (intent === 'exists' && !isStrange && isMoved(mention, facts)) ||
    (isDistinctive(fileName(mention)) && besides.length === 1)
  ) {
    return 'likeness';
  }
  // What is to lie in a folder that is nowhere is made with it, or is another tree's; unless one file lies all but there.
  const hasPlace =
    besides.length === 1 || facts.rooted(mention).some((path) => facts.tree.hasFolder(folderOf(path)));
  return isSure && !isBareName(mention) && !isStrange && hasPlace && !isAsNew(mention, facts)
    ? 'words'
    : undefined;
}

/** `ui/popover.tsx` in a list of all that a plan makes is not the `ui/Popover.tsx` that is there. */
function isOfOwnKit(mention: PathMention, { path }: CloseMatch, { text }: FileFacts): boolean {
  return (
    mention.isFrontMatter === true &&
    listsAll.test(text) &&
    nameOf(path).toLowerCase() === fileName(mention).toLowerCase()
  );
}

/** "Move `a.ts` → `b/a.ts`" where that one is there: somebody has done it. */
function isMovedAlready({ end }: PathMention, { text, tree }: FileFacts): boolean {
  const target = /^`?\s*(?:→|->|=>|to)\s*`?([\w@./-]{1,200})/.exec(text.slice(end, end + 220))?.[1];
  return target !== undefined && tree.endingWith(target.replace(/^(?:\.{1,2}\/)+/, '')).length > 0;
}

/** What carries a date is written on that day: `notes/2026-05-02-x.md` is no older than the plan `2026-05-01-y.md`. */
function isAsNew(mention: PathMention, { plan }: FileFacts): boolean {
  const [file, own] = [fileName(mention), nameOf(plan)].map((name) => /\d{4}-\d{2}-\d{2}/.exec(name)?.[0]);
  return file !== undefined && own !== undefined && file >= own;
}

/** Whether a path that is there and differs little is what a plan means. Of what it only points to, there may be two that are alike. */
function isSlipOf(mention: PathMention, { isOtherEnding, isOneLetter }: CloseMatch): boolean {
  // "Create the template in `a-b.yaml`" may mean a file beside `ab.yaml`.
  const mayBeNew = mention.intent === 'modifies' && !mention.isFirm;
  return (
    isTaken(mention) ||
    (!mayBeNew && !isBareName(mention) && (isOtherEnding === true || isOneLetter === true))
  );
}

/** Whether the plan changes the file or says that it is there, rather than points to it. */
function isTaken({ intent, isFirm, isSure = false }: PathMention): boolean {
  return isSure || (isFirm && intent !== 'exists');
}

/**
 * What front matter lists as modified is made as often as it is there; but what a plan makes, it speaks of, unless it is a test or
 * what tests need, which comes with the work.
 */
function isNamedOnce(mention: PathMention, { text }: FileFacts): boolean {
  const name = calledInText(mention, 'words');
  return text.indexOf(name) === text.lastIndexOf(name) && !isOfTests(mention.value) && !listsAll.test(text);
}

/** The front matter of plans that come in waves, which lists under `files_modified` whatever a plan makes or takes away as well. */
const listsAll = /^---\r?\n(?:(?!---)[^\n]*\n){0,200}?(?:wave|must_haves):/;

/**
 * What a plan calls a file where it does not spell its path: its name alone, if that is one that nobody gives twice. Of two files
 * that are alike, the name may well be the other one's.
 */
function calledInText(mention: PathMention, ground: Ground): string {
  const name = fileName(mention);
  const dot = name.lastIndexOf('.');
  return ground === 'words' && isDistinctive(name) && dot > 0
    ? name.slice(0, dot)
    : mention.value.replace(/^(?:\.{0,2}\/)+|\/+$/g, '');
}

/** "gateway-core/src/a.ts:12" lies in a folder that the tree has nowhere, and is mostly another project's. */
function startsElsewhere({ shape }: PathMention, { tree }: FileFacts): boolean {
  const path = shape.type === 'path' ? shape.path.replace(/^(?:\.{1,2}\/)+/, '') : '';
  const slash = path.indexOf('/');
  return slash > 0 && tree.endingWith(path.slice(0, slash)).length === 0;
}

/** Whether the tree has one file of this name, in another folder, and the name is one that nobody gives twice. */
function isMoved(mention: PathMention, facts: FileFacts): boolean {
  const name = fileName(mention);
  // The tests of one thing often stand in two folders.
  const elsewhere = facts.tree.endingWith(name);
  const isTest = /[._-](?:test|spec)s?\.|tests?\.\w+$|^test[_-]/i.test(name);
  return (
    isDistinctive(name) &&
    !isTest &&
    !isCompanion(mention, facts) &&
    mention.value.includes('/') &&
    elsewhere.length === 1 &&
    // A document that is done moves from `active/` to `completed/`.
    statusOfFolders(elsewhere[0] ?? '') === statusOfFolders(mention.value)
  );
}

/** `notes/2026-04-30-retry-budget.md` in the plan `plans/2026-04-30-retry-budget.md` comes with it: its design, notes on its work. */
function isCompanion(mention: PathMention, { plan }: FileFacts): boolean {
  const name = fileName(mention);
  return isDistinctive(name) && nameOf(plan) === name;
}

function fileName({ shape }: PathMention): string {
  const path = shape.type === 'path' && !shape.isDirectory ? shape.path : '';
  return nameOf(path);
}

/** Whether a name has several words, besides those that make it a test: nobody gives it twice. */
function isDistinctive(name: string): boolean {
  const own = name.replace(/^test_|(?:[._-](?:test|spec))(?=\.)/g, '');
  return name.length >= 12 && /[a-z][A-Z]|[A-Za-z0-9][-_][A-Za-z0-9]/.test(own);
}

function closestOf({ shape, isFirm }: PathMention, facts: FileFacts): CloseMatch | undefined {
  const slip = facts.paths
    .map((path) => facts.tree.closest(path))
    .find((match) => match?.isSlip === true && (match.isOtherEnding !== true || facts.inKnownLanguage()));
  const name = shape.type === 'path' && isFirm && !shape.path.includes('/') ? shape.path : undefined;
  const named = name === undefined || slip !== undefined ? undefined : facts.tree.closestName(name);
  return (
    slip ?? (named === undefined ? facts.tree.closest(facts.paths[0] ?? '') : { path: named, isSlip: true })
  );
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
