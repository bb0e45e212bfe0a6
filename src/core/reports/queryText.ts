import type { Campaign, CampaignStatus } from '../domain/campaign.ts';
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
