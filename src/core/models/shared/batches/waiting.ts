import { sha256 } from '../../../base/hash.ts';
import type { CallRecord } from '../../../domain/modelUsage.ts';
import { noTokens } from '../../../domain/modelUsage.ts';
import type { BatchProgress, ModelAnswer, ModelRequest } from '../../../ports/languageModel.ts';
import type { BatchSeat } from '../../../ports/providers.ts';

/** A request that is to be answered in a batch, through however many batches that takes. */
export interface Waiting {
  readonly customId: string;
  readonly request: ModelRequest;
  readonly seat: BatchSeat;
  /** The calls that were made in vain. */
  readonly calls: CallRecord[];
  readonly answer: Promise<ModelAnswer>;
  readonly settle: { resolve(answer: ModelAnswer): void; reject(error: unknown): void };
  /** How many batches it has been put into by this process. */
  attempts: number;
  /** Whether it is in a batch at this moment, or about to be. */
  isSent: boolean;
  isDone: boolean;
}

/** Somebody begins to wait. */
export function waitingFor(request: ModelRequest, seat: BatchSeat): Waiting {
  let settle: Waiting['settle'] | undefined;
  const answer = new Promise<ModelAnswer>((resolve, reject) => (settle = { resolve, reject }));
  return {
    customId: customIdOf(request.fingerprint, seat),
    request,
    seat,
    calls: [],
    answer,
    settle: settle ?? { resolve: () => {}, reject: () => {} },
    attempts: 0,
    isSent: false,
    isDone: false,
  };
}

/**
 * What names a request in its batch. The same question of the same round has the same name after a restart of the
 * program, and another one in a round that was started over.
 */
export function customIdOf(fingerprint: string, { plan, round, startedAt }: BatchSeat): string {
  return sha256(JSON.stringify([fingerprint, plan, round, startedAt]));
}

/** Gives the answer, telling of every call that it took. */
export function answered(waiting: Waiting, answer: ModelAnswer): void {
  waiting.isDone = true;
  waiting.settle.resolve({ ...answer, calls: [...waiting.calls, ...answer.calls] });
}

/** Gives up. */
export function failed(waiting: Waiting, error: unknown): void {
  waiting.isDone = true;
  waiting.settle.reject(error);
}

/** Says where the request is. */
export function tell({ request, isDone }: Waiting, progress: BatchProgress | undefined): void {
  if (!isDone) {
    request.onEvent?.({ type: 'batched', progress });
  }
}

/** The record of a request that a batch has not answered, and that costs nothing. */
export function unanswered(
  { request }: Waiting,
  { batch, error, submittedAt, now }: { batch: string; error: string; submittedAt: number; now: number },
): CallRecord {
  return {
    model: request.model ?? '',
    startedAt: submittedAt,
    elapsedMs: Math.max(0, now - submittedAt),
    usage: noTokens,
    requestId: undefined,
    error,
    isAmbiguous: false,
    batch,
  };
}
