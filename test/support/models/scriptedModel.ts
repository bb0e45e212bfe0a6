import { ModelError } from '../../../src/core/domain/modelError.ts';
import type { CallRecord } from '../../../src/core/domain/modelUsage.ts';
import type {
  LanguageModel,
  ModelAnswer,
  ModelProfile,
  ModelRequest,
} from '../../../src/core/ports/languageModel.ts';

/** A request as an adapter sees it, with the name of the model and a signal that is always there. */
export type SeenRequest = ModelRequest & { readonly model: string; readonly signal: AbortSignal };

/** What a model does with its n-th request, from 1. */
export type Script = (request: SeenRequest, call: number) => Promise<ModelAnswer>;

/** A model that does what the script says, and remembers what it was asked. Each token costs one cent. */
export function createScriptedModel(
  script: Script,
  profile: Partial<ModelProfile> = {},
): LanguageModel & { readonly asked: readonly SeenRequest[] } {
  const asked: SeenRequest[] = [];
  return {
    provider: 'scripted',
    identity: 'scripted/1',
    defaultModel: 'large',
    profile: (model) => ({
      model: model ?? 'large',
      contextWindow: 200_000,
      prices: { input: 10_000, output: 10_000, cacheRead: 10_000, cacheWrite: 10_000 },
      ...profile,
    }),
    complete(request) {
      const seen = request as SeenRequest;
      asked.push(seen);
      return script(seen, asked.length);
    },
    asked,
  };
}

/** An answer that took 100 tokens of input and 50 of output. */
export function sampleAnswer(fields: Partial<ModelAnswer> = {}): ModelAnswer {
  const usage = fields.usage ?? { input: 100, output: 50, cacheRead: 0, cacheWrite: 0 };
  return {
    text: '{}',
    usage,
    costUsd: undefined,
    session: undefined,
    requestId: undefined,
    model: 'large',
    calls: [sampleCall({ usage })],
    ...fields,
  };
}

/** A call that succeeded. */
export function sampleCall(fields: Partial<CallRecord> = {}): CallRecord {
  return {
    model: 'large',
    startedAt: 0,
    elapsedMs: 0,
    usage: { input: 100, output: 50, cacheRead: 0, cacheWrite: 0 },
    requestId: undefined,
    error: undefined,
    isAmbiguous: false,
    ...fields,
  };
}

/** A failure that an adapter reports without a record of its call. */
export function failure(
  code: ModelError['code'],
  fields: Partial<ConstructorParameters<typeof ModelError>[0]> = {},
): ModelError {
  return new ModelError({
    code,
    message: `It failed: ${code}.`,
    wayOut: 'Try again.',
    isRetryable: true,
    provider: 'scripted',
    ...fields,
  });
}
