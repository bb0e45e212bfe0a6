import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFinding } from '../testing/sampleFindings.ts';
import { diagnosticsPerFile, diagnosticText, findingText, toShow } from './diagnosticText.ts';
import { fromCheck } from './trackedFindings.ts';

test('a diagnostic says the title, and what to do on a line of its own', () => {
  assert.equal(
    diagnosticText({ title: 'No such file', recommendation: 'Correct it.' }),
    'No such file\nCorrect it.',
  );
});

test('code between backticks stands between quotes', () => {
  const text = diagnosticText({ title: 'No `a.ts`', recommendation: 'Name `b.ts`, or a single ` as it is.' });
  assert.equal(text, "No 'a.ts'\nName 'b.ts', or a single ` as it is.");
});

test('long and many-lined words are cut to one line each', () => {
  const text = diagnosticText({ title: 'a\nb\u2028c', recommendation: 'x'.repeat(1000) });
  assert.deepEqual(
    text.split('\n').map((line) => line.length),
    [5, 300],
  );
  assert.ok(text.endsWith('…'));
});

test('the worst come first, and no more than the editor keeps', () => {
  const findings = [
    checkFinding({ id: 'F1', severity: 'suggestion' }),
    ...Array.from({ length: diagnosticsPerFile }, (_, index) =>
      checkFinding({ id: `F${index + 2}`, severity: 'minor' }),
    ),
    checkFinding({ id: 'F2000', severity: 'critical' }),
  ];
  const shown = toShow(fromCheck(findings, undefined));
  assert.equal(shown.length, diagnosticsPerFile);
  assert.equal(shown[0]?.id, 'F2000');
  assert.ok(shown.every(({ severity }) => severity !== 'suggestion'));
});

test('a finding of a bare check without a place is not shown, and one of a round is, as lost', () => {
  const [finding] = fromCheck([checkFinding({ id: 'F1' })], undefined);
  assert.ok(finding);
  const gone = { ...finding, range: undefined };
  assert.deepEqual(toShow([gone]), []);
  const [shown] = toShow([{ ...gone, round: 1 }]);
  assert.ok(shown);
  assert.equal(findingText(shown), 'Lost, its words are gone: Title of F1\nMend it.');
});

test('a diagnostic says what became of the finding where a round has left it open', () => {
  const [finding] = fromCheck([checkFinding({ id: 'F1' })], undefined);
  assert.ok(finding);
  const titles = (['open', 'unresolved', 'partially-resolved', 'regressed', 'acknowledged'] as const).map(
    (status) => findingText({ ...finding, status }).split('\n')[0],
  );
  assert.deepEqual(titles, [
    'Title of F1',
    'Unresolved: Title of F1',
    'Partially resolved: Title of F1',
    'Regressed: Title of F1',
    'Acknowledged, and still open: Title of F1',
  ]);
});
