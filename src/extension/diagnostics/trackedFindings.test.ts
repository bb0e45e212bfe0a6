import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trackRange } from '../../core/index.ts';
import { checkFinding, placedFinding, reviewView, span } from '../testing/sampleFindings.ts';
import { fromCheck, fromReview, trackEdits } from './trackedFindings.ts';

test('a finding that several rounds list is taken from the latest of them', () => {
  const view = reviewView(
    [placedFinding({ id: 'F1', range: span(3, 1, 5) }), placedFinding({ id: 'F2', isLost: true })],
    [placedFinding({ id: 'F1', range: span(4, 1, 5) })],
  );
  const found = fromReview(view, { isSnapshotText: true });
  assert.deepEqual(
    found.map(({ id, round, range }) => [id, round, range]),
    [
      ['F1', 2, span(4, 1, 5)],
      ['F2', 1, undefined],
    ],
  );
});

test('further places are shown only in the very text they were found in', () => {
  const view = reviewView([placedFinding({ id: 'F1', related: [span(9, 1, 2)] })]);
  assert.deepEqual(fromReview(view, { isSnapshotText: true })[0]?.related, [span(9, 1, 2)]);
  assert.deepEqual(fromReview(view, { isSnapshotText: false })[0]?.related, []);
});

test('findings follow several changes of one edit, given from the end of the text upwards', () => {
  const findings = fromCheck(
    [
      checkFinding({ id: 'F1', range: span(2, 1, 4), related: [span(8, 2, 3)] }),
      checkFinding({ id: 'F2', range: span(6, 1, 4) }),
    ],
    undefined,
  );
  const moved = trackEdits(
    findings,
    [
      { range: span(5, 1, 1), text: 'one\ntwo\n' },
      { range: span(1, 1, 1), text: 'zero\n' },
    ],
    trackRange,
  );
  assert.deepEqual(
    moved.map(({ range }) => range),
    [span(3, 1, 4), span(9, 1, 4)],
  );
  assert.deepEqual(moved[0]?.related, [span(11, 2, 3)]);
});

test('a finding whose words are deleted has no place', () => {
  const findings = fromCheck([checkFinding({ id: 'F1', range: span(2, 3, 5) })], undefined);
  const [moved] = trackEdits(findings, [{ range: span(2, 1, 9), text: '' }], trackRange);
  assert.equal(moved?.range, undefined);
});

test('a finding of a check remembers its words, whatever ends the lines', () => {
  const [finding] = fromCheck([checkFinding({ id: 'F1', range: span(2, 3, 5) })], 'one\r\ntwo three\r\n');
  assert.equal(finding?.words, 'o ');
});
