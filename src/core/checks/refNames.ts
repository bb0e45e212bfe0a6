import type { Claim } from '../domain/claim.ts';
import type { NoRepository, Refs, Repository } from '../ports/git.ts';
import type { CheckContext, CheckFindingText, CheckOutcome } from './check.ts';
import { closestName } from './closestName.ts';
import { failureFindings } from './failures.ts';
import { claimOf, replacementFixes, type Judgement, type Mention } from './mention.ts';
import { oncePerRun } from './oncePerRun.ts';
import { shellCommands, type ShellCommand } from './shellCommands.ts';

/** The repository's branches and tags, or why they are not known. */
export type RefsAnswer =
  | { readonly isKnown: true; readonly refs: Refs; readonly repository: Repository }
  | { readonly isKnown: false; readonly detail: string };

/** Why nothing can be said of commits and names, by what there is no repository for. */
export const noRepository: Readonly<Record<NoRepository, string>> = {
  'not-a-repository': 'there is no git repository to look in',
  'git-not-found': 'git is not installed',
  'not-trusted': 'git is not asked in an untrusted workspace',
};

/** Asks for the repository once, for all checks of a run. */
export const repositoryOf = oncePerRun(({ git, signal }: CheckContext) => git.repository(signal));

/** Asks for branches and tags once, for all checks of a run. */
export const repositoryRefs = oncePerRun(async (context: CheckContext): Promise<RefsAnswer> => {
  const [answer, refs] = await Promise.all([repositoryOf(context), context.git.refs(context.signal)]);
  if (!answer.available) {
    return { isKnown: false, detail: noRepository[answer.reason] };
  }
  return refs === undefined
    ? { isKnown: false, detail: 'git gave no answer' }
    : { isKnown: true, refs, repository: answer.repository };
});

/** A name in running text, and whether it is set as code. */
export interface NamedWord {
  readonly value: string;
  readonly start: number;
  readonly isMarked: boolean;
}

const named = /[\s*]*(?:`([^`\s]+)`|([\w][^\s`"'“”,;:()|]*))/y;
const another = /[\s*]*(?:,|and|or|\/|&)[\s*]*(?=`)/y;

/** The name that stands at an offset of a text, and those listed behind it: "`a`, `b` and `c`". */
export function namesAt(text: string, at: number): NamedWord[] {
  const names: NamedWord[] = [];
  let next: number | undefined = at;
  while (next !== undefined) {
    named.lastIndex = next;
    const match = named.exec(text);
    const value = match?.[1] ?? match?.[2]?.replace(/[.*!?]+$/, '');
    if (match === null || value === undefined || value === '') {
      break;
    }
    const end: number = next + match[0].length;
    const isMarked = match[1] !== undefined;
    names.push({ value, start: end - (match[1] ?? match[2] ?? '').length - (isMarked ? 1 : 0), isMarked });
    another.lastIndex = end;
    next = another.test(text) ? another.lastIndex : undefined;
  }
  return names;
}

/** What nobody calls a branch or a tag, but writes in its place: `<name>`, `feature/xyz`, `v1.x`, `my-branch`. */
export function isPlaceholderRef(name: string): boolean {
  return (
    /[<>{}$[\]…%]|\.\.\.|(?:^|[-/_])(?:x{2,}|xyz|foo|bar|baz|your|my|name|some|example|yyyy|nnn+|x\.y|ticket|jira-\d|issue-\d+-desc\w*|branch-?name|tag-?name)(?:[-/_.]|$)/i.test(
      name,
    ) || /\d\.[xXyY](?:\.|$)|^v?[xX]\.[yY]/.test(name)
  );
}

/** Whether a name, in which `*` stands for anything, is among `names`. */
export function hasRef(names: ReadonlySet<string>, name: string): boolean {
  if (names.has(name)) {
    return true;
  }
  return name.includes('*') && [...names].some((candidate) => fits(candidate, name));
}

function fits(candidate: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!candidate.startsWith(first) || !candidate.endsWith(last)) {
    return false;
  }
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = candidate.indexOf(part, at);
    if (found === -1) {
      return false;
    }
    at = found + part.length;
  }
  return at <= candidate.length - last.length;
}

/** What the verdict on a branch or a tag rests on. */
export interface RefFacts {
  readonly answer: RefsAnswer;
  readonly names: ReadonlySet<string>;
  /** The names that the plan makes, wherever it says so; a `*` in them stands for anything. */
  readonly created: ReadonlySet<string>;
  /** Why a name that is missing here may exist elsewhere; undefined where the clone has everything. */
  readonly gap: string | undefined;
  readonly what: 'branch' | 'tag';
}

/** What is particular to branches, or to tags. */
export interface RefCheck {
  readonly what: 'branch' | 'tag';
  /** The names of this kind that the plan mentions, those in its git commands included. */
  readonly mentions: (commands: readonly ShellCommand[]) => readonly Mention[];
  /** The names that a git command makes. */
  readonly madeBy: (command: ShellCommand) => readonly string[];
  readonly names: (answer: RefsAnswer) => ReadonlySet<string>;
  /** Why a name that is missing here proves nothing. */
  readonly gap: (answer: RefsAnswer) => string | undefined;
}

/** Judges the branches or tags that a plan mentions. Asks git only where there are any. */
export async function checkRefs(context: CheckContext, check: RefCheck): Promise<CheckOutcome> {
  const { what } = check;
  const commands = (await shellCommands(context)).filter((command) => command.program === 'git');
  const mentions = check.mentions(commands);
  if (mentions.length === 0) {
    return { claims: [], findings: [] };
  }
  const answer = await repositoryRefs(context);
  const facts: RefFacts = {
    answer,
    names: check.names(answer),
    created: createdRefs(mentions, commands, check.madeBy),
    gap: check.gap(answer),
    what,
  };
  const claims = mentions.map((mention) =>
    claimOf(context.document, what, mention, judgeRef(mention, facts)),
  );
  const wording = (claim: Claim): Omit<CheckFindingText, 'range'> => refWording({ ...claim, kind: what });
  return { claims, findings: failureFindings(claims, (claim) => claim.value, wording) };
}

/** The verdict on a branch or a tag that the plan names. */
export function judgeRef(mention: Mention, facts: RefFacts): Judgement {
  const { intent, value } = mention;
  if (isPlaceholderRef(value)) {
    return { intent: 'example', verdict: 'unverifiable', detail: 'a placeholder' };
  }
  if (!facts.answer.isKnown) {
    return { intent, verdict: 'unverifiable', detail: facts.answer.detail };
  }
  if (hasRef(facts.names, value)) {
    return { intent, verdict: 'pass', detail: 'exists' };
  }
  if (intent === 'example' || intent === 'external') {
    const detail = intent === 'example' ? 'an example' : 'not part of this repository now';
    return { intent, verdict: 'unverifiable', detail };
  }
  if (intent === 'creates') {
    return { intent, verdict: 'pass', detail: 'to be created' };
  }
  if (hasRef(facts.created, value) || [...facts.created].some((made) => fits(value, made))) {
    return { intent, verdict: 'pass', detail: 'created by this plan' };
  }
  return facts.gap === undefined
    ? judgeMissing(mention, facts)
    : { intent, verdict: 'unverifiable', detail: facts.gap };
}

function judgeMissing({ intent, value, isFirm }: Mention, { names, what }: RefFacts): Judgement {
  const closest = value.includes('*') ? undefined : closestName(value, names);
  const suggestion = closest === undefined ? {} : { suggestion: closest.name };
  if (isFirm || closest?.isSlip === true) {
    return { intent, verdict: 'fail', detail: `no such ${what}`, ...suggestion };
  }
  return {
    intent,
    verdict: 'unverifiable',
    detail: 'is not here, and the plan does not say whether it should be',
    ...suggestion,
  };
}

/**
 * The names that a plan makes: those it says it creates, and those its commands make. A name with a variable part
 * (`checkpoint-$(date +%s)`) stands for all that begin alike.
 */
export function createdRefs(
  mentions: readonly Mention[],
  commands: readonly ShellCommand[],
  madeBy: (command: ShellCommand) => readonly string[],
): ReadonlySet<string> {
  const said = mentions.filter((mention) => mention.intent === 'creates').map((mention) => mention.value);
  return new Set(
    [...said, ...commands.flatMap(madeBy)].flatMap((name) => {
      const fixed = name.replace(/[$<{].*$/, '');
      return fixed.length === name.length ? [name] : fixed.length >= 3 ? [`${fixed}*`] : [];
    }),
  );
}

/** How a branch or a tag that is not there is reported. */
export function refWording(claim: Claim & { kind: 'branch' | 'tag' }): Omit<CheckFindingText, 'range'> {
  const list = claim.kind === 'branch' ? 'git branch --all' : 'git tag --list';
  const closest =
    claim.suggestion === undefined
      ? ''
      : `Name \`${claim.suggestion}\` if that is what is meant. Otherwise name `;
  return {
    title: `No such ${claim.kind}: ${claim.value}`,
    observation: `The plan names the ${claim.kind} \`${claim.value}\`, and the repository has none of this name.`,
    concern: 'What the plan starts from or returns to cannot be found, so neither can be relied on.',
    recommendation: `${closest === '' ? 'Name ' : closest}a ${claim.kind} that is there (\`${list}\`), or say that the plan creates it.`,
    ...replacementFixes(claim),
  };
}
