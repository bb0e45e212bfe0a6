import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { fileExists } from './fileExists.ts';

const there = Array.from({ length: 12 }, (_, index) => `src/queue/part${index}.ts`);

/** The paths that fail in a plan which also names twelve files that are there. */
async function failing(text: string): Promise<string[]> {
  const plan = `# Plan\n\nThe queue: ${there.map((path) => `\`${path}\``).join(', ')}.\n\n${text}\n`;
  const files = Object.fromEntries(there.map((path) => [path, 'text\n']));
  const { claims } = await fileExists.run(contextOf(plan, { path: 'docs/plans/a.md', files }));
  return claims.filter(({ verdict }) => verdict === 'fail').map(({ value }) => value);
}

test('several files of one folder that a plan only points to were written on another branch, one or two were not', async () => {
  const references = (...names: readonly string[]): string =>
    `## References\n\n${names.map((name) => `- \`src/queue/${name}.ts\``).join('\n')}`;
  assert.deepEqual(await failing(references('nakedSubset', 'basicFish')), [
    'src/queue/nakedSubset.ts',
    'src/queue/basicFish.ts',
  ]);
  assert.deepEqual(await failing(references('nakedSubset', 'basicFish', 'uniqueness')), []);
});

test('what a plan says it changes is missing however many there are', async () => {
  const changes = ['nakedSubset', 'basicFish', 'uniqueness'].map((name) => `src/queue/${name}.ts`);
  assert.deepEqual(await failing(changes.map((path) => `- Modify \`${path}\`.`).join('\n')), changes);
});

test('what is a guess or optional is not taken for granted', async () => {
  for (const [text, isTaken] of [
    ['Update the loop of `src/queue/gone.ts`.', true],
    ['Update the loop, likely `src/queue/gone.ts`.', false],
    ['- Modify `src/queue/timer.ts` for the limit', true],
    ['- Modify `src/queue/timer.ts` (optional)', false],
  ] as const) {
    assert.equal((await failing(text)).length, isTaken ? 1 : 0, text);
  }
});
