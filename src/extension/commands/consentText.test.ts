import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable } from '../../core/index.ts';
import { consentText, fitsDialog, planCommandText } from './consentText.ts';

const command = {
  path: '.plan-review/checks/routes.md',
  line: 1,
  sha256: 'abc',
  folder: 'harbor',
  command: 'grep -qxF -e "$PLAN_REVIEW_VALUE" routes.txt\nsecond line',
};

test('every line of the command is shown', () => {
  const lines = consentText(command, printable).split('\n');
  assert.deepEqual(lines.slice(2, 4), command.command.split('\n'));
  assert.ok(lines.includes('SHA-256 abc'));
});

test('what would turn or hide the text is shown as what it is not', () => {
  const text = consentText({ ...command, command: 'a\u202eb\u0007c' }, printable);
  assert.ok(text.includes('a\ufffdb\ufffdc'));
});

test('what is agreed to of a plan is shown with its lines, its place and its hash', () => {
  const range = { start: { line: 12, column: 1 }, end: { line: 13, column: 4 } };
  const text = planCommandText(
    { command: 'cd a\nnpm\u202e test', sha256: 'abc', range, folder: 'app', plan: 'a.md' },
    printable,
  );
  assert.deepEqual(text.split('\n').slice(2, 4), ['cd a', 'npm\ufffd test']);
  assert.match(text, /From a\.md, line 12\./);
  assert.ok(text.endsWith('SHA-256 abc'));
});

test('a dialog is for what it shows whole', () => {
  assert.equal(fitsDialog(command.command), true);
  assert.equal(fitsDialog('x\n'.repeat(30)), false);
  assert.equal(fitsDialog('x'.repeat(200)), false);
});
