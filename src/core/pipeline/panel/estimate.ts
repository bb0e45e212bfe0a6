import { estimateInputTokens, inBatch, worstCaseUsd } from '../../domain/modelCost.ts';
import type { RoundChecks } from '../../domain/roundChecks.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import { reviewerPrompt } from '../../prompts/reviewer.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { givenTo } from './givenParts.ts';
import { total } from '../tasks/taskCosts.ts';
import { rolesOf } from './roles.ts';
import { selectedReviewers } from './selectPersonas.ts';

/** What one reviewer would be sent, and the most that it may cost. */
export interface ReviewerEstimate {
  readonly reviewer: string;
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  /** Tokens of the prompt, or of all prompts where it reads in parts, estimated high. */
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  /** In US dollars; undefined where the model's prices are not known. */
  readonly worstCaseUsd: number | undefined;
}

/** What a round would send and cost at the most, with nothing sent. Selection and analysis come on top and are small. */
export interface RoundEstimate {
  readonly reviewers: readonly ReviewerEstimate[];
  readonly worstCaseUsd: number | undefined;
}

/**
 * Estimates a round before anything is sent. Where the personas are to be selected by the plan's content, those that
 * would be asked if the selection said nothing stand for them.
 */
export async function estimateRound(
  request: RoundRequestFile,
  {
    document,
    checks,
    openModel,
  }: {
    readonly document: PlanDocument;
    readonly checks: Pick<RoundChecks, 'claims' | 'execution' | 'diff'>;
    readonly openModel: (provider: string) => Promise<LanguageModel>;
  },
): Promise<RoundEstimate> {
  const settled = { ...request, reviewers: request.reviewers ?? selectedReviewers(request, []) };
  const { leads, specialists } = rolesOf(settled);
  const reviewers = await Promise.all(
    [...leads, ...specialists].map(async (reviewer): Promise<ReviewerEstimate> => {
      const { persona, provider, model } = reviewer;
      const profile = (await openModel(provider)).profile(model);
      const prompts = (request.reading?.parts ?? [undefined]).map((_part, index) =>
        reviewerPrompt({
          ...givenTo(persona.id, { document, request: settled, checks }, index),
          persona,
          role: leads.includes(reviewer) ? 'lead' : 'specialist',
          shown: [],
          isQuoted: () => true,
        }),
      );
      const sized = prompts.map((prompt) => ({ ...prompt, schema: prompt.jsonSchema }));
      const worst = total(sized.map((prompt) => worstCaseUsd(prompt, profile)));
      return {
        reviewer: persona.id,
        name: persona.name,
        provider,
        model,
        inputTokens: sized.reduce((sum, prompt) => sum + estimateInputTokens(prompt), 0),
        maxOutputTokens: sized.reduce((sum, prompt) => sum + prompt.maxOutputTokens, 0),
        worstCaseUsd: request.delivery === 'batch' ? inBatch(worst, profile) : worst,
      };
    }),
  );
  return { reviewers, worstCaseUsd: total(reviewers.map((reviewer) => reviewer.worstCaseUsd)) };
}
