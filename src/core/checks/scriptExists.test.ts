import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { scriptExists } from './scriptExists.ts';

/** The scripts that fail in a plan, where the package has `build`, `test` and `lint`. */
async function failing(text: string, beside: Record<string, string> = {}): Promise<string[]> {
  const files = { 'package.json': '{"scripts":{"build":"x","test":"x","lint":"x"}}', ...beside };
  const path = 'docs/plans/b.md';
  const { claims } = await scriptExists.run(contextOf(text, { path, files: { ...files, [path]: text } }));
  return claims.filter(({ verdict }) => verdict === 'fail').map(({ value }) => value);
}

const running = (...names: string[]): string =>
  `# Plan\n\n\`\`\`sh\n${names.map((name) => `npm run ${name}\n`).join('')}\`\`\`\n`;

test('one missing script fails however little else a plan runs; more of them only beside twice as many that are there', async () => {
  assert.deepEqual(await failing(running('smoke')), ['smoke']);
  assert.deepEqual(await failing(running('smoke', 'harden')), []);
  assert.deepEqual(await failing(running('build', 'test', 'smoke', 'harden')), ['smoke', 'harden']);
  assert.deepEqual(await failing(running('build', 'test', 'lint', 'smoke', 'harden', 'observe')), []);
});

test('a slip fails whatever else is missing', async () => {
  assert.deepEqual(await failing(running('smoke', 'harden', 'observe', 'buidl')), ['buidl']);
});

test('a name of other words is no slip, and in another language only a slip fails', async () => {
  const beside = { 'package.json': '{"scripts":{"ui-check":"x","build":"x","type-check":"x"}}' };
  const german = `# Plan\n\n${'Die Prüfung läuft über alles, was sich ändert. '.repeat(12)}\n\n`;
  const run = (name: string): string => `${german}- \`npm run ${name}\`\n`;
  assert.deepEqual(await failing(run('api-check'), beside), []);
  assert.deepEqual(await failing(run('typecheck'), beside), ['typecheck']);
  assert.deepEqual(await failing(run('biuld'), beside), ['biuld']);
  assert.deepEqual(await failing('# P\n\nRun `npm run api-check`.\n', beside), []);
  assert.deepEqual(await failing('# P\n\nRun `npm run bundle`.\n', beside), ['bundle']);
});

test('what another plan of the folder adds may be there by then, and what it only runs as well may not', async () => {
  const text = running('ingest');
  const adding = '# Before\n\nAdd an npm script `ingest`.\n';
  assert.deepEqual(await failing(text, { 'docs/plans/a.md': adding }), []);
  assert.deepEqual(await failing(text, { 'docs/plans/a.md': running('ingest') }), ['ingest']);
  assert.deepEqual(await failing(text, { 'docs/plans/a.md': '# Before\n\nAdd a script `digest`.\n' }), [
    'ingest',
  ]);
});

test('a plan that reckons with the absence of a script leaves it open', async () => {
  assert.deepEqual(await failing('# P\n\nRun `npm run help 2>/dev/null | grep x`.\n'), []);
  assert.deepEqual(await failing('# P\n\n```sh\nnpm run smoke   # custom script for later\n```\n'), []);
  assert.deepEqual(await failing('# P\n\n```sh\nnpm run smoke   # a smoke test\n```\n'), ['smoke']);
});

test('an item that is a command is run, and one that begins with a command tells of it', async () => {
  assert.deepEqual(await failing('# P\n\n- `npm run smoke`\n'), ['smoke']);
  assert.deepEqual(await failing('# P\n\n- [ ] `npm run smoke` — all green\n'), ['smoke']);
  assert.deepEqual(await failing('# P\n\n- `npm run smoke` brings up a server\n'), []);
});
