import type { PanelRequest, RoundEstimate } from '../../core/index.ts';
import { usdText } from '../../protocol/usdText.ts';

const groups = ['checks', 'usual', 'all_core', 'smart_sampling', 'manual'] as const;

/** Who is to read a plan beside the checks: nobody, a usual few, all, as many as its content asks for, or those named. */
export type ReviewerGroup = (typeof groups)[number];

/** What somebody chose for a review. */
export interface ReviewerChoice {
  readonly group: ReviewerGroup;
  /** The ids that were chosen by name. */
  readonly personas: readonly string[];
  /** The provider of models; the first that can be used where undefined. */
  readonly provider: string | undefined;
  /** The provider's usual model where undefined. */
  readonly model: string | undefined;
}

/** What is offered to somebody who has chosen nothing yet. */
export const firstChoice: ReviewerChoice = {
  group: 'usual',
  personas: [],
  provider: undefined,
  model: undefined,
};

/** Reads a choice back that was saved for the workspace. What is missing or of another shape falls back to the first. */
export function restoreChoice(saved: unknown): ReviewerChoice {
  if (typeof saved !== 'object' || saved === null) {
    return firstChoice;
  }
  const fields: Partial<Record<string, unknown>> = { ...saved };
  const personas: readonly unknown[] = Array.isArray(fields['personas']) ? fields['personas'] : [];
  return {
    group: groups.find((group) => group === fields['group']) ?? firstChoice.group,
    personas: personas.filter((id) => typeof id === 'string'),
    provider: text(fields['provider']),
    model: text(fields['model']),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What a round is asked for; undefined for the checks alone. `maxCostUsd`: the most that it may cost. */
export function panelOf(choice: ReviewerChoice, maxCostUsd: number | undefined): PanelRequest | undefined {
  const { group, personas, provider, model } = choice;
  if (group === 'checks') {
    return undefined;
  }
  return {
    ...(group === 'usual' ? {} : { reviewers: group === 'manual' ? personas : group }),
    ...(provider === undefined ? {} : { provider }),
    ...(provider === undefined || model === undefined ? {} : { model }),
    ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
  };
}

/** What a round may cost, as people are told of it before. */
export function estimateText({ reviewers, worstCaseUsd }: RoundEstimate): string {
  const count = reviewers.length === 1 ? '1 reviewer' : `${reviewers.length} reviewers`;
  return `${count}, ${costLimitText(worstCaseUsd)}`;
}

/** An upper bound in US dollars; a price that is not known is no price of nothing. */
export function costLimitText(usd: number | undefined): string {
  return usd === undefined ? 'price not known' : `at most ${usdText(usd)}`;
}
