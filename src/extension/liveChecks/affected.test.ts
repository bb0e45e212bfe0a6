import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOfNoInterest, readsContent } from './affected.ts';

test('a new content matters to the plans that name the file', () => {
  assert.equal(readsContent('See `src/queue/worker.ts:12`.', '/w/src/queue/worker.ts'), true);
  assert.equal(readsContent('See `src/queue/worker.ts:12`.', '/w/src/queue/other.ts'), false);
});

test('manifests and other plans matter to every plan', () => {
  for (const file of [
    'package.json',
    'pnpm-lock.yaml',
    'Makefile',
    'pyproject.toml',
    'go.mod',
    'docs/plans/b.md',
  ]) {
    assert.equal(readsContent('', `/w/${file}`), true, file);
  }
});

test('what git, packages and reviews do to their own files is of no interest', () => {
  for (const file of ['.git/index', 'node_modules/a/b.js', '.plan-review/reviews/a/round-1/round.json']) {
    assert.equal(isOfNoInterest(`/w/${file}`), true, file);
  }
  for (const file of ['src/a.ts', '.gitignore', '.plan-review/settings.json']) {
    assert.equal(isOfNoInterest(`/w/${file}`), false, file);
  }
});
