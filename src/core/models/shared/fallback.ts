import { ModelError } from '../../domain/modelError.ts';
import { failuresOfOneModel } from './policies.ts';

/**
 * The models to ask, in order: the one that is wanted, then those that stand after it in the chain and have room for the
 * request. A model that is not in the chain has no other: nobody gets a model, or a price, that they did not choose.
 */
export function modelsToAsk(
  wanted: string,
  chain: readonly string[],
  hasRoom: (model: string) => boolean,
): readonly string[] {
  const place = chain.indexOf(wanted);
  return place === -1 ? [wanted] : [wanted, ...chain.slice(place + 1).filter(hasRoom)];
}

/**
 * Asks one model after another until one answers, as long as they fail in a way that another model may not share.
 * @param models At least one.
 * @throws ModelError of the model that was wanted, where none answers. Whatever else `ask` throws, at once.
 */
export async function withFallback<T>(
  models: readonly string[],
  ask: (model: string) => Promise<T>,
  {
    signal,
    onFallback,
  }: {
    readonly signal: AbortSignal;
    readonly onFallback: (from: string, to: string, error: ModelError) => void;
  },
): Promise<T> {
  let wanted: ModelError | undefined;
  for (const [index, model] of models.entries()) {
    try {
      return await ask(model);
    } catch (error) {
      // What ends the whole operation is not this model's failure.
      if (!(error instanceof ModelError) || signal.aborted) {
        throw error;
      }
      wanted ??= error;
      const next = models[index + 1];
      if (next === undefined || !failuresOfOneModel.has(error.code)) {
        throw wanted;
      }
      onFallback(model, next, error);
    }
  }
  throw new RangeError('There is no model to ask.');
}
