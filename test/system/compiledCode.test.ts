import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('../../src/cli/start.ts', import.meta.url));

describe('the code of the command line', () => {
  let home = '';
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'plan-review-home-'));
  });
  after(async () => {
    await rm(home, { recursive: true, force: true });
  });

  const printsVersion = (environment: Readonly<Record<string, string>>): void => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [start, '--version'], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '0.0.0-source\n', stderr: '' });
  };

  test('is kept compiled among what the user’s programs may lose', async () => {
    printsVersion({ HOME: home });
    assert.notDeepEqual(await readdir(join(home, '.cache/plan-review/compiled')), []);
    printsVersion({ HOME: home, XDG_CACHE_HOME: join(home, 'chosen') });
    assert.notDeepEqual(await readdir(join(home, 'chosen/plan-review/compiled')), []);
  });

  test('is compiled anew where nothing can be kept', async () => {
    const missing = join(home, 'missing');
    printsVersion({ HOME: missing });
    printsVersion({ HOME: missing, XDG_CACHE_HOME: 'relative' });
    assert.equal(existsSync(missing), false);
    const file = join(home, 'file');
    await writeFile(file, '');
    printsVersion({ HOME: file });
    printsVersion({ XDG_CACHE_HOME: file });
    printsVersion({});
  });
});
