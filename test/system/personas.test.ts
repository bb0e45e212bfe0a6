import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { readPersonas } from '../../src/core/pipeline/personas/readPersonas.ts';
import { nodeFileOps } from '../../src/core/store/nodeFileOps.ts';
import { createMarkdownFiles, createPersonaFiles } from '../../src/core/store/workspaceFiles.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const folder = path.resolve(import.meta.dirname, '../../personas');

describe('personas', () => {
  test('nine come with Plan Review, the lead first, and every field is somebody’s', async (t) => {
    const ops = nodeFileOps;
    const { personas, core, problems } = await readPersonas({
      builtIn: createMarkdownFiles(ops, { folder, shown: 'personas' }),
      own: createPersonaFiles({ root: await temporaryFolder(t), ops }),
    });

    assert.deepEqual(problems, []);
    assert.deepEqual(
      personas.map((persona) => persona.id),
      [
        'lead',
        'staff-engineer',
        'adversary',
        'delivery-scope',
        'newcomer',
        'operations',
        'reliability',
        'security-privacy',
        'testing',
      ],
    );
    assert.equal(core.length, 9);
    assert.equal(new Set(personas.flatMap((persona) => persona.dimensions)).size, 10);
    assert.deepEqual(personas[0]?.dimensions, []);
  });

  test('a workspace replaces one by its id, and no link brings one in from outside', async (t) => {
    const root = await temporaryFolder(t);
    const own = path.join(root, '.plan-review', 'personas');
    await mkdir(own, { recursive: true });
    await writeFile(
      path.join(own, 'ops.md'),
      '---\nid: operations\nname: Our operations\narchetype: operator\nexperience: staff\n---\nWe run on call.\n',
    );
    await writeFile(
      path.join(root, 'outside.md'),
      '---\nid: outside\nname: X\narchetype: x\nexperience: mid\n---\nx\n',
    );
    await symlink(path.join(root, 'outside.md'), path.join(own, 'outside.md'));

    const ops = nodeFileOps;
    const { personas } = await readPersonas({
      builtIn: createMarkdownFiles(ops, { folder, shown: 'personas' }),
      own: createPersonaFiles({ root, ops }),
    });

    assert.equal(personas.find((persona) => persona.id === 'operations')?.name, 'Our operations');
    assert.equal(personas.length, 9);
  });
});
