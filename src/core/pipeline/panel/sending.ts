import { PlanReviewError } from '../../base/errors.ts';
import { sha256 } from '../../base/hash.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { Consents } from '../../ports/consents.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import { reviewerTaskId } from './reviewerTasks.ts';

/** A provider that a plan is about to be sent to for the first time from this workspace. */
export interface FirstSending {
  readonly provider: string;
  /** The adapter's identity, which names the endpoint. */
  readonly identity: string;
}

/** Asks a person whether plans of this workspace may be sent to a provider. */
export type AskToSend = (sending: FirstSending) => Promise<boolean>;

/**
 * Makes sure that the user agrees to each provider that a round sends to. Who has agreed once, in this workspace and for
 * this endpoint, is not asked again.
 * @throws PlanReviewError `sending-refused`, before anything is sent.
 */
export async function agreeToSend(
  request: RoundRequestFile,
  {
    consents,
    answered,
    openModel,
    ask,
  }: {
    readonly consents: Consents;
    /** The ids of tasks that have nothing more to be asked. */
    readonly answered: ReadonlySet<string>;
    readonly openModel: (provider: string) => Promise<LanguageModel>;
    readonly ask: AskToSend | undefined;
  },
): Promise<void> {
  // The round's own first: who named it and has to agree to another one besides has that much behind them.
  const left = new Set(request.leftOut);
  const providers = new Set([
    ...(answered.has('analysis') ? [] : [request.analyst.provider]),
    ...(request.reviewers === null ? [request.selector.provider] : []),
    ...request.candidates
      .filter(({ persona }) => !answered.has(reviewerTaskId(persona.id)) && !left.has(persona.id))
      .map(({ provider }) => provider),
  ]);
  await agreeToSendTo([...providers], {
    consents,
    openModel,
    ask,
    wayOut:
      'Agree when asked, name the provider yourself, or review with the checks alone, which send nothing.',
  });
}

/**
 * Makes sure that the user agrees to each of `providers`.
 * @throws PlanReviewError `sending-refused` with `wayOut`, before anything is sent.
 */
export async function agreeToSendTo(
  providers: readonly string[],
  {
    consents,
    openModel,
    ask,
    wayOut,
  }: {
    readonly consents: Consents;
    readonly openModel: (provider: string) => Promise<LanguageModel>;
    readonly ask: AskToSend | undefined;
    readonly wayOut: string;
  },
): Promise<void> {
  for (const provider of providers) {
    const { identity } = await openModel(provider);
    const hash = sha256(`send plans to ${identity}`);
    if (await consents.isAgreed(hash)) {
      continue;
    }
    if (ask === undefined || !(await ask({ provider, identity }))) {
      throw new PlanReviewError({
        code: 'sending-refused',
        message: `Nobody has agreed that plans of this workspace are sent to ${provider} (${identity}).`,
        wayOut,
      });
    }
    await remember(consents, provider, hash);
  }
}

/** Where a consent cannot be kept, the person is asked again next time. */
async function remember(consents: Consents, provider: string, hash: string): Promise<void> {
  try {
    await consents.agree({ subject: `send:${provider}`, sha256: hash });
  } catch (error) {
    if (!(error instanceof PlanReviewError && error.code === 'consent-unavailable')) {
      throw error;
    }
  }
}
