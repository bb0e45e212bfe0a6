import type { FrontMatterValue } from '../text/frontMatter.ts';
import type { Check, CheckContext } from './check.ts';
import type { StatedIntent } from './intent.ts';
import { frontMatterMention, mentionAt, nearIntent, type Mention } from './mention.ts';
import { checkRefs, namesAt, type RefsAnswer } from './refNames.ts';
import { isQuoted, type Segment } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';
import type { CommandWord, ShellCommand } from './shellCommands.ts';
import { isTagName } from './tagExists.ts';

/** The branches a plan starts from, merges into or speaks of are in the repository. */
export const branchExists: Check = {
  id: 'branch-exists',
  title: 'Branches that the plan relies on exist',
  tags: ['factuality', 'git'],
  severity: 'major',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: (context) =>
    checkRefs(context, {
      what: 'branch',
      mentions: (commands) => [...inFrontMatter(context), ...inText(context), ...inCommands(commands)],
      madeBy: madeBranches,
      names: branchNames,
      gap: gapOf,
    }),
};

const expected: StatedIntent = { intent: 'exists', isFirm: true };
const open: StatedIntent = { intent: 'exists', isFirm: false };
const created: StatedIntent = { intent: 'creates', isFirm: true };
const external: StatedIntent = { intent: 'external', isFirm: true };

const othersKeys = /^(?:base|target|parent|upstream|default|main)[_-]?branch$/i;
/** The keys of front matter under which a plan names the branch that its work is done on. */
export const ownBranchKeys = /^(?:(?:git|feature|work(?:ing)?|topic|source)[_-]?)?branch(?:[_-]?name)?$/i;

/**
 * The branch a plan is carried out on is made by whoever carries it out, and goes away once it is merged: seed 002's
 * own `branch:` is one. So only the branches it starts from must be there.
 */
function inFrontMatter({ document }: CheckContext): Mention[] {
  const entries = document.frontMatter?.values ?? [];
  const isBegun = entries.some(
    ({ key, value }) =>
      key === 'status' && !/^(?:plan|draft|propos|new|todo|pending|ready|open)/i.test(value),
  );
  const statedOf = ({ key }: FrontMatterValue): StatedIntent | undefined =>
    othersKeys.test(key) ? expected : ownBranchKeys.test(key) ? (isBegun ? open : created) : undefined;
  return entries.flatMap((entry) => {
    const stated = statedOf(entry);
    return stated === undefined || !isRefName(entry.value) || /^(?:none|null|tbd|n\/a)$/i.test(entry.value)
      ? []
      : [frontMatterMention(entry, { value: entry.value }, stated)];
  });
}

const announced = /\bbranch(?:es)?\b(?:\s+(?:named|called))?\*{0,2}\s*[:=]?/gi;

const branchSign = sign('branch');

function inText(context: CheckContext): Mention[] {
  return segmentsWith(context, branchSign).flatMap((segment) => [
    ...behindWord(segment),
    ...beforeWord(segment),
  ]);
}

/** "Branch `x`", "branches `x` and `y`" */
function behindWord(segment: Segment): Mention[] {
  const mentions: Mention[] = [];
  const { text } = segment.content;
  for (const match of segment.words.matchAll(announced)) {
    for (const name of namesAt(text, match.index + match[0].length)) {
      const isNamed = name.isMarked ? isTelling(name.value) : isBareBranch(name.value);
      if (isRefName(name.value) && isNamed && !isQuoted(segment.words, match.index)) {
        const end = name.start + name.value.length;
        const label = text.slice(Math.max(0, match.index - 20), match.index) + match[0];
        const stated = isOwnLabel.test(label)
          ? created
          : statedAt(segment, { start: match.index, end, name: name.start });
        mentions.push(mentionAt(segment, name, stated));
      }
    }
  }
  return mentions;
}

/** "**Feature branch**: `x`", "Branch: x": the plan's own. */
const isOwnLabel =
  /(?:^|[\n*|])\s*(?:(?:git|feature|work(?:ing)?|topic|pr)\s+)?branch(?: name)?\*{0,2}\s*:$/i;

/** "the `x` branch" */
function beforeWord(segment: Segment): Mention[] {
  return segment.spans.flatMap((span) => {
    if (span.type !== 'code' || !isRefName(span.value) || !isBranchLike.test(span.value)) {
      return [];
    }
    const behind = /^[`*]{1,4}\s+(?:(?:feature|release|remote|local|git)\s+)?branch\b/i.exec(
      segment.words.slice(span.end, span.end + 40),
    );
    if (behind === null || isQuoted(segment.words, span.start)) {
      return [];
    }
    const end = span.end + behind[0].length;
    const stated = statedAt(segment, { start: span.start, end, name: span.start });
    return [mentionAt(segment, span, stated)];
  });
}

const firmBefore =
  /\b(?:based (?:on|off)|rebas\w+ (?:on|onto)|off(?: of)?|from|against|existing|current(?:ly)?|already|target(?:s|ing)?|base|default|merg\w+ (?:\S+ ){0,4}(?:in)?to|liv(?:es?|ing) (?:on|in)|(?:is|are|stays?) (?:on|in)|landed (?:on|in)|deploy\w* from|backport\w* to|pull requests? (?:to|against|into))\W+(?:\w+\W+){0,2}$/i;
const firmBehind =
  /^[`*)\]]*\s+(?:branch\s+)?(?:already |currently |still |now )?(?:is|has|holds|contains|carries|exists|tracks|includes|points)\b/i;
const goneBehind =
  /^[`*)\]]*\s+(?:branch\s+)?(?:was|were|has been|is|got) (?:merged|deleted|removed|squashed|abandoned|closed)\b/i;
const elsewhereBehind =
  /^[`*)\]]*\s+(?:branch\s+)?(?:of|in|on|from)\s+(?:the\s+|an?\s+|their\s+|its\s+)?[\w`./\u{fffc}-]+(?:\s+[\w`./\u{fffc}-]+)?\s+(?:repo|repository|fork|submodule|project)\b/iu;

function statedAt(
  segment: Segment,
  { start, end, name }: { start: number; end: number; name: number },
): StatedIntent {
  const behind = segment.words.slice(end, end + 60);
  if (goneBehind.test(behind) || elsewhereBehind.test(behind)) {
    return external;
  }
  const near = nearIntent(segment, name, end);
  if (near.intent === 'creates' || near.intent === 'example' || near.intent === 'external') {
    return near;
  }
  const before = segment.words.slice(Math.max(0, start - 80), start);
  return firmBefore.test(before) || firmBehind.test(behind) ? { ...near, isFirm: true } : open;
}

/** A commit, HEAD or a path may stand where a branch does. */
function isRefName(name: string): boolean {
  return (
    name.length <= 200 &&
    /^[A-Za-z0-9_][\w./+@#<>{}$*-]*$/.test(name) &&
    !/\.\.|\/\/|\/$|\.$|^HEAD\b|^[0-9a-f]{7,40}$|^(?:origin|upstream)$|\.(?:[a-z]{2,4}|lock)$/.test(name)
  );
}

const isBranchLike =
  /^(?:main|master|develop|development|dev|trunk|staging|stable|production|gh-pages)$|^(?:origin|upstream|feature|features|feat|fix|bugfix|hotfix|release|releases|chore|docs|refactor|test|ci|wip|user|users|dependabot|renovate|support|experiment|spike)\/|\/.*[-\d]|-.*\d|\d.*-/i;

/** "the branch `else`" is one of a condition. */
function isTelling(name: string): boolean {
  return isBranchLike.test(name) || /[-_/]/.test(name);
}

const compound =
  /^(?:up|out|end|state|one|per|point|in|on|off|by|pre|post|re|non|multi|long|short|well|if|and|read|write|opt|self|pull|side|sub|tree|first|second|third|last|new|old|add|and\/or)[-/]/i;

/** Without marks around it, a name is told from a word by its shape: "branch prp-a-tool-deny", but "branch on-demand". */
function isBareBranch(name: string): boolean {
  return (
    !compound.test(name) &&
    (isBranchLike.test(name)
      ? !/^(?:dev|development|staging|stable|production)$/i.test(name)
      : /-.*-/.test(name))
  );
}

function inCommands(commands: readonly ShellCommand[]): Mention[] {
  return commands
    .filter((command) => command.place === 'span')
    .flatMap((command) => {
      const stated = nearIntent(command.segment, command.at.start, command.at.end);
      const made = madeWords(command).map((word) => ({ ...created, value: word.text, start: word.start }));
      const isExample = stated.intent === 'example' || stated.intent === 'external';
      const used = usedWords(command).map((word) => ({
        ...(isExample || stated.intent === 'creates' ? stated : expected),
        value: word.text,
        start: word.start,
      }));
      return [...made, ...used].filter(({ value }) => isRefName(value) && !isTagName(value));
    });
}

const makes: Readonly<Record<string, RegExp>> = {
  checkout: /^(?:-b|-B|--orphan)$/,
  switch: /^(?:-c|-C|--create|--orphan)$/,
  worktree: /^(?:-b|-B)$/,
};

/** The branch that `git checkout -b x`, `git switch -c x` or `git branch x` makes. */
function madeWords({ words: [subcommand, ...rest] }: ShellCommand): CommandWord[] {
  const flag = makes[subcommand?.text ?? ''];
  const at = flag === undefined ? -1 : rest.findIndex((word) => flag.test(word.text));
  if (at !== -1) {
    return rest.slice(at + 1, at + 2);
  }
  return subcommand?.text === 'branch' && rest[0] !== undefined && !rest[0].text.startsWith('-')
    ? rest.slice(0, 1)
    : [];
}

function madeBranches(command: ShellCommand): string[] {
  return madeWords(command).map((word) => word.text);
}

/** The branch that `git checkout x` and `git switch x` go to. With more words behind it, it may as well be a file. */
function usedWords(command: ShellCommand): CommandWord[] {
  const [subcommand, ...rest] = command.words;
  if (!/^(?:checkout|switch)$/.test(subcommand?.text ?? '') || madeWords(command).length > 0) {
    return [];
  }
  const dashes = rest.findIndex((word) => word.text === '--');
  const names = rest
    .slice(0, dashes === -1 ? rest.length : dashes)
    .filter((word) => !word.text.startsWith('-'));
  return names.length === 1 ? names : [];
}

function branchNames(answer: RefsAnswer): ReadonlySet<string> {
  if (!answer.isKnown) {
    return new Set();
  }
  const { branch } = answer.repository;
  return branch === null ? answer.refs.branches : new Set([...answer.refs.branches, branch]);
}

/** Why a branch that is missing here proves nothing. */
function gapOf(answer: RefsAnswer): string | undefined {
  if (!answer.isKnown) {
    return undefined;
  }
  const { refs, repository } = answer;
  return repository.isPartial || refs.lacksBranches || refs.branches.size === 0
    ? 'this clone does not hold every branch'
    : undefined;
}
