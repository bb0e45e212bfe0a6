import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notAnswered, refusePlace } from './refusal.ts';

const place = { scheme: 'file', name: 'plan.md', isInFolder: true, hasFolders: true };

test('a file in an open folder is a plan', () => {
  assert.equal(refusePlace(place), undefined);
});

test('every bad place has a sentence, a way out and a button', () => {
  const cases = [
    { change: { scheme: 'untitled', isInFolder: false }, message: /has not been saved/, action: 'save' },
    { change: { scheme: 'vscode-vfs' }, message: /"vscode-vfs:"/, action: 'open-folder' },
    { change: { isInFolder: false, hasFolders: false }, message: /No folder is open/, action: 'open-folder' },
    { change: { isInFolder: false }, message: /outside the folders/, action: 'add-folder' },
  ] as const;
  for (const { change, message, action } of cases) {
    const refusal = refusePlace({ ...place, ...change });
    assert.match(refusal?.message ?? '', message);
    assert.notEqual(refusal?.wayOut, '');
    assert.equal(refusal?.actions[0], action);
  }
});

test('a response that is not submitted is told with what is missing, and with both ways on', () => {
  const missing = ['F1 is critical and has no answer yet.', 'Two.', 'Three.', 'Four.', 'Five.'];
  const refusal = notAnswered(2, missing);
  assert.equal(
    refusal.message,
    'The response to round 2 is not submitted: F1 is critical and has no answer yet. Two. Three. And 2 more.',
  );
  assert.deepEqual(refusal.actions, ['answer', 'without-response']);
  assert.equal(notAnswered(1, []).message, 'The response to round 1 is not submitted.');
});
