import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Falsifier } from '../domain/personaReview.ts';
import { contextOf, type Around } from '../../../test/support/checks/contextOf.ts';
import { falsifierLookup } from './falsifiers.ts';

const commit = 'a1b2c3d4e5f60718293a4b5c6d7e8f9011223344';

const around: Around = {
  files: {
    'src/app.ts': 'export function startServer() {}\n',
    'src/lib/cache.ts': 'const $hits = 0;\n',
    'package.json': JSON.stringify({ scripts: { build: 'x' }, dependencies: { zod: '4' } }),
  },
  repository: { commits: [commit], branches: ['main'], tags: ['v1'] },
};

async function ask(
  kind: Falsifier['kind'],
  value: string,
  expected: Falsifier['expected'],
  where: Around = around,
): Promise<string> {
  const { document, ...deps } = contextOf('# Plan\n', where);
  return falsifierLookup(deps, document, undefined)({ kind, value, expected });
}

describe('falsifierLookup', () => {
  for (const [kind, there, gone] of [
    ['file', 'src/app.ts', 'src/server.ts'],
    ['directory', 'src/lib/', 'src/web'],
    ['commit', commit.slice(0, 8), 'ffffffff'],
    ['branch', 'main', 'next'],
    ['tag', 'v1', 'v2'],
    ['symbol', 'startServer()', 'stopServer'],
    ['script', 'build', 'deploy'],
    ['package', 'zod', 'left-pad'],
  ] as const) {
    test(`tells whether a ${kind} is there`, async () => {
      assert.equal(await ask(kind, there, 'present'), 'confirmed');
      assert.equal(await ask(kind, there, 'absent'), 'refuted');
      assert.equal(await ask(kind, gone, 'present'), 'refuted');
      assert.equal(await ask(kind, gone, 'absent'), 'confirmed');
    });
  }

  test('a name is a whole word', async () => {
    assert.equal(await ask('symbol', '$hits', 'present'), 'confirmed');
    assert.equal(await ask('symbol', 'hits', 'present'), 'refuted');
    assert.equal(await ask('symbol', 'Server', 'present'), 'refuted');
  });

  test('what nobody can tell is unknown', async () => {
    const nothing: Around = { files: {}, repository: { unavailable: 'not-a-repository' } };
    assert.equal(await ask('commit', commit, 'present', nothing), 'unknown');
    assert.equal(await ask('branch', 'next', 'present', nothing), 'unknown');
    assert.equal(await ask('script', 'build', 'present', nothing), 'unknown');
    assert.equal(await ask('package', 'zod', 'present', nothing), 'unknown');
    assert.equal(await ask('symbol', 'x', 'present', nothing), 'unknown');
    assert.equal(await ask('commit', 'HEAD', 'present'), 'unknown');
    assert.equal(await ask('file', '../../etc/passwd', 'absent'), 'unknown');
    assert.equal(await ask('file', 'cache.ts', 'absent'), 'unknown');
    const partial = { ...around, repository: { ...around.repository, isPartial: true } };
    assert.equal(await ask('commit', 'ffffffff', 'present', partial), 'unknown');
    assert.equal(await ask('branch', 'next', 'present', partial), 'unknown');
  });
});
