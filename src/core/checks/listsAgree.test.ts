import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { listsAgree } from './listsAgree.ts';
import { coveredKeys } from './requirementIds.ts';

async function titles(text: string): Promise<string[]> {
  const { findings } = await listsAgree.run(contextOf(text));
  return findings.map((finding) => finding.title);
}

const lists = '---\nfiles_modified: [src/a.ts, src/b/, "lib/*.py"]\n---\n\n# T\n\n## Steps\n\n';

test('a step changes files that the list of changed files names', async () => {
  assert.deepEqual(
    await titles(
      `${lists}- Modify \`src/a.ts\`\n- Update \`src/b/c.ts\`\n- Edit \`lib/x.py\`\n- Modify: \`src/d.ts\`\n- Then extend \`src/d.ts\` again\n`,
    ),
    ['Not in the list of files: src/d.ts'],
  );
});

test('a list of changed files says nothing of new ones, nor one without tests of tests', async () => {
  assert.deepEqual(await titles(`${lists}- Create \`src/new.ts\`\n- Modify \`test/a.test.ts\`\n`), []);
  assert.deepEqual(
    await titles(
      `${lists.replace('---\nfiles', '---\nfiles_created: [src/n.ts]\nfiles')}- Create \`src/new.ts\`\n`,
    ),
    ['Not in the list of files: src/new.ts'],
  );
});

test('a section lists files too, and a plan without a list has none to agree with', async () => {
  const section =
    '# T\n\n## Steps\n\n1. Modify `src/x.ts`.\n\n## Files to modify\n\n- `src/a.ts`\n- `src/b.ts`\n';
  assert.deepEqual(await titles(section), ['Not in the list of files: src/x.ts']);
  assert.deepEqual(await titles(section.replace('Files to modify', 'Notes')), []);
});

test('what is no order to change the file is left alone', async () => {
  for (const step of [
    'Read `src/x.ts`.',
    'Run `src/x.ts` after the update.',
    'Updates of `src/x.ts` are not needed.',
    'See how `src/x.ts` does it.',
    'Do not modify `src/x.ts`.',
  ]) {
    assert.deepEqual(await titles(`${lists}- ${step}\n`), [], step);
  }
});

const requirements = (count: number): string =>
  `# T\n\n## Requirements\n\n${Array.from({ length: count }, (_, at) => `- **FR-00${at + 1}**: it works\n`).join('')}\n## Steps\n\n`;

test('ids that are traced are defined, and those that are defined are traced where the others are', async () => {
  assert.deepEqual(await titles(`${requirements(4)}- FR-1, FR-2 and FR-003\n- FR-009\n`), [
    'Not defined: FR-009',
    'Never taken up: FR-004',
  ]);
  assert.deepEqual(await titles(`${requirements(4)}- FR-001 to FR-004\n`), []);
  assert.deepEqual(await titles(`${requirements(4)}- FR-001/002 and FR-003, 004\n`), []);
  assert.deepEqual(await titles(`${requirements(4)}- FR-001\n`), []);
  assert.deepEqual(await titles('# T\n\n- FR-001 is done\n- see FR-002 of the PRD\n'), []);
});

test('R1 is a requirement only where requirements define it', async () => {
  const steps = '\n## Steps\n\nR1, R2, R3 and R9.\n';
  assert.deepEqual(await titles(`# T\n\n## Requirements\n\n- R1: a\n- R2: b\n- R3: c\n${steps}`), [
    'Not defined: R9',
  ]);
  assert.deepEqual(await titles(`# T\n\n## Risks\n\n- R1: a\n- R2: b\n- R3: c\n${steps}`), []);
});

test('ranges and shorthands name what they cover', () => {
  assert.deepEqual([...coveredKeys('FR-2..FR-4, US1/2 & 3')].toSorted(), [
    'FR-2',
    'FR-3',
    'FR-4',
    'US2',
    'US3',
  ]);
  assert.deepEqual([...coveredKeys('- FR-2\n- FR-9')], []);
});
