import type { PlacedState, Severity, VerdictValue } from '../../core/index.ts';
import type { KnownApproval } from '../approvals.ts';
import { countFindings } from '../counts.ts';
import { standingOf } from '../standing.ts';
import type { FindingNode, GroupNode, PlanNode, RoundNode } from './nodes.ts';

/** How an entry of the tree looks. All texts are plain: they may quote a plan. */
export interface NodeText {
  readonly label: string;
  readonly description: string;
  /** A codicon and the theme's color for it. */
  readonly icon: { readonly id: string; readonly color?: string };
  readonly tooltip: readonly string[];
}

const grey = 'disabledForeground';

/** The icon of each verdict, told by its shape as well as by its colour. */
export const verdictIcons: Readonly<Record<VerdictValue, NodeText['icon']>> = {
  GO: { id: 'pass', color: 'testing.iconPassed' },
  'CONDITIONAL GO': { id: 'warning', color: 'problemsWarningIcon.foreground' },
  'NO-GO': { id: 'error', color: 'problemsErrorIcon.foreground' },
};

const severityIcons: Readonly<Record<Severity, NodeText['icon']>> = {
  critical: { id: 'error', color: 'problemsErrorIcon.foreground' },
  major: { id: 'warning', color: 'problemsWarningIcon.foreground' },
  minor: { id: 'info', color: 'problemsInfoIcon.foreground' },
  suggestion: { id: 'lightbulb', color: 'editorLightBulb.foreground' },
};

const groupNames: Readonly<Record<GroupNode['group'], string>> = {
  critical: 'Critical',
  major: 'Major',
  minor: 'Minor',
  suggestion: 'Suggestions',
  settled: 'Settled',
};

const settledIcons: Readonly<Partial<Record<PlacedState['status'], string>>> = {
  resolved: 'pass',
  withdrawn: 'circle-slash',
  acknowledged: 'check',
};

/** A plan: its verdict, its round, what is open, and whether all that still holds. */
export function planText(
  { label, summary }: PlanNode,
  {
    approval,
    stale,
    isRunning,
  }: {
    readonly approval: KnownApproval | undefined;
    /** Why the verdict is not about the plan as it is, as far as this window knows. */
    readonly stale: string | undefined;
    readonly isRunning: boolean;
  },
): NodeText {
  const { plan, rounds, verdict: latest, open, isRecorded, problems } = summary;
  const names = plan === undefined ? [] : [plan.title, plan.path];
  if (latest === undefined) {
    const icon = { id: isRunning ? 'loading~spin' : 'question' };
    return { label, description: 'no round can be used', icon, tooltip: [...names, ...problems] };
  }
  const standing = standingOf({ latest, isRecorded, stale }, approval);
  const { verdict, reasons, signedBy, remarks } = standing;
  const isStale = reasons.length > 0;
  const round = rounds.at(-1)?.number ?? 0;
  const count = open.critical + open.major + open.minor + open.suggestion;
  const description = [
    isStale ? `${verdict} (stale)` : verdict,
    `round ${round}`,
    ...(count === 0 ? [] : [`${count} open`]),
    ...(signedBy === undefined ? [] : [`signed by ${signedBy}`]),
    ...(problems.length === 0 ? [] : ['damaged']),
  ].join(' · ');
  // A stale verdict shows no verdict's icon: where there is little room, the icon is all that is read.
  const settled = isStale
    ? { id: 'history', color: 'problemsWarningIcon.foreground' }
    : verdictIcons[verdict];
  const icon = isRunning ? { id: 'loading~spin' } : settled;
  const tooltip = [
    ...names,
    description,
    ...reasons.map((reason) => `Stale: ${reason}`),
    ...remarks,
    ...problems,
  ];
  return { label, description, icon, tooltip };
}

/** A group of findings. */
export function groupText({ group, findings }: GroupNode): NodeText {
  const icon = group === 'settled' ? { id: 'pass', color: grey } : severityIcons[group];
  return { label: groupNames[group], description: String(findings.length), icon, tooltip: [] };
}

/** A round: its verdict, its day, what it raised, and what it settled of earlier rounds. */
export function roundText({ round }: RoundNode): NodeText {
  const { number, verdict, completedAt, resolutions = [] } = round.round;
  const raised = round.findings.filter(({ finding }) => finding.round === number);
  const resolved = resolutions.filter(({ status }) => status === 'resolved').length;
  const isQuiet = raised.length === 0 && resolutions.length > 0;
  const found = [
    isQuiet ? 'nothing new' : countFindings(raised.map(({ finding }) => finding)),
    ...(resolutions.length === 0 ? [] : [`${resolved} of ${resolutions.length} resolved`]),
  ].join(' · ');
  return {
    label: `Round ${number}`,
    description: [verdict.value, completedAt.slice(0, 10), found].join(' · '),
    icon: verdictIcons[verdict.value],
    tooltip: [
      `${verdict.value} on ${completedAt.slice(0, 16).replace('T', ' ')} UTC`,
      ...verdict.reasons.map(({ text }) => text),
    ],
  };
}

/** A finding: what became of it, and where its words are. */
export function findingText({ state }: FindingNode): NodeText & { readonly isSettled: boolean } {
  const { finding, place, status, isOpen, resolution } = state;
  const where = place.state === 'lost' ? 'lost' : `line ${place.range.start.line}`;
  const words = status.replace('-', ' ');
  return {
    label: `${finding.id} ${finding.title.replaceAll(/\s+/g, ' ')}`,
    description: [...(status === 'open' ? [] : [words]), where].join(' · '),
    icon: isOpen ? severityIcons[finding.severity] : { id: settledIcons[status] ?? 'pass', color: grey },
    isSettled: !isOpen,
    tooltip: [
      `${finding.id}, ${finding.severity}, ${finding.category}, by ${finding.reviewers.join(', ')}`,
      finding.title,
      finding.concern,
      finding.recommendation,
      ...(place.state === 'lost' ? ['The words that it is about are no longer in the plan.'] : []),
      ...(resolution === undefined || resolution.notes === '' ? [] : [`${words}: ${resolution.notes}`]),
    ],
  };
}
