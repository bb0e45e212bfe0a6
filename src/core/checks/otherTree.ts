import type { Claim } from '../domain/claim.ts';
import type { TreePath } from '../ports/files.ts';
import type { CheckFindingText } from './check.ts';
import type { Ground } from './missingFile.ts';
import type { Judgement } from './mention.ts';
import type { PathFacts } from './pathFacts.ts';
import type { PathMention } from './pathMention.ts';

/** A path, where it may lie, and what became of it. */
export interface Judged {
  readonly mention: PathMention;
  readonly paths: readonly TreePath[];
  readonly judgement: Judgement;
  /** Whether it is nowhere, and neither the plan nor the tree tells why. */
  readonly isUnexplained: boolean;
  /** What a failure rests on. */
  readonly ground?: Ground;
}

/** A plan that speaks of another tree than this one, with counts of different paths. */
export interface AnotherTree {
  /** What would fail if the plan spoke of this tree. */
  readonly doubted: ReadonlySet<Judged | undefined>;
  /** Of the paths that the plan names and does not create, how many are not there. */
  readonly missing: number;
  /** How many such paths there are. */
  readonly named: number;
}

/**
 * So many different paths fail at least in a plan that speaks of another tree. Three are still what gets into a short plan, and
 * better told one by one; what was measured with three and with four is told in docs/decisions, "What real plans showed".
 */
const fewestDoubted = 4;

/** So large a share at least of what the plan names, and does not create, is missing: where most is there, this tree is the one. */
const leastMissing = 1 / 2;

/**
 * A plan that brings another project's code here, or tells of another branch or a state long past, names little that is in this
 * tree, and a single path that is missing proves nothing. What is all but the name of something here is another matter: it is
 * counted as missing, and still fails.
 */
export function speaksOfAnotherTree(
  judged: readonly Judged[],
  { isCreated }: Pick<PathFacts, 'isCreated'>,
): AnotherTree | undefined {
  const doubted = judged.filter(
    ({ judgement }) => judgement.verdict === 'fail' && judgement.suggestion === undefined,
  );
  const missing = values(judged.filter(({ isUnexplained }) => isUnexplained)).size;
  const there = presentIn(judged, isCreated).size;
  const named = missing + there;
  return values(doubted).size >= fewestDoubted && missing >= named * leastMissing
    ? { doubted: new Set(doubted), missing, named }
    : undefined;
}

/** The different paths that a plan names, does not create, and that are there. */
export function presentIn(judged: readonly Judged[], isCreated: PathFacts['isCreated']): ReadonlySet<string> {
  return values(
    judged.filter(
      ({ judgement, paths }) =>
        judgement.verdict === 'pass' && judgement.intent !== 'creates' && !paths.some(isCreated),
    ),
  );
}

/** Different paths, as the plan spells them. */
export function values(judged: readonly Judged[]): Set<string> {
  return new Set(judged.map(({ mention }) => mention.value));
}

/** What is left to say of one doubted path. */
export function inAnotherTree({ intent }: Judgement, { missing }: AnotherTree): Judgement {
  return {
    intent,
    verdict: 'unverifiable',
    absent: true,
    detail: `one of ${missing} paths that are not here: the plan may be about another project or state`,
  };
}

/** What the whole plan is told instead, at the first of the doubted claims. */
export function anotherTreeFinding(
  doubted: readonly Claim[],
  { missing, named }: AnotherTree,
): CheckFindingText[] {
  const [first, ...others] = doubted;
  if (first === undefined) {
    return [];
  }
  const examples = [...new Set(doubted.map(({ value }) => `\`${value}\``))].slice(0, 3).join(', ');
  return [
    {
      title: `${missing} of ${named} files that the plan names are not here`,
      observation: `The plan names ${named} files and folders that it does not create. ${missing} of them are not in this project, among them ${examples}.`,
      concern:
        'So many are no slips: the plan is about another project, another branch or a past state, and nobody can tell which of its paths hold here.',
      recommendation:
        'Say which repository or branch the paths belong to, or mark the plan as archived. If it is about this project as it is, correct the paths.',
      range: first.range,
      related: others.map(({ range }) => range),
    },
  ];
}
