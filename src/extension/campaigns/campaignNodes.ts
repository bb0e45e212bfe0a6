import type { Campaign, CampaignStatus, JointCampaign, Severity, VerdictValue } from '../../core/index.ts';
import { statusNames, type CampaignFilter } from './campaignFilter.ts';

/** A campaign in the list: of one plan, or over several. */
export interface CampaignNode {
  readonly kind: 'campaign' | 'joint';
  /** The workspace folder's address, a URI as text. */
  readonly folder: string;
  readonly id: string;
  readonly name: string;
  readonly status: CampaignStatus;
  /** Of one over several plans, the worst that one of them has. */
  readonly verdict: VerdictValue | null;
  /** When it ended, or else began; null where nothing says. */
  readonly at: string | null;
  readonly open: number;
  /** Paths, relative to the workspace folder. */
  readonly plans: readonly string[];
  readonly reviewers: readonly string[];
  readonly problem: string | null;
  readonly isArchived: boolean;
  /** The plan's address, of a campaign of one plan; the commands on plans take it. */
  readonly plan?: string;
}

/** What stands in the list beside campaigns. */
export type CampaignsNode =
  | CampaignNode
  /** Some are not shown yet. */
  | { readonly kind: 'more'; readonly left: number }
  /** Something that cannot be listed, and why. */
  | { readonly kind: 'problem'; readonly label: string; readonly problem: string };

/** A campaign of one plan; `address` is the plan's. */
export function planCampaign(campaign: Campaign, folder: string, address: string): CampaignNode {
  const { id, name, status, verdict, startedAt, completedAt, open, plan, reviewers, problem } = campaign;
  return {
    kind: 'campaign',
    folder,
    id,
    name,
    status,
    verdict,
    at: completedAt ?? startedAt,
    open: sumOf(open),
    plans: [plan],
    reviewers,
    problem,
    isArchived: campaign.archivedAt !== null,
    plan: address,
  };
}

/** A campaign over several plans. */
export function jointCampaign(
  campaign: JointCampaign,
  folder: string,
  archivedAt: string | null,
): CampaignNode {
  const { id, name, status, startedAt, completedAt, plans, panel } = campaign;
  const verdicts = plans.flatMap(({ verdict }) => verdict ?? []);
  return {
    kind: 'joint',
    folder,
    id,
    name,
    status,
    verdict: worstOf(verdicts),
    at: completedAt ?? startedAt,
    open: plans.reduce((sum, { open }) => sum + (open === null ? 0 : sumOf(open)), 0),
    plans: plans.map(({ path }) => path),
    reviewers: Array.isArray(panel?.reviewers) ? panel.reviewers : [],
    problem: null,
    isArchived: archivedAt !== null,
  };
}

/** Whether a campaign over several plans is among those that are shown; those of one plan are asked for by the filter. */
export function passes(node: CampaignNode, { status, verdict, reviewer, content }: CampaignFilter): boolean {
  const place = content?.replace(/\/+$/, '');
  return (
    (status === undefined || node.status === status) &&
    (verdict === undefined || node.verdict === verdict) &&
    (reviewer === undefined || reviewer === 'checks' || node.reviewers.includes(reviewer)) &&
    (place === undefined ||
      place === '.' ||
      node.plans.some((path) => path === place || path.startsWith(`${place}/`)))
  );
}

/** The latest first; those without a date last. */
export function byDate(nodes: readonly CampaignNode[]): readonly CampaignNode[] {
  return nodes.toSorted((a, b) => compare(b.at ?? '', a.at ?? '') || compare(a.id, b.id));
}

/** What an entry says behind its name: `NO-GO · 3 open · 2026-03-01`. */
export function campaignDescription({ status, verdict, at, open, plans, kind }: CampaignNode): string {
  return [
    ...(verdict === null || status === 'partial' ? [statusNames[status]] : []),
    ...(verdict === null ? [] : [verdict]),
    ...(kind === 'joint' ? [`${plans.length} plans`] : []),
    ...(open === 0 ? [] : [`${open} open`]),
    ...(at === null ? [] : [at.slice(0, 10)]),
  ].join(' · ');
}

/** What is said of an entry that somebody points at. Plain text: it may quote a plan. */
export function campaignTooltip(node: CampaignNode): string {
  const { name, id, plans, reviewers, problem } = node;
  const shown = plans.slice(0, mostPlansShown);
  return [
    name,
    `${id}: ${campaignDescription(node)}`,
    ...shown,
    ...(shown.length < plans.length ? [`and ${plans.length - shown.length} more`] : []),
    ...(reviewers.length === 0 ? [] : [`Read by ${reviewers.join(', ')}`]),
    ...(problem === null ? [] : [problem]),
  ].join('\n');
}

const mostPlansShown = 12;

function worstOf(verdicts: readonly VerdictValue[]): VerdictValue | null {
  const order: readonly VerdictValue[] = ['NO-GO', 'CONDITIONAL GO', 'GO'];
  return order.find((value) => verdicts.includes(value)) ?? null;
}

function sumOf(counts: Readonly<Record<Severity, number>>): number {
  return counts.critical + counts.major + counts.minor + counts.suggestion;
}

/** By code unit: the same order on every machine. */
function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
