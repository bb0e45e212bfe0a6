import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bucket } from './bucket.ts';

const limit = (limit: number, remaining: number, resetAt?: number) => ({ limit, remaining, resetAt });

test('a bucket that has heard of no limit lets everything through', () => {
  const bucket = new Bucket();
  bucket.reserve(1e9, 0);
  assert.equal(bucket.waitFor(1e9, 0), 0);
});

test('what leases hold when the limit becomes known counts against it', () => {
  const bucket = new Bucket();
  bucket.reserve(40, 0);
  bucket.reserve(40, 0);
  bucket.settle(40, 40, 0);
  bucket.observe(limit(60, 60), 0);
  assert.equal(bucket.waitFor(20, 0), 0);
  assert.equal(bucket.waitFor(21, 0), 1000, 'one token a second');
  bucket.settle(40, 10, 0);
  assert.equal(bucket.waitFor(50, 0), 0, 'thirty came back');
});

test('a provider that counts less than we do is believed, one that counts more is not', () => {
  const bucket = new Bucket();
  bucket.observe(limit(60, 60), 0);
  bucket.observe(limit(60, 10), 0);
  assert.equal(bucket.waitFor(11, 0), 1000);
  bucket.observe(limit(60, 60), 0);
  assert.equal(bucket.waitFor(11, 0), 1000);
});

test('a limit fills in a minute, and never above itself', () => {
  const bucket = new Bucket();
  bucket.observe(limit(60, 0), 0);
  assert.equal(bucket.waitFor(60, 0), 60_000);
  assert.equal(bucket.waitFor(60, 60_000), 0);
  bucket.reserve(60, 600_000);
  assert.equal(bucket.waitFor(1, 600_000), 1000);
});

test('a limit that takes longer to be whole again fills more slowly, within reason', () => {
  const bucket = new Bucket();
  bucket.observe(limit(60, 0, 121_000), 0);
  assert.equal(bucket.waitFor(1, 0), 2000, 'two minutes for sixty');
  bucket.observe(limit(60, 0, 1e12), 0);
  assert.equal(bucket.waitFor(1, 0), 5000, 'the clock of one of us is wrong: five minutes at most');
  bucket.observe(limit(60, 0, -1e12), 0);
  assert.equal(bucket.waitFor(1, 0), 1000, 'never faster than a minute');
});

test('what makes no sense is not learned', () => {
  const bucket = new Bucket();
  for (const [of, remaining] of [
    [0, 0],
    [-1, 5],
    [NaN, 5],
    [60, NaN],
    [60, -5],
    [Infinity, 5],
  ] as const) {
    bucket.observe(limit(of, remaining), 0);
    assert.equal(bucket.waitFor(1e9, 0), 0);
  }
});

test('a clock that is set back neither fills nor empties a bucket', () => {
  const bucket = new Bucket();
  bucket.observe(limit(60, 30), 100_000);
  assert.equal(bucket.waitFor(30, 0), 0);
  assert.equal(bucket.waitFor(31, 0), 1000);
});
