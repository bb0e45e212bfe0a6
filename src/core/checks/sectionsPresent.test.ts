import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import type { CheckSettings } from './settings.ts';
import { rollbackPresent } from './rollbackPresent.ts';
import { sectionsPresent } from './sectionsPresent.ts';

async function missing(text: string, sections: CheckSettings['sections'] = {}): Promise<string[]> {
  const context = contextOf(text, { path: 'plans/x.md' });
  const { findings } = await sectionsPresent.run({ ...context, settings: { ...context.settings, sections } });
  return findings.map((finding) => finding.title.replace('Section missing: ', ''));
}

const plan = '# T\n\n## Objectives\n\n## Owner (team A)\n\n## Steps\n';

test('sections that a user sets replace the built-in ones of that kind', async () => {
  assert.deepEqual(await missing(plan), ['Success criteria']);
  assert.deepEqual(await missing(plan, { rfc: ['Owner'] }), ['Success criteria']);
  assert.deepEqual(await missing(plan, { generic: [] }), []);
  assert.deepEqual(await missing(plan, { generic: ['Owner', 'Sign-off', 'a (b'] }), ['Sign-off', 'a (b']);
});

test('a name of ours counts for the headings that we take for it, any other for its own words', async () => {
  assert.deepEqual(await missing(plan, { generic: ['goal', 'Rollback'] }), ['Rollback']);
  assert.deepEqual(await missing(plan, { generic: ['Own', 'owner'] }), ['Own']);
});

test('a gap that sections-present reports is not told twice', async () => {
  const steps =
    '# WP-1: T\n\n## Approach\n\n- Deploy the worker to production.\n- Drop the old jobs table.\n';
  const titles = async (text: string, severities: CheckSettings['severities'] = {}): Promise<string[]> => {
    const context = contextOf(text, { path: 'plans/x.md' });
    const settings = { ...context.settings, severities };
    return (await rollbackPresent.run({ ...context, settings })).findings.map((finding) => finding.title);
  };
  assert.deepEqual(await titles(steps), []);
  assert.deepEqual(await titles(steps, { 'sections-present': 'off' }), ['No way back']);
  assert.deepEqual(await titles(steps.replace('WP-1: ', '')), ['No way back']);
  assert.deepEqual(await titles(`${steps}\n## Risks\n\nNone.\n`), ['No way back']);
  assert.deepEqual(await titles(`${steps}\n## Rollback\n\nNone.\n`), []);
});
