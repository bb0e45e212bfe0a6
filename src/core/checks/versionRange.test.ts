import assert from 'node:assert/strict';
import test from 'node:test';
import { versionFits } from './versionRange.ts';

test('a claimed version is held against the range as far as both say something', () => {
  const cases: [string, string, boolean | undefined][] = [
    ['4', '^4.6.7', true],
    ['4.7', '^4.6.7', true],
    ['4.1', '^4.6.7', false],
    ['3', '^4.6.7', false],
    ['5', '^4.6.7', false],
    ['5.2', '~5.1.0', false],
    ['5.1.9', '~5.1.0', true],
    ['2', '2.0.0', true],
    ['2.0.1', '2.0.0', false],
    ['0.3', '^0.2.1', false],
    ['0.2.4', '^0.2.1', true],
    ['7', '>=5', true],
    ['4', '>=5', false],
    ['4', '4.x', true],
    ['4', '^3 || ^4', undefined],
    ['4', 'workspace:*', undefined],
    ['4', 'latest', undefined],
    ['4', '', undefined],
  ];
  for (const [claimed, range, expected] of cases) {
    assert.equal(versionFits(claimed, range), expected, `${claimed} in ${range}`);
  }
});
