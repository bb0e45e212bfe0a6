import type { CampaignStatus, VerdictValue } from '../../core/index.ts';

/** Which campaigns are shown. What is left out narrows nothing. */
export interface CampaignFilter {
  readonly status?: CampaignStatus;
  readonly verdict?: VerdictValue;
  /** The id of somebody who was asked to read. */
  readonly reviewer?: string;
  /** The path of a plan or folder. */
  readonly content?: string;
  /** Those that were put aside, which are left out otherwise. */
  readonly archived?: 'only';
}

/** In the order in which a campaign goes through them. */
export const statuses = [
  'pending',
  'in_progress',
  'analyzing',
  'completed',
  'partial',
  'failed',
] as const satisfies readonly CampaignStatus[];

/** What people call the states of a campaign. */
export const statusNames: Readonly<Record<CampaignStatus, string>> = {
  pending: 'pending',
  in_progress: 'in progress',
  analyzing: 'analyzing',
  completed: 'completed',
  partial: 'partial',
  failed: 'cannot be used',
};

/** What is shown, in a line above the list; undefined where nothing is left out. */
export function filterText(filter: CampaignFilter): string | undefined {
  const { status, verdict, reviewer, content, archived } = filter;
  const parts = [
    ...(archived === undefined ? [] : ['archived']),
    ...(status === undefined ? [] : [statusNames[status]]),
    ...(verdict === undefined ? [] : [verdict]),
    ...(reviewer === undefined ? [] : [`read by ${reviewer}`]),
    ...(content === undefined ? [] : [`in ${content}`]),
  ];
  return parts.length === 0 ? undefined : `Only: ${parts.join(' · ')}`;
}

/** A filter that an earlier window kept. What is missing or of another shape narrows nothing. */
export function restoreFilter(kept: unknown): CampaignFilter {
  if (typeof kept !== 'object' || kept === null) {
    return {};
  }
  const fields: Partial<Record<string, unknown>> = { ...kept };
  const status = statuses.find((name) => name === fields['status']);
  const verdict = verdicts.find((value) => value === fields['verdict']);
  const { reviewer, content, archived } = fields;
  return {
    ...(status === undefined ? {} : { status }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(typeof reviewer === 'string' ? { reviewer } : {}),
    ...(typeof content === 'string' ? { content } : {}),
    ...(archived === 'only' ? { archived } : {}),
  };
}

/** The best first. */
export const verdicts: readonly VerdictValue[] = ['GO', 'CONDITIONAL GO', 'NO-GO'];
