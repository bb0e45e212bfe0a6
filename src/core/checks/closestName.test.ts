import assert from 'node:assert/strict';
import test from 'node:test';
import { closestName } from './closestName.ts';

test('a name a letter or two away is a slip, and another number is not', () => {
  assert.deepEqual(closestName('develp', ['main', 'develop']), { name: 'develop', isSlip: true });
  assert.deepEqual(closestName('Auth_Service', ['auth-service']), { name: 'auth-service', isSlip: true });
  assert.deepEqual(closestName('release/1.5', ['release/1.4']), { name: 'release/1.4', isSlip: false });
  assert.deepEqual(closestName('deploy:prod', ['deploy:dev']), { name: 'deploy:dev', isSlip: false });
});

test('nothing is closest where nothing is alike, and a name is not its own suggestion', () => {
  assert.equal(closestName('main', ['production', 'main']), undefined);
  assert.equal(closestName('x'.repeat(500), ['x'.repeat(499)]), undefined);
});
