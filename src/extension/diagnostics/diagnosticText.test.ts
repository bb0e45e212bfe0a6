import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFinding } from '../testing/sampleFindings.ts';
import { diagnosticsPerFile, diagnosticText, toShow } from './diagnosticText.ts';
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

test('findings without a place are not shown in the text', () => {
  const [finding] = fromCheck([checkFinding({ id: 'F1' })], undefined);
  assert.ok(finding);
  assert.deepEqual(toShow([{ ...finding, range: undefined }]), []);
});
