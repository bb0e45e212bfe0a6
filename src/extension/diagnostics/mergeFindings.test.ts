import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../../core/index.ts';
import { span } from '../testing/sampleFindings.ts';
import { doubtsOf, mergeFindings, sameFinding, stillInDoubt } from './mergeFindings.ts';
import type { TrackedFinding } from './trackedFindings.ts';

function finding(fields: Partial<TrackedFinding> & { readonly id: string }): TrackedFinding {
  return {
    round: undefined,
    status: 'open',
    isOpen: true,
    check: 'file-exists',
    isOfChecks: true,
    checkTitles: [],
    words: 'a.ts',
    severity: 'major',
    title: 'No such file: a.ts',
    recommendation: 'Correct it.',
    range: span(1, 1, 5),
    related: [],
    ...fields,
  };
}

const documented: Claim = {
  kind: 'documented',
  check: 'api-route',
  value: '/users',
  intent: 'exists',
  verdict: 'unverifiable',
  range: span(4, 1, 7),
  detail: 'not run',
  cached: false,
};

function shown(findings: readonly TrackedFinding[]): readonly (readonly [string, number | undefined])[] {
  return findings.map(({ id, range }) => [id, range?.start.line]);
}

test('what a round and the present check both found is shown once, under its number and where it is now', () => {
  const round = [finding({ id: 'F7', round: 1, range: span(9, 1, 5) })];
  const present = [finding({ id: 'F1', range: span(3, 1, 5), related: [span(8, 1, 5)] })];
  const [merged, ...others] = mergeFindings(round, present, []);
  assert.deepEqual(others, []);
  assert.deepEqual(merged, { ...round[0], range: span(3, 1, 5), related: [span(8, 1, 5)] });
});

test('of several that say the same, those at one place belong together', () => {
  const round = [
    finding({ id: 'F1', round: 1, range: undefined }),
    finding({ id: 'F2', round: 1, range: span(2, 1, 5) }),
  ];
  const present = [finding({ id: 'N1', range: span(2, 1, 5) }), finding({ id: 'N2', range: span(6, 1, 5) })];
  assert.deepEqual(shown(mergeFindings(round, present, [])), [
    ['F1', 6],
    ['F2', 2],
  ]);
});

test('what the checks no longer find is gone, and what others found stays', () => {
  const round = [
    finding({ id: 'F1', round: 1 }),
    finding({ id: 'F2', round: 1, isOfChecks: false, check: undefined }),
  ];
  const present = [finding({ id: 'N1', title: 'No such file: b.ts' })];
  assert.deepEqual(
    mergeFindings(round, present, []).map(({ id }) => id),
    ['F2', 'N1'],
  );
});

test('what a reviewer and the checks found together is shown once, at the words of the reviewer', () => {
  const together = finding({
    id: 'F2',
    round: 1,
    isOfChecks: false,
    title: 'The step names a file that nobody writes',
    checkTitles: ['No such file: a.ts'],
    range: span(7, 1, 30),
  });
  const present = [finding({ id: 'N1', range: span(2, 1, 5) }), finding({ id: 'N2', range: span(7, 5, 9) })];
  assert.deepEqual(shown(mergeFindings([together], present, [])), [
    ['F2', 7],
    ['N1', 2],
  ]);
  // Mended for the check, not for the reviewer.
  assert.deepEqual(mergeFindings([together], [], []), [together]);
});

test('a finding of an earlier round and the check that finds it again are one', () => {
  const rounds = [
    finding({ id: 'F1', round: 1, status: 'regressed' }),
    finding({ id: 'F5', round: 2, title: 'No such file: b.ts', range: span(4, 1, 5) }),
  ];
  const present = rounds.map((known, index) => ({ ...known, id: `N${index}`, round: undefined }));
  assert.deepEqual(shown(mergeFindings(rounds, present, [])), [
    ['F1', 1],
    ['F5', 4],
  ]);
});

test('what a command found stays until it is run again, while its words are there', () => {
  const earlier = finding({
    id: 'F1',
    check: 'api-route',
    title: 'Route missing',
    words: '/users',
    range: span(4, 1, 7),
  });
  const doubts = doubtsOf([documented]);
  assert.deepEqual(mergeFindings([{ ...earlier, round: 1 }], [], doubts), [{ ...earlier, round: 1 }]);
  assert.deepEqual(stillInDoubt([earlier], [], doubts), [earlier]);
  assert.deepEqual(stillInDoubt([earlier], [earlier], doubts), []);
  assert.deepEqual(stillInDoubt([{ ...earlier, words: '/user' }], [], doubts), []);
  assert.deepEqual(stillInDoubt([{ ...earlier, range: span(5, 1, 7) }], [], doubts), []);
});

test('only the commands of own checks leave something open', () => {
  const { check: _, ...builtIn } = documented;
  assert.deepEqual(
    doubtsOf([
      { ...builtIn, kind: 'file' },
      { ...documented, verdict: 'pass' },
      { ...documented, intent: 'example' },
    ]),
    [],
  );
  assert.deepEqual(doubtsOf([documented]), [{ check: 'api-route', value: '/users', range: span(4, 1, 7) }]);
});

test('the finding meant is the nearest of those that say the same', () => {
  const all = [
    finding({ id: 'N1', range: span(1, 1, 5) }),
    finding({ id: 'N2', range: span(8, 1, 5) }),
    finding({ id: 'N3', range: span(9, 1, 5), title: 'Another' }),
  ];
  const wanted = { check: 'file-exists', title: 'No such file: a.ts' };
  assert.equal(sameFinding(all, { ...wanted, range: span(9, 1, 5) })?.id, 'N2');
  assert.equal(sameFinding(all, { ...wanted, range: span(1, 1, 5) })?.id, 'N1');
  assert.equal(sameFinding(all, { ...wanted, check: 'other', range: undefined }), undefined);
});
