import type { PlacedState, ReviewSummary, ReviewView, RoundView, Severity } from '../../core/index.ts';

/** A folder of a workspace of several. */
export interface FolderNode {
  readonly kind: 'folder';
  /** The folder's address, a URI as text. */
  readonly folder: string;
  readonly name: string;
}

/** A reviewed plan. The commands on plans take every node with a `plan`. */
export interface PlanNode {
  readonly kind: 'plan';
  /** The plan's address, a URI as text. */
  readonly plan: string;
  /** What to call it: the file's name, with its folders where another plan has the same name. */
  readonly label: string;
  readonly summary: ReviewSummary;
}

/** Findings of one severity that are open, or all that are settled. */
export interface GroupNode {
  readonly kind: 'group';
  readonly plan: string;
  readonly group: Severity | 'settled';
  readonly findings: readonly PlacedState[];
}

/** A round. */
export interface RoundNode {
  readonly kind: 'round';
  readonly plan: string;
  readonly round: RoundView;
  /** What the round raised, found again or decided, in the state in which the latest round left it. */
  readonly findings: readonly PlacedState[];
}

/** A finding. */
export interface FindingNode {
  readonly kind: 'finding';
  readonly plan: string;
  /** Where in the tree it stands: a finding stands in a group and in rounds. */
  readonly below: string;
  readonly state: PlacedState;
}

/** Something that cannot be shown, and why. */
export interface ProblemNode {
  readonly kind: 'problem';
  /** Where in the tree it stands. */
  readonly below: string;
  /** What to call it. */
  readonly label: string;
  readonly problem: string;
}

export type TreeNode = FolderNode | PlanNode | GroupNode | RoundNode | FindingNode | ProblemNode;

const groups: readonly Severity[] = ['critical', 'major', 'minor', 'suggestion'];

/** The nodes of a folder's reviews; `address` makes a plan's address from its path below the folder. */
export function planNodes(
  reviews: readonly ReviewSummary[],
  folder: string,
  address: (path: string) => string,
): readonly (PlanNode | ProblemNode)[] {
  const names = reviews.flatMap(({ plan }) => (plan === undefined ? [] : [fileName(plan.path)]));
  return reviews.flatMap((summary): readonly (PlanNode | ProblemNode)[] => {
    const { plan, problems } = summary;
    const label = fileName(summary.folder);
    if (plan === undefined) {
      return problems.map((problem) => ({ kind: 'problem', below: folder, label, problem }));
    }
    const name = fileName(plan.path);
    const isAlone = names.filter((other) => other === name).length === 1;
    return [{ kind: 'plan', plan: address(plan.path), label: isAlone ? name : plan.path, summary }];
  });
}

/** How many findings are open that forbid a verdict or set conditions to it. */
export function countBlocking(reviews: readonly ReviewSummary[]): number {
  return reviews.reduce((sum, { open }) => sum + open.critical + open.major, 0);
}

/**
 * What stands below a plan: what is wrong, what is open, worst first, what is settled, and the rounds, latest first.
 * `view` is undefined where the review is gone. `isOpenOnly` leaves out what is settled.
 */
export function planChildren(
  { plan, summary }: PlanNode,
  view: ReviewView | undefined,
  isOpenOnly: boolean,
): readonly TreeNode[] {
  const states = view?.findings ?? [];
  const problems = summary.problems.map((problem): ProblemNode => ({
    kind: 'problem',
    below: plan,
    label: 'Cannot be used',
    problem,
  }));
  const open = groups.map((group) => ({
    group,
    findings: states.filter(({ isOpen, finding }) => isOpen && finding.severity === group),
  }));
  const settled = {
    group: 'settled' as const,
    findings: isOpenOnly ? [] : states.filter(({ isOpen }) => !isOpen),
  };
  const rounds = (view?.rounds ?? []).toReversed().map((round): RoundNode => {
    const listed = new Set([
      ...round.findings.map(({ finding }) => finding.id),
      ...(round.round.resolutions ?? []).map(({ finding }) => finding),
    ]);
    const findings = states.filter(
      ({ isOpen, finding }) => listed.has(finding.id) && (isOpen || !isOpenOnly),
    );
    return { kind: 'round', plan, round, findings };
  });
  return [
    ...problems,
    ...[...open, settled]
      .filter(({ findings }) => findings.length > 0)
      .map((group): GroupNode => ({ kind: 'group', plan, ...group })),
    ...rounds,
  ];
}

/** The findings of a group or round: open ones first, then by severity, then by number. */
export function findingNodes(node: GroupNode | RoundNode): readonly FindingNode[] {
  const below = nodeId(node);
  return node.findings
    .map((state): FindingNode => ({ kind: 'finding', plan: node.plan, below, state }))
    .toSorted((a, b) => rank(a.state) - rank(b.state));
}

function rank({ isOpen, finding }: PlacedState): number {
  return (isOpen ? 0 : groups.length) + groups.indexOf(finding.severity);
}

/** What a node is known by from one look at the tree to the next. */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case 'folder':
      return `folder ${node.folder}`;
    case 'plan':
      return `plan ${node.plan}`;
    case 'group':
      return `group ${node.group} ${node.plan}`;
    case 'round':
      return `round ${node.round.round.number} ${node.plan}`;
    case 'finding':
      return `${node.state.finding.id} in ${node.below}`;
    case 'problem':
      return `problem ${node.below} ${node.label} ${node.problem}`;
  }
}

/** The last part of a path. */
function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
