import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { distinctSlug, fileNameOf, slugOf } from './slug.ts';

test('a slug reads like the path', () => {
  assert.equal(slugOf('docs/plans/PRP-30 Cache.md'), 'docs-plans-prp-30-cache');
  assert.equal(slugOf('plan.v2.md'), 'plan-v2');
  assert.equal(slugOf('Größe/Émile.md'), slugOf('Größe/Émile.md'.normalize('NFD')));
  assert.match(slugOf('Émile.md'), /^emile$/);
});

test('what cannot be read off a slug is in its hash', () => {
  assert.match(slugOf('計画/設計.md'), /^plan-[0-9a-f]{8}$/);
  assert.notEqual(slugOf('計画.md'), slugOf('設計.md'));
  assert.match(slugOf('.md'), /^plan-[0-9a-f]{8}$/);
  assert.match(slugOf(`${'long/'.repeat(40)}end.md`), /long-end-[0-9a-f]{8}$/);
});

test('no slug is the name of a Windows device', () => {
  for (const name of ['con', 'NUL', 'com1', 'LPT9', 'aux', 'prn']) {
    assert.match(slugOf(`${name}.md`), new RegExp(`^${name.toLowerCase()}-[0-9a-f]{8}$`));
    assert.notEqual(fileNameOf(name), name);
  }
});

test('a distinct slug differs from the plain one and from that of any other path', () => {
  assert.notEqual(distinctSlug('a-b.md'), slugOf('a-b.md'));
  assert.notEqual(distinctSlug('a-b.md'), distinctSlug('a b.md'));
});

test('any path has slugs that any file system takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (path) => {
      for (const slug of [slugOf(path), distinctSlug(path), fileNameOf(path)]) {
        assert.match(slug, /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/);
      }
    }),
  );
});
