import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlanReviewError, type ReviewRequest, type RoundView } from '../core/index.ts';
import { PlanRuns, type RunRequest } from './planRuns.ts';
import { reviewView } from './testing/sampleFindings.ts';

const plan = 'file:///w/plan.md';

function round(): RoundView {
  const [view] = reviewView([]).rounds;
  assert.ok(view);
  return view;
}

type Hooks = Pick<ReviewRequest, 'signal' | 'progress'>;

function request(run: (hooks: Hooks) => Promise<RoundView>): RunRequest {
  return { plan, name: 'plan.md', round: run, finished: () => Promise.resolve() };
}

function untilCancelled({ signal }: Hooks): Promise<RoundView> {
  return new Promise((_, reject) => {
    const stop = (): void => {
      reject(new PlanReviewError({ code: 'cancelled', message: 'Cancelled.', wayOut: 'Again.' }));
    };
    signal?.addEventListener('abort', stop);
    if (signal?.aborted === true) {
      stop();
    }
  });
}

test('a run shows its steps and is gone when it has ended', async () => {
  const runs = new PlanRuns();
  const seen: string[] = [];
  runs.onDidChange(() => {
    seen.push((runs.current(plan)?.steps ?? []).map(({ text, state }) => `${text} ${state}`).join(', '));
  });
  await runs.start(
    request(({ progress }) => {
      progress?.report({ type: 'step', step: 'snapshot', text: 'Taking a snapshot' });
      progress?.report({ type: 'step', step: 'review', text: 'Reviewing' });
      return Promise.resolve(round());
    }),
  );
  assert.deepEqual(seen, ['', 'Taking a snapshot running', 'Taking a snapshot done, Reviewing running', '']);
  assert.equal(runs.current(plan), undefined);
});

test('the second round of a plan is told of the first, which goes on', async () => {
  const runs = new PlanRuns();
  const first = runs.start(request(untilCancelled));
  await assert.rejects(runs.start(request(untilCancelled)), /is being reviewed already/);
  assert.ok(runs.current(plan));
  runs.cancel(plan);
  await assert.rejects(first, { code: 'cancelled' });
});

test('a failure is forgotten when a round has come about elsewhere, and whoever listens is told', async () => {
  const runs = new PlanRuns();
  await assert.rejects(runs.start(request(() => Promise.reject(new Error('No.')))), /No\./);
  assert.ok(runs.failure(plan));
  const told: string[] = [];
  runs.onDidChange((key) => told.push(key));
  runs.forgetFailure(plan);
  runs.forgetFailure(plan);
  assert.equal(runs.failure(plan), undefined);
  assert.deepEqual(told, [plan]);
});

test('a cancelled run is no failure, any other error is, until the next run', async () => {
  const runs = new PlanRuns();
  const first = runs.start(request(untilCancelled));
  runs.cancel(plan);
  assert.equal(runs.current(plan)?.canCancel, false);
  await assert.rejects(first);
  assert.equal(runs.failure(plan), undefined);
  await assert.rejects(runs.start(request(() => Promise.reject(new Error('x')))));
  assert.equal(runs.failure(plan)?.kind, 'unexpected');
  await runs.start(request(() => Promise.resolve(round())));
  assert.equal(runs.failure(plan), undefined);
});

test('the run lasts until its result has been read', async () => {
  const runs = new PlanRuns();
  let wasRunning = false;
  await runs.start({
    ...request(() => Promise.resolve(round())),
    finished: () => {
      wasRunning = runs.current(plan) !== undefined;
      return Promise.resolve();
    },
  });
  assert.equal(wasRunning, true);
});
