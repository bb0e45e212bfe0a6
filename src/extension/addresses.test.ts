import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingLinkPath, parseFindingLink } from './findingLink.ts';
import { parseSnapshotQuery, snapshotParts } from './snapshotAddress.ts';

const plan = 'file:///w/a%20b/pl%C3%A4ne%23%26%3F.md';

test('a link to a finding survives whatever encodes and decodes it', () => {
  const path = findingLinkPath({ plan, finding: 'F12' });
  assert.deepEqual(parseFindingLink(path), { plan, finding: 'F12' });
  assert.equal(decodeURIComponent(path), path);
  assert.equal(encodeURI(path), path);
});

test('links that are not ours lead nowhere', () => {
  for (const path of [
    '',
    '/finding/F0/YQ',
    '/finding/F1',
    '/finding/F1/../x',
    '/other/F1/YQ',
    '/finding/f1/YQ',
  ]) {
    assert.equal(parseFindingLink(path), undefined, path);
  }
});

test("a snapshot's address says round and plan, and ends like the plan", () => {
  const { path, query } = snapshotParts({ plan, round: 3 });
  assert.equal(path, '/pläne#&? (round 3).md');
  assert.deepEqual(parseSnapshotQuery(query), { plan, round: 3 });
  assert.equal(snapshotParts({ plan: 'file:///w/README', round: 1 }).path, '/README (round 1)');
});

test('queries that are not ours mean no snapshot', () => {
  for (const query of ['', '0.YQ', 'x.YQ', '1.', '1.a b']) {
    assert.equal(parseSnapshotQuery(query), undefined, query);
  }
});
