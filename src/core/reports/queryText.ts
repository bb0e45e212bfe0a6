import type { Campaign, CampaignStatus } from '../domain/campaign.ts';
import type { Analysis } from '../domain/campaignAnalysis.ts';
import type { JointCampaign, JointPlan } from '../domain/jointCampaign.ts';
import type { Severity } from '../domain/finding.ts';
import type { IndexedFinding } from '../domain/indexedFinding.ts';
import type { VerdictValue } from '../domain/verdict.ts';
import { counted } from './markdown.ts';
import { printable, type Paint, type Tone } from './paint.ts';

const plain: Paint = (_tone, text) => text;
const verdictTones: Record<VerdictValue, Tone> = { GO: 'good', 'CONDITIONAL GO': 'doubt', 'NO-GO': 'bad' };
const severityTones: Record<Severity, Tone> = {
  critical: 'bad',
  major: 'bad',
  minor: 'doubt',
  suggestion: 'quiet',
};

/** What stands in the place of a verdict while there is none. */
const withoutVerdict: Record<CampaignStatus, string> = {
  pending: 'pending',
  in_progress: 'in progress',
  analyzing: 'analyzing',
  completed: 'completed',
  partial: 'partial',
  failed: 'failed',
};

/** A list of campaigns, for a terminal: one line each, in columns. */
export function campaignsText(
  { total, campaigns }: { readonly total: number; readonly campaigns: readonly Campaign[] },
  paint: Paint = plain,
): string {
  if (campaigns.length === 0) {
    return 'No campaigns.\n';
  }
  const width = Math.max(...campaigns.map(({ id }) => id.length));
  const lines = campaigns.map((campaign) => {
    const { id, verdict, status, startedAt, plan } = campaign;
    const state = (verdict ?? withoutVerdict[status]).padEnd(14);
    const tone: Tone = verdict === null ? 'quiet' : verdictTones[verdict];
    const open = `${openCount(campaign)} open`.padStart(8);
    const remark = status === 'partial' ? ', without all reviewers' : '';
    return `${id.padEnd(width)}  ${(startedAt ?? '').slice(0, 10).padEnd(10)}  ${paint(tone, state)}  ${open}  ${printable(plan)}${remark}`;
  });
  return [...lines, ...rest(total, campaigns.length, 'campaign'), ''].join('\n');
}

/** A list of findings, for a terminal: the title of each, and where it is. */
export function findingsText(
  { total, findings }: { readonly total: number; readonly findings: readonly IndexedFinding[] },
  paint: Paint = plain,
): string {
  if (findings.length === 0) {
    return 'No findings.\n';
  }
  const lines = findings.flatMap((finding) => {
    const { plan, id, severity, category, status, range, title, reviewers, disposition } = finding;
    const answered = disposition === null ? 'not answered' : `answered: ${disposition}`;
    return [
      `${printable(`${plan}:${range.start.line}:${range.start.column}`)} ${id} ${paint(severityTones[severity], severity)} ${printable(title)}`,
      paint('quiet', printable(`    ${category}, ${status}, ${answered}; ${reviewers.join(', ')}`)),
    ];
  });
  return [...lines, ...rest(total, findings.length, 'finding'), ''].join('\n');
}

/** What building the index came to. */
export function indexedText(told: {
  readonly reviews: number;
  readonly campaigns: number;
  readonly findings: number;
}): string {
  const { reviews, campaigns, findings } = told;
  return `Indexed ${counted(reviews, 'review')} with ${counted(campaigns, 'campaign')} and ${counted(findings, 'finding')}.\n`;
}

function openCount({ open }: Campaign): number {
  return Object.values(open).reduce((sum, count) => sum + count, 0);
}

function rest(total: number, shown: number, noun: string): string[] {
  return total > shown ? [`… and ${counted(total - shown, `more ${noun}`)} (--limit)`] : [];
}

const jointTones: Record<JointPlan['status'], Tone> = {
  pending: 'quiet',
  in_progress: 'doubt',
  completed: 'quiet',
  partial: 'doubt',
  skipped: 'quiet',
  failed: 'bad',
};

const jointRemarks: Partial<Record<JointPlan['status'], string>> = {
  skipped: ', not read again: unchanged',
  partial: ', without all reviewers',
};

/** A campaign on several plans, for a terminal: a line for each plan, and what it all comes to. */
export function jointText(
  {
    campaign,
    folder,
    analysis,
  }: {
    readonly campaign: JointCampaign;
    readonly folder: string;
    readonly analysis: Analysis | undefined;
  },
  paint: Paint = plain,
): string {
  const width = Math.max(...campaign.plans.map(({ path }) => path.length));
  const lines = campaign.plans.flatMap(({ path, status, verdict, open, problem }) => {
    const tone = verdict === null ? jointTones[status] : verdictTones[verdict];
    const state = paint(tone, (verdict ?? status.replace('_', ' ')).padEnd(14));
    const count = Object.values(open ?? {}).reduce((sum, one) => sum + one, 0);
    const remark = jointRemarks[status];
    return [
      `${printable(path).padEnd(width)}  ${state}  ${open === null ? '' : `${count} open`}${remark ?? ''}`.trimEnd(),
      ...(problem === null ? [] : [paint('quiet', printable(`    ${problem.message} ${problem.wayOut}`))]),
    ];
  });
  const summary = analysis === undefined ? [] : ['', ...analysis.summary.text.split('\n').map(printable)];
  const ended =
    campaign.status === 'completed' || campaign.status === 'analyzing'
      ? campaign.status
      : `${campaign.status.replace('_', ' ')}: plan-review retry ${campaign.id} asks who is missing`;
  return [
    `${campaign.id} (${printable(campaign.name)}): ${ended}`,
    '',
    ...lines,
    ...summary,
    ...campaign.remarks.map((text) => printable(text)),
    '',
    paint('quiet', printable(folder)),
    '',
  ].join('\n');
}

/** Campaigns on several plans, for a terminal: one line each, in columns. */
export function jointCampaignsText(
  stored: readonly {
    readonly id: string;
    readonly campaign: JointCampaign | undefined;
    readonly problem: string | undefined;
  }[],
  paint: Paint = plain,
): string {
  const width = Math.max(0, ...stored.map(({ id }) => id.length));
  return stored
    .map(({ id, campaign, problem }) => {
      if (campaign === undefined) {
        return `${id.padEnd(width)}  ${paint('bad', printable(problem ?? 'cannot be read'))}\n`;
      }
      const state = campaign.status.replace('_', ' ').padEnd(14);
      const verdicts = Object.entries(verdictTones).flatMap(([verdict]) => {
        const count = campaign.plans.filter((one) => one.verdict === verdict).length;
        return count === 0 ? [] : [`${count} ${verdict}`];
      });
      return `${id.padEnd(width)}  ${campaign.startedAt.slice(0, 10)}  ${state}  ${counted(campaign.plans.length, 'plan')}${verdicts.length === 0 ? '' : `: ${verdicts.join(', ')}`}  ${printable(campaign.name)}\n`;
    })
    .join('');
}
