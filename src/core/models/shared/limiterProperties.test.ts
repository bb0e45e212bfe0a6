import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createVirtualTime } from '../../../../test/support/memory/virtualTime.ts';
import { createLimiters, type CallTokens, type Lease } from './limiter.ts';
import type { RateLimits } from './rateLimits.ts';

/**
 * The limiter beside a model of what it promises, over random sequences of asking, ending, giving up, learning, pausing
 * and waiting. The model keeps one ledger for each limit and knows nothing of queues, alarms or buckets: it looks at
 * each grant when it happens, and after each step at who ought not to be waiting any more.
 */

const maxConcurrent = 3;
const limits = { requests: 10, inputTokens: 600, outputTokens: 240 };
type Kind = keyof typeof limits;
const kinds = ['requests', 'inputTokens', 'outputTokens'] as const;
const tolerance = 1e-3;

type Step =
  | { do: 'ask'; tokens: CallTokens; patienceMs: number; holdMs: number }
  | { do: 'end'; which: number; share: number }
  | { do: 'release'; which: number }
  | { do: 'give up'; which: number }
  | { do: 'learn'; kind: Kind; share: number }
  | { do: 'pause'; ms: number }
  | { do: 'wait'; ms: number };

/** Mostly small, so that places run out before tokens do; some larger than the whole limit, which have to get through. */
const tokens = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ inputTokens: fc.nat({ max: 100 }), outputTokens: fc.nat({ max: 40 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ inputTokens: fc.nat({ max: 900 }), outputTokens: fc.nat({ max: 360 }) }),
  },
);

const which = fc.nat({ max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      tokens,
      patienceMs: fc.integer({ min: 1, max: 200_000 }),
      holdMs: fc.integer({ min: 1, max: 60_000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which,
      // What was used, as a share of what was reserved: more than that happens.
      share: fc.double({ min: 0, max: 1.5, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('give up' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('learn' as const),
      kind: fc.constantFrom(...kinds),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), ms: fc.nat({ max: 30_000 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 40_000 }) }) },
);

interface Call {
  readonly amounts: Readonly<Record<Kind, number>>;
  readonly deadline: number;
  readonly holdMs: number;
  readonly giveUp: AbortController;
  state: 'waiting' | 'running' | 'refused' | 'ended';
  lease?: Lease;
  expiresAt: number;
}

class Model {
  readonly time = createVirtualTime();
  readonly limiter = createLimiters(this.time)(
    { provider: 'p', origin: 'o', key: 'k', model: 'm' },
    { maxConcurrent },
  );
  readonly calls: Call[] = [];
  /** Promises that were not kept while time passed. */
  readonly broken: unknown[] = [];
  readonly level = { ...limits };
  ledgerAt = this.time.clock.now();
  pausedUntil = 0;

  constructor() {
    for (const kind of kinds) {
      this.limiter.observe(said(kind, limits[kind]));
    }
  }

  get now(): number {
    return this.time.clock.now();
  }

  get waiting(): Call[] {
    return this.calls.filter(({ state }) => state === 'waiting');
  }

  get running(): Call[] {
    return this.calls.filter(({ state, expiresAt }) => state === 'running' && expiresAt > this.now);
  }

  fill(): void {
    for (const kind of kinds) {
      const more = ((this.now - this.ledgerAt) * limits[kind]) / 60_000;
      this.level[kind] = Math.min(limits[kind], this.level[kind] + more);
    }
    this.ledgerAt = this.now;
  }

  change(more: (kind: Kind) => number): void {
    this.fill();
    for (const kind of kinds) {
      this.level[kind] = Math.min(limits[kind], this.level[kind] + more(kind));
    }
  }

  /** Whether nothing but others stands in the way of a call, give or take what a millisecond fills. */
  fits(call: Call, by: number): boolean {
    this.fill();
    return kinds.every((kind) => this.level[kind] + by >= Math.min(call.amounts[kind], limits[kind]));
  }

  ask({ tokens, patienceMs, holdMs }: Extract<Step, { do: 'ask' }>): void {
    const call: Call = {
      amounts: { requests: 1, ...tokens },
      deadline: this.now + patienceMs,
      holdMs,
      giveUp: new AbortController(),
      state: 'waiting',
      expiresAt: 0,
    };
    this.calls.push(call);
    void this.limiter
      .reserve(tokens, { deadline: call.deadline, holdMs, signal: call.giveUp.signal })
      .then(
        (lease) => this.granted(call, lease),
        (error: unknown) => this.refused(call, error),
      )
      .catch((broken: unknown) => this.broken.push(broken));
  }

  granted(call: Call, lease: Lease): void {
    assert.equal(call, this.waiting[0], 'nobody overtakes');
    assert.ok(this.now < call.deadline, 'never at or after the deadline');
    assert.ok(this.now >= this.pausedUntil, 'never during a pause');
    assert.ok(this.running.length < maxConcurrent, 'no more at once than may');
    assert.ok(this.fits(call, tolerance), 'never beyond a limit');
    this.change((kind) => -call.amounts[kind]);
    Object.assign(call, { state: 'running', lease, expiresAt: this.now + call.holdMs });
  }

  refused(call: Call, error: unknown): void {
    const isLate = this.now >= call.deadline || this.pausedUntil >= call.deadline;
    assert.ok(isLate || call.giveUp.signal.aborted, `refused without a reason: ${String(error)}`);
    call.state = 'refused';
  }

  end(call: Call | undefined, share: number, isRelease: boolean): void {
    if (call?.lease === undefined) {
      return;
    }
    const { inputTokens, outputTokens } = call.amounts;
    const actual = { inputTokens: inputTokens * share, outputTokens: outputTokens * share };
    if (call.state === 'running' && call.expiresAt > this.now) {
      const used = { requests: isRelease ? 0 : 1, ...actual };
      this.change((kind) => call.amounts[kind] - used[kind]);
    }
    call.state = 'ended';
    if (isRelease) {
      call.lease.release();
    } else {
      call.lease.settle(actual);
    }
  }

  learn(kind: Kind, share: number): void {
    this.fill();
    const remaining = Math.floor(limits[kind] * share);
    this.level[kind] = Math.min(this.level[kind], remaining);
    this.limiter.observe(said(kind, remaining));
  }

  async take(next: Step): Promise<void> {
    switch (next.do) {
      case 'ask':
        this.ask(next);
        break;
      case 'end':
        this.end(this.calls[next.which], next.share, false);
        break;
      case 'release':
        this.end(this.calls[next.which], 0, true);
        break;
      case 'give up':
        this.calls[next.which]?.giveUp.abort();
        break;
      case 'learn':
        this.learn(next.kind, next.share);
        break;
      case 'pause':
        this.pausedUntil = Math.max(this.pausedUntil, this.now + next.ms);
        this.limiter.pauseUntil(this.now + next.ms);
        break;
      case 'wait':
        await this.time.advance(next.ms);
        break;
    }
    await this.time.settle();
    this.check();
  }

  /** Who could start has started, and who is late has been told. */
  check(): void {
    if (this.broken.length > 0) {
      throw this.broken[0];
    }
    for (const call of this.waiting) {
      assert.ok(this.now < call.deadline && this.pausedUntil < call.deadline, 'waits beyond its deadline');
      assert.ok(!call.giveUp.signal.aborted, 'waits after giving up');
    }
    const first = this.waiting[0];
    if (first === undefined) {
      assert.equal(this.time.alarms(), 0, 'an alarm that nobody waits for');
      return;
    }
    const isFree = this.now >= this.pausedUntil && this.running.length < maxConcurrent;
    assert.ok(
      !(isFree && this.fits(first, -tolerance)),
      'the first in the queue is kept waiting for nothing',
    );
  }
}

function said(kind: Kind, remaining: number): RateLimits {
  const none = { requests: undefined, inputTokens: undefined, outputTokens: undefined };
  return { ...none, [kind]: { limit: limits[kind], remaining, resetAt: undefined } };
}

test('whatever happens, a limiter holds to its limits, its order and its deadlines, and loses nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
      const model = new Model();
      for (const next of steps) {
        await model.take(next);
      }

      // In the end everybody has been served or refused, with nobody doing anything but waiting.
      await model.time.advance(3_600_000);
      model.check();
      assert.deepEqual(model.waiting, []);
      assert.equal(model.time.alarms(), 0);

      // And all of each limit is there again, once: enough for a call that is larger than that.
      model.fill();
      assert.deepEqual(model.level, limits);
      const { inputTokens, outputTokens } = limits;
      const all = {
        do: 'ask',
        tokens: { inputTokens: 2 * inputTokens, outputTokens },
        patienceMs: 10,
        holdMs: 1,
      } as const;
      await model.take(all);
      await model.take({ ...all, tokens: { inputTokens: 1, outputTokens: 1 } });
      assert.deepEqual(
        model.calls.slice(-2).map(({ state }) => state),
        ['running', 'waiting'],
      );
    }),
    { numRuns: 500 },
  );
});
