import { once } from '../base/once.ts';
import type { Claim } from '../domain/claim.ts';
import type { ObjectKind, RepositoryAnswer } from '../ports/git.ts';
import { sourceOffset } from '../text/content.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { failureFindings } from './failures.ts';
import { noRepository, repositoryOf } from './refNames.ts';
import { isQuoted, type Segment } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';

/** The commits a plan names are in the repository. */
export const commitExists: Check = {
  id: 'commit-exists',
  title: 'Commits that the plan names exist',
  tags: ['factuality', 'git'],
  severity: 'major',
  category: 'factuality',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context) => {
    const mentions = commitMentions(context);
    if (mentions.length === 0) {
      return { claims: [], findings: [] };
    }
    const answer = await repositoryOf(context);
    const real = mentions
      .filter((mention) => !isPlaceholder(mention.value))
      .map((mention) => mention.value.toLowerCase());
    const kinds = answer.available
      ? await context.git.objectKinds(real, context.signal)
      : new Map<string, ObjectKind>();
    const claims = mentions.map((mention) => claimOf(context, mention, { answer, kinds }));
    return { claims, findings: failureFindings(claims, (claim) => claim.value.toLowerCase(), wording) };
  },
};

interface CommitMention {
  readonly value: string;
  readonly start: number;
  /** Whether words say that it is another repository's. */
  readonly isElsewhere: boolean;
}

/** A hash counts as a commit only where words say so: colours, digests and dates look the same. */
const announced =
  /\b(?:commits?|revisions?|sha|reverts?|reverted|reverting|cherry-pick(?:s|ed|ing)?|HEAD(?: is)? at|introduced (?:in|by)|fixed (?:in|by)|merged (?:in|as)|landed (?:in|as)|since|based on|rebased on(?:to)?)\b(?:\s+(?:hash|id|sha|in|at|of|from|commits?|is)){0,4}[\s:=(#]*((?:[`*_"'([]{0,3}[0-9a-f]{7,40}\b[`*_"')\]]{0,3}(?:\s*(?:,|and|or|to|through|\.\.\.?|&)\s*)*)+)/gi;

const signs = sign(
  ...'commit revision sha revert cherry-pick head introduced fixed merged landed since based'.split(' '),
);

const commitKeys =
  /^(?:base[_-]?|head[_-]?|start[_-]?|end[_-]?|executed[_-]?)?(?:commit|sha|revision)(?:[_-]?(?:hash|sha|id))?s?$/i;

function commitMentions(context: CheckContext): CommitMention[] {
  const mentions: CommitMention[] = [];
  for (const entry of context.document.frontMatter?.values ?? []) {
    if (commitKeys.test(entry.key) && /^[0-9a-f]{7,40}$/i.test(entry.value)) {
      mentions.push({ value: entry.value, start: entry.start, isElsewhere: false });
    }
  }
  for (const segment of segmentsWith(context, signs)) {
    const { content, words } = segment;
    const speaksOfOther = once(() => isOfOthers(segment));
    const speaksOfGit = once(() => ofGit.test(content.text));
    for (const match of content.text.matchAll(announced)) {
      if (isQuoted(words, match.index) || isOutput(segment, match.index)) {
        continue;
      }
      const behind = content.text.slice(match.index + match[0].length);
      const isTakenBack = gone.test(behind) || listed.test(behind);
      const hashes = match[1] ?? '';
      const from = match.index + match[0].length - hashes.length;
      for (const hash of hashes.matchAll(/\b[0-9a-f]{7,40}\b/gi)) {
        // "defaced" and "20251013" are hexadecimal too.
        if (/\d/.test(hash[0]) && (/[a-f]/i.test(hash[0]) || hash[0].length === 40)) {
          mentions.push({
            value: hash[0],
            start: sourceOffset(content, from + hash.index),
            isElsewhere:
              isTakenBack ||
              isElsewhere(segment, match.index) ||
              speaksOfOther() ||
              (ofAnything.test(match[0]) && !speaksOfGit()),
          });
        }
      }
    }
  }
  return mentions;
}

/** "the commit series in the parser repo", "acme/parser#12 merged as", and all that stands under "Observed failures (parser repo)". */
const otherRepository =
  /\b(?!(?:this|the|our|same|current|main|git|whole|entire|local|remote|project|source|single|mono|your)\b)[\w-]+ repo(?:sitory|s)?\b|\b(?:upstream|submodule|fork|vendored|reflog|stash(?:ed)?)\b|(?<![\w/])[\w.-]+\/[\w.-]+#\d+/i;

/** "retired in Parser commit", "against Parser lookahead commit", behind words that no sentence begins with. */
const ofNamed =
  /[a-z,] (?!(?:HEAD|CI|PR|WIP|ADR|TDD|Merge|Phase|Task|Step|Wave)\b)[A-Z][\w-]+(?:['’]s)? (?:(?!merge\b|base\b|head\b|first\b|last\b)[a-z]+ )?commit$/;

/** "Parser v1.6.0 (commit 7a8b9c0)" */
const ofVersion = /\b[A-Z]\w+ v?\d+\.\d[\w.]*[`*)]{0,3},?\s?\(?$/;

/** "`lexer` at commit 7a8b9c0", "`lexer` at v0.7 (commit 7a8b9c0)" */
const ofProject =
  /`(?!main`|master`|HEAD`|develop`|[^`]*[/.])[a-z][\w-]*`\s+(?:at|@)\s+(?:v?\d[\w.]*\s+)?\(?$/i;

/** What is taken in from elsewhere is kept at a commit of its own. */
const dependency =
  /\bpin(?:s|ned|ning)?\b|\bsubmodules?\b|\b(?:git|cargo|npm) dependenc|\bdependencies\b|https?:\/\/(?:www\.)?(?:github|gitlab|bitbucket|codeberg)\.\w+\/[\w.-]+\/[\w.-]+/i;

/** Whether the words just in front of a commit say that it is another project's. */
function isElsewhere({ content, words }: Segment, at: number): boolean {
  // "Environment: parser-lab (commit 7a8b9c0)" is that one's, and a branch may be gone.
  const before = words.slice(Math.max(0, at - 80), at);
  const written = content.text.slice(Math.max(0, at - 80), at);
  return (
    /[a-z]\w*-[\w-]+\s*\($|\bbranch\b[^.;]*$/i.test(before) ||
    ofNamed.test(`${before}commit`) ||
    ofVersion.test(written) ||
    ofProject.test(written)
  );
}

/** Whether a paragraph or a heading above it speaks of another repository, or of what is taken in from one. */
function isOfOthers({ content, headings }: Segment): boolean {
  return (
    dependency.test(content.text) || [content.text, ...headings].some((text) => otherRepository.test(text))
  );
}

/** "`parser` (commit 7a8b9c0, in `build.zig.zon`)" is that of a dependency. */
const listed =
  /^[`*)\]]{0,3},?\s*(?:as\s+)?(?:in|from|by|of)\s+`?[\w./-]{0,80}\.(?:zon|json|toml|lock|mod|sum|ya?ml|txt|gradle|nix)\b/i;
/** "commit 7a8b9c0, which exists nowhere" */
const gone =
  /^[`*)\]]{0,3},?\s*(?:\([^)]{0,60}\)\s*)?(?:(?:that|which|it|and)\s+)?(?:exists? nowhere|does(?: not|n['’]t) exist|(?:is|was|are|were)\s+(?:gone|unreachable|squashed|rebased|dropped|not (?:there|in))|no longer)\b/i;

/** Data sets, models and images have revisions and digests too: a hash that is called so counts where the paragraph speaks of git. */
const ofAnything = /^(?:revisions?|sha)\b/i;
const ofGit = /\b(?:commits?|git|branch(?:es)?|HEAD)\b/i;

/** Whether a place stands in code marks, and in no command of git's: "commit 7a8b9c0" is what a program prints there. */
function isOutput({ content, words }: Segment, at: number): boolean {
  return (
    words.startsWith('\u{fffc}', at) &&
    !/`\s*(?:\$\s*)?git\s[^`]*$/.test(content.text.slice(Math.max(0, at - 80), at))
  );
}

const placeholder =
  /^(?:(.)\1+|0?1234567\w*|ab12\w*|abc1234\w*|abcd?123\w*|abcdef[01]\w*|a1b2c3d\w*|deadbeef\w*|cafebabe\w*|f00ba[rz]\w*|badc0de\w*)$/i;

function isPlaceholder(hash: string): boolean {
  return placeholder.test(hash);
}

function claimOf(
  { document }: CheckContext,
  mention: CommitMention,
  facts: { answer: RepositoryAnswer; kinds: ReadonlyMap<string, ObjectKind> },
): Claim {
  const range = rangeOf(document.lines, mention.start, mention.start + mention.value.length);
  const claim = { kind: 'commit', value: mention.value, intent: 'exists', range, cached: false } as const;
  if (isPlaceholder(mention.value)) {
    return { ...claim, intent: 'example', verdict: 'unverifiable', detail: 'a placeholder' };
  }
  if (!facts.answer.available) {
    return { ...claim, verdict: 'unverifiable', detail: noRepository[facts.answer.reason] };
  }
  switch (facts.kinds.get(mention.value.toLowerCase())) {
    case 'commit':
      return { ...claim, verdict: 'pass', detail: 'exists' };
    case 'other':
      return { ...claim, verdict: 'fail', detail: 'names an object that is no commit' };
    case 'ambiguous':
      return { ...claim, verdict: 'unverifiable', detail: 'several objects begin with these digits' };
    case undefined:
      return { ...claim, verdict: 'unverifiable', detail: 'git gave no answer' };
    case 'missing':
      if (facts.answer.repository.isPartial) {
        return { ...claim, verdict: 'unverifiable', detail: 'this clone does not hold the whole history' };
      }
      return mention.isElsewhere
        ? { ...claim, intent: 'external', verdict: 'unverifiable', detail: 'of another repository or branch' }
        : { ...claim, verdict: 'fail', detail: 'no such commit' };
  }
}

function wording(claim: Claim): Omit<CheckFindingText, 'range'> {
  return {
    title: `No such commit: ${claim.value}`,
    observation: `The plan names commit \`${claim.value}\`, and the repository has ${claim.detail === 'no such commit' ? 'none by that name' : 'something else by that name'}.`,
    concern: 'What the plan builds on or returns to cannot be found, so neither can be relied on.',
    recommendation:
      'Give the full hash of the commit that is meant (`git log --oneline`), or take the reference out.',
  };
}
