import * as faults from '../messagesServer/faults.ts';
import { answer, type Reply } from '../messagesServer/reply.ts';
import {
  obedientReview,
  reviewWithInventedQuotes,
  wronglyShapedReview,
  type ReviewAnswer,
} from '../messagesServer/reviews.ts';
import type { TaskMetadata } from '../../../src/core/domain/task.ts';
import type { Turn } from './panelScript.ts';

/** A failure and what becomes of the one that it happens to. */
export interface ReviewerFailure {
  readonly turn: Turn;
  readonly status: TaskMetadata['status'];
  readonly code?: string;
  /** Whether what it answers is something else than it would have answered. */
  readonly saysOther?: boolean;
}

const soon = new Date('2026-03-01T09:00:01Z').toUTCString();

/** Every way in which a reviewer can fail, or nearly, that would otherwise answer with `review`. */
export function reviewerFailures(review: ReviewAnswer): Readonly<Record<string, ReviewerFailure>> {
  return {
    '429 that names seconds': blocking(faults.rateLimited({ 'retry-after': '1' }), 'model-rate-limited'),
    '429 that names milliseconds': blocking(
      faults.rateLimited({ 'retry-after-ms': '40' }),
      'model-rate-limited',
    ),
    '429 that names a date': blocking(faults.rateLimited({ 'retry-after': soon }), 'model-rate-limited'),
    '429 that names nothing': blocking(faults.rateLimited(), 'model-rate-limited'),
    '429 that names an hour': blocking(faults.rateLimited({ 'retry-after': '3600' }), 'model-rate-limited'),
    '529 in place of an answer': blocking(faults.overloaded(), 'model-overloaded'),
    '529 in the middle of one': isolated(faults.overloadedMidway(review), 'model-overloaded'),
    '500': blocking(faults.serverError(), 'model-server'),
    '400 of an endpoint that knows less': blocking(faults.badRequest(), 'model-request'),
    '400 for a prompt that is too long': blocking(faults.promptTooLong(), 'model-too-long'),
    '404 for a model that is not there': blocking(faults.modelNotFound('m'), 'model-request'),
    '413': blocking(faults.tooLarge(), 'model-too-long'),
    'a spending limit': blocking(faults.spendLimitReached(), 'model-quota'),
    'a limit of one’s own': blocking(faults.ownLimitReached(), 'model-quota'),
    'a bill that is not paid': blocking(faults.unpaid(), 'model-quota'),
    'a key that is refused': blocking(faults.unauthorised(), 'model-auth'),
    'a key that may not': blocking(faults.forbidden(), 'model-auth'),
    silence: blocking(faults.silence(), 'model-inactive'),
    'silence after the headers': blocking(faults.stalledAfterHeaders(), 'model-inactive'),
    'silence in the middle': isolated(faults.stalledMidway(review), 'model-inactive'),
    'pings alone': blocking(faults.pingsOnly(100), 'model-inactive'),
    'a cut in the middle': isolated(faults.cutMidway(review), 'model-incomplete'),
    'a cut before the end is told': isolated(faults.cutBeforeStop(review), 'model-incomplete'),
    'a reset in the middle': isolated(faults.resetMidway(review), 'model-network'),
    'a reset at once': blocking(faults.resetAtOnce(), 'model-network'),
    'a sign-in page': blocking(faults.signInPage(), undefined),
    'a refusal': isolated(faults.declined(), 'model-refused'),
    'an answer that is too long': isolated(faults.truncated(review), 'model-truncated'),
    'the wrong shape, twice': isolated(answer(wronglyShapedReview()), 'answer-invalid'),
    'no JSON, twice': isolated(answer('I would rather talk.'), 'answer-invalid'),
    'nothing, twice': isolated(answer(''), undefined),
    'quotes that are invented, twice': isolated(answer(reviewWithInventedQuotes(3)), 'answer-invalid'),
    'the wrong shape, and then overload': isolated(
      ({ messages }) => (messages.length === 1 ? answer(wronglyShapedReview()) : faults.overloaded()),
      'model-overloaded',
    ),
    'one 429 that names milliseconds': recovering(faults.rateLimited({ 'retry-after-ms': '20' }), review),
    'one 529': recovering(faults.overloaded(), review),
    'one cut': recovering(faults.cutMidway(review), review),
    'one answer of the wrong shape': {
      turn: ({ body }) => (body.messages?.length === 1 ? answer(wronglyShapedReview()) : answer(review)),
      status: 'succeeded',
    },
    'an answer that takes its time': {
      turn: answer(review, { before: 300, pings: 2, betweenMs: 10 }),
      status: 'succeeded',
    },
    'an answer that obeys what is hidden in the plan': {
      turn: answer(obedientReview()),
      status: 'succeeded',
      saysOther: true,
    },
    'an answer byte by byte': {
      turn: answer(review, { delivery: 'bytes', charactersPerEvent: 400 }),
      status: 'succeeded',
    },
    'an answer with characters that are split': {
      turn: answer(review, { delivery: 'split-characters' }),
      status: 'succeeded',
    },
  };
}

function blocking(turn: Reply, code: string | undefined): ReviewerFailure {
  return { turn, status: 'failed_blocking', ...(code === undefined ? {} : { code }) };
}

function isolated(
  turn: Reply | ((asked: { readonly messages: readonly unknown[] }) => Reply),
  code: string | undefined,
): ReviewerFailure {
  return {
    turn: typeof turn === 'function' ? ({ body }) => turn({ messages: body.messages ?? [] }) : turn,
    status: 'failed_isolated',
    ...(code === undefined ? {} : { code }),
  };
}

/** Goes wrong once, and then well. */
function recovering(first: Reply, review: ReviewAnswer): ReviewerFailure {
  let calls = 0;
  return { turn: () => ((calls += 1) === 1 ? first : answer(review)), status: 'succeeded' };
}
