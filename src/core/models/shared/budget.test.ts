import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createBudget } from './budget.ts';

const of = { provider: 'anthropic', model: 'large' };
const refusal = { code: 'model-budget', isRetryable: false, isSystemic: true };

test('a call starts only when its worst case fits into what is left, reservations of others included', () => {
  const budget = createBudget({ limitUsd: 1, spentUsd: 0 });
  const first = budget.reserve(0.6, of);
  assert.throws(() => budget.reserve(0.5, of), refusal);
  const second = budget.reserve(0.4, of);
  first.settle(0.1);
  second.release();
  budget.reserve(0.9, of);
  assert.throws(() => budget.reserve(0.001, of), refusal);
});

test('a reservation ends once', () => {
  const budget = createBudget({ limitUsd: 1, spentUsd: 0 });
  const reservation = budget.reserve(1, of);
  reservation.settle(undefined);
  reservation.release();
  reservation.settle(0);
  assert.throws(() => budget.reserve(0.1, of), refusal, 'nobody could say, so all of it was charged');
});

test('what was spent before counts, and what costs more than its worst case is charged', () => {
  const budget = createBudget({ limitUsd: 1, spentUsd: 0.5 });
  assert.throws(() => budget.reserve(0.6, of), refusal);
  budget.reserve(0.2, of).settle(0.4);
  assert.throws(() => budget.reserve(0.2, of), refusal);
  budget.reserve(0.1, of);
});

test('a price that nobody knows is refused under a budget, and passes without one', () => {
  assert.throws(() => createBudget({ limitUsd: 1000, spentUsd: 0 }).reserve(undefined, of), refusal);
  const unlimited = createBudget({ limitUsd: undefined, spentUsd: 1e9 });
  unlimited.reserve(undefined, of).settle(undefined);
  unlimited.reserve(1e9, of);
});

test('sums of cents fit exactly', () => {
  const budget = createBudget({ limitUsd: 0.3, spentUsd: 0 });
  for (let call = 0; call < 3; call++) {
    budget.reserve(0.1, of);
  }
});

test('whatever runs in parallel, no more is charged than the limit', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          worst: fc.double({ min: 0, max: 0.5, noNaN: true }),
          share: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
          endsFirst: fc.nat({ max: 5 }),
        }),
      ),
      (calls) => {
        const budget = createBudget({ limitUsd: 1, spentUsd: 0 });
        let charged = 0;
        const running: (() => void)[] = [];
        for (const { worst, share, endsFirst } of calls) {
          for (const end of running.splice(0, endsFirst)) {
            end();
          }
          try {
            const reservation = budget.reserve(worst, of);
            running.push(() => {
              reservation.settle(share === undefined ? undefined : worst * share);
              charged += worst * (share ?? 1);
            });
          } catch {
            // It did not fit, and was not called.
          }
        }
        for (const end of running) {
          end();
        }
        assert.ok(charged <= 1 + 1e-6, `${charged}`);
      },
    ),
  );
});
