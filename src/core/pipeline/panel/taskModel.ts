import { PlanReviewError } from '../../base/errors.ts';
import { ModelError } from '../../domain/modelError.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import type { PanelContext } from './panelContext.ts';

/**
 * The model of a task. Where its provider is gone, such as a key that was taken back, an answer that it has given still
 * stands: it is looked up under the adapter that it is recorded with, which can be asked nothing more.
 * @throws ModelError `model-unavailable`, PlanReviewError `provider-not-found`, for a task that is still to be asked.
 */
export async function modelOfTask(
  { open, openModel }: Pick<PanelContext, 'open' | 'openModel'>,
  { id, provider }: { readonly id: string; readonly provider: string },
): Promise<LanguageModel> {
  try {
    return await openModel(provider);
  } catch (error) {
    const stored = await open.tasks.read(id);
    const isGone =
      error instanceof ModelError ||
      (error instanceof PlanReviewError && error.code === 'provider-not-found');
    if (!isGone || stored.state !== 'ended' || stored.metadata.status !== 'succeeded') {
      throw error;
    }
    const { adapter, model } = stored.metadata;
    if (!adapter.startsWith(`${provider}/`)) {
      throw error;
    }
    return {
      provider,
      identity: adapter,
      defaultModel: model,
      profile: () => ({ model, contextWindow: 0, prices: undefined }),
      complete: () => Promise.reject(error),
    };
  }
}
