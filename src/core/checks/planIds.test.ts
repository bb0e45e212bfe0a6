import assert from 'node:assert/strict';
import test from 'node:test';
import { idKey, nameId, planIds } from './planIds.ts';

test('ids are read in their spellings, and words that look like them are not', () => {
  const read = (text: string): string[] => planIds(text).map(({ id }) => idKey(id));
  assert.deepEqual(read('PRP-12, PRP-C, RFC 0007, WP-3 and PRP-34.1.1.'), [
    'PRP-12',
    'PRP-c',
    'RFC-7',
    'WP-3',
    'PRP-34.1.1',
  ]);
  assert.deepEqual(read('PRP C, prp-12, src/PRP-12/x, PRP-12-metrics, X-1, PRP-12.md'), []);
});

test('the names of files and folders give ids', () => {
  const key = (name: string): string | undefined => {
    const id = nameId(name);
    return id === undefined ? undefined : idKey(id);
  };
  assert.equal(key('PRP-C-gitbutler-worktrees.md'), 'PRP-c');
  assert.equal(key('prp-012.md'), 'PRP-12');
  assert.equal(key('PRP-34.1.1-core.md'), 'PRP-34.1.1');
  assert.equal(key('0007-queue.md'), '-7');
  assert.equal(key('2025-10-30-PRP-31.md'), 'PRP-31');
  assert.equal(key('README.md'), undefined);
  assert.equal(key('PRP-Cache.md'), undefined);
});
