import { z } from 'zod';
import { batchIdSchema } from '../../domain/batch.ts';
import type { BulkBatch, BulkOutcome } from '../../ports/bulkModel.ts';
import { answerOf } from './askOnce.ts';
import { nothingReceived, usageAfter, usageSchema, word, type Received } from './received.ts';
import { failedInBatch, unusable, type Call } from './toModelError.ts';
import { whyUnusable } from './whyUnusable.ts';

const count = z.int().min(0).nullish().catch(undefined);
const time = z.string().nullish().catch(undefined);

/** What we read of a batch. Without its id, its state and the number of its requests it is none. */
const batchSchema = z
  .object({
    id: batchIdSchema,
    processing_status: z.string(),
    created_at: z.string(),
    expires_at: time,
    cancel_initiated_at: time,
    request_counts: z.object({
      processing: count,
      succeeded: count,
      errored: count,
      canceled: count,
      expired: count,
    }),
  })
  .transform((batch): BulkBatch => {
    const { processing, succeeded, errored, canceled, expired } = batch.request_counts;
    const done = [succeeded, errored, canceled, expired].reduce<number>((sum, one) => sum + (one ?? 0), 0);
    return {
      id: batch.id,
      createdAt: milliseconds(batch.created_at) ?? 0,
      expiresAt: milliseconds(batch.expires_at),
      hasEnded: batch.processing_status === 'ended',
      isCancelled: milliseconds(batch.cancel_initiated_at) !== undefined,
      requests: done + (processing ?? 0),
      done,
    };
  });

const pageSchema = z.object({ data: z.array(batchSchema), has_more: z.boolean().nullish().catch(undefined) });

const resultSchema = z.object({
  custom_id: z.string(),
  result: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('succeeded'),
      message: z.object({
        id: word,
        model: word,
        stop_reason: word,
        usage: usageSchema,
        content: z.array(z.object({ type: z.string(), text: word })),
      }),
    }),
    z.object({
      type: z.literal('errored'),
      error: z
        .object({
          error: z.object({ type: word, message: word }).nullish().catch(undefined),
          request_id: word,
        })
        .nullish()
        .catch(undefined),
    }),
    z.object({ type: z.literal('canceled') }),
    z.object({ type: z.literal('expired') }),
  ]),
});

type Result = z.infer<typeof resultSchema>;

/** Reads a batch as the API tells of it; undefined for anything else. */
export function readBatch(json: unknown): BulkBatch | undefined {
  return batchSchema.safeParse(json).data;
}

/** Reads a page of a list of batches; undefined for anything else. */
export function readPage(
  json: unknown,
): { readonly batches: readonly BulkBatch[]; readonly hasMore: boolean } | undefined {
  const page = pageSchema.safeParse(json).data;
  return page === undefined ? undefined : { batches: page.data, hasMore: page.has_more === true };
}

/** Reads a line of results; undefined for one that is torn, or is nothing that we know. */
export function readResult(line: string): Result | undefined {
  try {
    return resultSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** What one result comes to. */
export function outcomeOf({ result }: Result, call: Call): BulkOutcome {
  switch (result.type) {
    case 'succeeded': {
      const answered: Call = { ...call, received: receivedOf(result.message) };
      const reason = whyUnusable(answered.received);
      return reason === undefined
        ? { kind: 'answered', answer: answerOf(answered) }
        : { kind: 'failed', error: unusable(reason, answered) };
    }
    case 'errored': {
      const { error, request_id: requestId } = result.error ?? {};
      return {
        kind: 'failed',
        error: failedInBatch(
          {
            type: error?.type ?? undefined,
            message: error?.message ?? '',
            requestId: requestId ?? undefined,
          },
          call,
        ),
      };
    }
    case 'canceled':
      return { kind: 'cancelled' };
    case 'expired':
      return { kind: 'expired' };
  }
}

/** A whole message, as if it had been streamed. */
function receivedOf(message: Extract<Result['result'], { type: 'succeeded' }>['message']): Received {
  return {
    ...nothingReceived(),
    text: message.content.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join(''),
    usage: usageAfter(nothingReceived().usage, message.usage),
    messageId: message.id ?? undefined,
    model: message.model ?? undefined,
    stopReason: message.stop_reason ?? undefined,
    isStream: true,
    isWhole: true,
  };
}

function milliseconds(text: string | null | undefined): number | undefined {
  const value = Date.parse(text ?? '');
  return Number.isNaN(value) ? undefined : value;
}
