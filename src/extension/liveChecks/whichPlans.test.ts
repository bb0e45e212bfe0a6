import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asYouTypeOf, longestLive, wantsLiveCheck, type OpenDocument } from './whichPlans.ts';

const document: OpenDocument = {
  asYouType: 'plans',
  name: 'queue.md',
  length: 100,
  isKnown: false,
  isCleared: false,
};

test('a document is checked if it is a plan, and at once if it is known as one', () => {
  assert.equal(wantsLiveCheck(document), 'if-plan');
  assert.equal(wantsLiveCheck({ ...document, isKnown: true }), 'yes');
  assert.equal(wantsLiveCheck({ ...document, asYouType: 'all' }), 'yes');
});

test('a README among plans is no plan, unless somebody treats it as one', () => {
  for (const name of ['README.md', 'readme.html', 'CHANGELOG.md', 'CONTRIBUTING.md', 'AGENTS.md']) {
    assert.equal(wantsLiveCheck({ ...document, name }), 'no', name);
    assert.equal(wantsLiveCheck({ ...document, name, isKnown: true }), 'yes', name);
  }
  assert.equal(wantsLiveCheck({ ...document, name: 'readmes-for-all.md' }), 'if-plan');
});

test('nothing is checked that is turned off, swept away or very long', () => {
  assert.equal(wantsLiveCheck({ ...document, isKnown: true, asYouType: 'off' }), 'no');
  assert.equal(wantsLiveCheck({ ...document, isKnown: true, isCleared: true }), 'no');
  assert.equal(wantsLiveCheck({ ...document, asYouType: 'all', length: longestLive + 1 }), 'no');
});

test('a setting that means nothing means the default', () => {
  assert.deepEqual(['all', 'off', 'plans', 'never', 3, undefined].map(asYouTypeOf), [
    'all',
    'off',
    'plans',
    'plans',
    'plans',
    'plans',
  ]);
});
