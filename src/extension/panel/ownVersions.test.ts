import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OwnVersions } from './ownVersions.ts';

test('what comes on top of an own version replaces the latest own one', () => {
  const own = new OwnVersions();
  own.add(1, null, 'a');
  own.add(1, 'a', 'b');
  assert.equal(own.latestOf(1, null), 'b');
  assert.equal(own.latestOf(1, 'a'), 'b');
  assert.equal(own.latestOf(1, 'b'), 'b');
});

test("what comes on top of somebody else's replaces that, and begins a chain of its own", () => {
  const own = new OwnVersions();
  own.add(1, null, 'a');
  assert.equal(own.latestOf(1, 'theirs'), 'theirs');
  own.add(1, 'theirs', 'c');
  assert.equal(own.latestOf(1, 'a'), 'a', 'which is outdated, and is refused');
  assert.equal(own.latestOf(1, 'theirs'), 'c');
});

test('nothing is taken for own in another round, or once somebody else has come in between', () => {
  const own = new OwnVersions();
  own.add(1, null, 'a');
  assert.equal(own.latestOf(2, null), null);
  own.forget();
  assert.equal(own.latestOf(1, null), null);
});
