import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSettingsOf } from './checkSettings.ts';

test('what nobody set is left to the workspace', () => {
  assert.deepEqual(checkSettingsOf({}), {});
});

test('what can be used is taken, and what cannot is left out', () => {
  assert.deepEqual(
    checkSettingsOf({
      severities: { 'file-exists': 'off', 'vague-wording': 'loud', 'link-exists': 'minor' },
      planFolders: ['docs/plans', '../elsewhere', '/etc', 'a\\b', '', 3],
      sections: { rfc: ['Context', 7, ''], poem: ['Verse'], prp: 'Goal' },
      commandTimeLimit: 30,
    }),
    {
      severities: { 'file-exists': 'off', 'link-exists': 'minor' },
      planFolders: ['docs/plans'],
      sections: { rfc: ['Context'] },
      commandTimeLimit: 30,
    },
  );
});

test('values of another type are as good as none', () => {
  assert.deepEqual(checkSettingsOf({ severities: [], planFolders: 'plans', sections: null }), {});
  for (const commandTimeLimit of [0, -1, 601, Number.NaN, '10']) {
    assert.deepEqual(checkSettingsOf({ commandTimeLimit }), {}, String(commandTimeLimit));
  }
});
