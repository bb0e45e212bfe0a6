import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModelError, PlanReviewError } from '../core/index.ts';
import { describeFailure, logLines } from './failure.ts';
import { notTrusted, stopped } from './refusal.ts';

const secret = 'The plan says: hunter2';

test("core's errors keep their sentence and way out", () => {
  const error = new PlanReviewError({ code: 'plan-empty', message: 'x.md is empty.', wayOut: 'Write it.' });
  assert.deepEqual(describeFailure(error), {
    kind: 'expected',
    message: 'x.md is empty.',
    wayOut: 'Write it.',
    actions: [],
  });
});

test('a cancelled review is no failure', () => {
  const error = new PlanReviewError({ code: 'cancelled', message: 'Cancelled.', wayOut: 'Start again.' });
  assert.equal(describeFailure(error).kind, 'cancelled');
});

test('a lack of trust offers to manage it, whoever noticed', () => {
  const error = new PlanReviewError({ code: 'not-trusted', message: 'No.', wayOut: 'Trust.' });
  assert.deepEqual(describeFailure(error).actions, ['manage-trust']);
  assert.deepEqual(describeFailure(notTrusted()).actions, ['manage-trust']);
});

test('an unexpected error sends to the log and says nothing of its content', () => {
  const failure = describeFailure(new TypeError(secret));
  assert.equal(failure.kind, 'unexpected');
  assert.deepEqual(failure.actions, ['show-log']);
  assert.doesNotMatch(`${failure.message} ${failure.wayOut}`, /hunter2/);
});

test('the log names an unexpected error by class and place, and never by its message', () => {
  const log = logLines(new SyntaxError(secret, { cause: new Error(secret) })).join('\n');
  assert.match(log, /^SyntaxError\n\s+at /);
  assert.match(log, /caused by Error\n\s+at /);
  assert.doesNotMatch(log, /hunter2/);
});

test('the log keeps the message of a system error, which names paths and calls', () => {
  const error = Object.assign(new Error("EACCES: permission denied, open '/x'"), { code: 'EACCES' });
  assert.match(logLines(error)[0] ?? '', /EACCES: permission denied, open '\/x'/);
});

test('what is no error is named by its type', () => {
  assert.deepEqual(logLines(secret), ['a thrown string']);
});

test('an error of a model keeps its sentence too, and what the editor can do about it', () => {
  const error = new ModelError({
    code: 'model-auth',
    message: 'The key is refused.',
    wayOut: 'Set another one.',
    isRetryable: false,
    provider: 'anthropic',
  });
  assert.deepEqual(describeFailure(error), {
    kind: 'expected',
    message: 'The key is refused.',
    wayOut: 'Set another one.',
    actions: ['set-key'],
  });
});

test('a round that lacks somebody, and one that was cancelled with answers, can be resumed', () => {
  const error = new PlanReviewError({ code: 'round-incomplete', message: 'x.', wayOut: 'y.' });
  assert.deepEqual(describeFailure(error).actions, ['resume', 'resume-otherwise', 'start-over']);
  const { kind, message, actions } = describeFailure(stopped('x.md', '2 answers are kept'));
  assert.deepEqual(
    [kind, message, actions],
    ['cancelled', 'The review of x.md was cancelled: 2 answers are kept.', ['resume', 'start-over']],
  );
});
