import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { planOverlaps } from './planOverlaps.ts';

const plan = (text: string): string => `---\nstatus: draft\n---\n\n# Plan\n\n## Steps\n\n${text}\n`;

/** What is said of each of two plans beside the other one. */
async function said(one: string, other: string): Promise<[string[], string[]]> {
  const files = { 'docs/plans/a.md': plan(one), 'docs/plans/b.md': plan(other), 'src/legacy/parser.ts': '' };
  const of = async (path: keyof typeof files): Promise<string[]> =>
    (await planOverlaps(contextOf(files[path], { path, files }))).map(({ title }) => title);
  return [await of('docs/plans/a.md'), await of('docs/plans/b.md')];
}

for (const [what, one, other, title] of [
  [
    'the same new file',
    'Create `src/cache/lru.ts`.',
    'Add a new file `src/cache/lru.ts`.',
    'Made by another open plan too: src/cache/lru.ts',
  ],
  [
    'one migration number',
    'Create `db/migrations/0042_add_users.sql`.',
    'Create `db/migrations/0042_drop_roles.sql`.',
    'Migration number taken by another open plan too: db/migrations/0042_add_users.sql',
  ],
  [
    'a migration number in words',
    'Add migration 0042 for the users.',
    'Create `db/migrations/0042_drop_roles.sql`.',
    'Migration number taken by another open plan too: 0042',
  ],
  [
    'one port',
    'Add a metrics server that listens on port 9464.',
    'Create a debug server and bind it to port `9464`.',
    'Port taken by another open plan too: 9464',
  ],
  [
    'one setting',
    'Add a setting `queue.limit` for the size.',
    'Introduce the `queue.limit` setting.',
    'Setting made by another open plan too: queue.limit',
  ],
  [
    'one environment variable',
    'Add the environment variable `QUEUE_LIMIT=5`.',
    'Introduce a new environment variable `QUEUE_LIMIT`.',
    'Setting made by another open plan too: QUEUE_LIMIT=5',
  ],
  [
    'one command',
    'Add a command `app lint --fix`.',
    'Create the CLI command `app lint <file>`.',
    'Command made by another open plan too: app lint --fix',
  ],
  [
    'what the other works on',
    'Delete `src/legacy/parser.ts`.',
    'Modify `src/legacy/parser.ts`.',
    'Removes what another open plan works on: src/legacy/parser.ts',
  ],
  [
    'a folder that the other fills',
    'Delete `src/legacy/`.',
    'Create `src/legacy/shim.ts`.',
    'Removes what another open plan works on: src/legacy/',
  ],
] as const) {
  test(`open plans clash: ${what}`, async () => {
    const [ofOne, ofOther] = await said(one, other);
    assert.deepEqual(ofOne, [title]);
    assert.equal(ofOther.length, 1, 'the other plan has a finding, too');
  });
}

for (const [what, one, other] of [
  ['a port that is there', 'The app listens on port 3000.', 'The app listens on port 3000.'],
  ['a setting that is read', 'Read the setting `queue.limit`.', 'Add a setting `queue.limit`.'],
  [
    'a setting that exists',
    'Add a test for the existing setting `queue.limit`.',
    'Add a setting `queue.limit`.',
  ],
  ['numbers of two folders', 'Create `a/migrations/0042_x.sql`.', 'Create `b/migrations/0042_y.sql`.'],
  ['two numbers', 'Create `db/migrations/0042_x.sql`.', 'Create `db/migrations/0043_y.sql`.'],
  ['a file that both change, which their lists do not claim', 'Modify `src/app.ts`.', 'Modify `src/app.ts`.'],
  ['a bare name', 'Create `index.ts`.', 'Create `index.ts`.'],
  ['what is not made', 'Do not add a command `app lint`.', 'Add a command `app lint`.'],
  ['a file that was made already', 'Create `src/legacy/parser.ts`.', 'Create `src/legacy/parser.ts`.'],
  [
    'a file from which something is moved',
    '- `src/legacy/parser.ts`: move the loop to the top.',
    'Modify `src/legacy/parser.ts`.',
  ],
  ['two commands', 'Add a command `app lint`.', 'Add a command `app fix`.'],
] as const) {
  test(`open plans do not clash: ${what}`, async () => {
    assert.deepEqual(await said(one, other), [[], []]);
  });
}

test('documents about one piece of work do not clash: copies, a design and its plan, what one names', async () => {
  const text = plan('Create `src/cache/lru.ts`.');
  const clash = async (one: string, other: string, more = ''): Promise<number> => {
    const files = { [one]: text, [other]: text + more };
    return (await planOverlaps(contextOf(text, { path: one, files }))).length;
  };
  assert.equal(await clash('docs/plans/cache.md', 'docs/plans/queue.md'), 1);
  assert.equal(await clash('docs/plans/cache.md', 'docs/specs/cache.md'), 0);
  assert.equal(await clash('docs/plans/cache.md', 'docs/specs/cache-design.md'), 0);
  assert.equal(await clash('docs/plans/the-new-cache-plan.md', 'docs/plans/the-new-cache-tests.md'), 0);
  assert.equal(
    await clash('docs/plans/the-cache.md', 'docs/plans/queue.md', 'See `docs/plans/the-cache.md`.'),
    0,
  );
});

test('the finding names the other plan, its line and what it has there', async () => {
  const files = {
    'docs/plans/a.md': plan('Create `db/migrations/0042_a.sql`.'),
    'docs/plans/b.md': plan('Create `db/migrations/0042_b.sql`.'),
  };
  const [found] = await planOverlaps(contextOf(files['docs/plans/a.md'], { path: 'docs/plans/a.md', files }));
  assert.equal(
    found?.observation,
    'This plan makes the migration `db/migrations/0042_a.sql`, and the open plan `docs/plans/b.md` (line 9) has the same number for `db/migrations/0042_b.sql`.',
  );
  assert.deepEqual(found.range, { start: { line: 9, column: 9 }, end: { line: 9, column: 33 } });
});
