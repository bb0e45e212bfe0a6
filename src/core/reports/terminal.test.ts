import assert from 'node:assert/strict';
import test from 'node:test';
import { samplePlanCheck, sampleProblem } from '../../../test/support/samplePlanCheck.ts';
import type { Paint } from './paint.ts';
import { checkText, problemsText } from './terminal.ts';

const rule = '='.repeat(80);

test('a check reads as the seed has it: marks, a way to mend each finding, and the sums', () => {
  assert.equal(
    checkText(samplePlanCheck(), { shownAs: '../plan.md', mode: 'execution' }),
    [
      rule,
      'Plan Review: ../plan.md (generic)',
      'Mode: execution (after the work)',
      rule,
      '',
      'Claims:',
      '  ✗ 3:9 file src/ap.ts (no such file or folder; closest: src/app.ts)',
      '  ✓ 3:9 route /users (Registered; cached)',
      '',
      'Findings:',
      '  ✗ F1 major 3:9 No such file: src/ap.ts',
      '    → FIX: Correct the path.',
      '',
      'Suppressed:',
      '  – 3:9 No such file: dist/app.js (file-exists: made by the build)',
      rule,
      'Summary: 1 PASS, 1 FAIL, 0 UNVERIFIABLE, 1 finding, 1 suppressed',
      rule,
      '',
    ].join('\n'),
  );
});

test('only marks, sums and the like are coloured, and a colour changes no letter', () => {
  const paint: Paint = (tone, text) => `<${tone}>${text}</${tone}>`;
  const painted = checkText(samplePlanCheck(), { paint });
  assert.match(painted, /<bad>✗<\/bad> 3:9 file/);
  assert.match(painted, /<bad>✗ F1 major<\/bad> 3:9 No such file/);
  assert.match(painted, /<good>1 PASS<\/good>, <bad>1 FAIL<\/bad>, 0 UNVERIFIABLE/);
  assert.equal(painted.replaceAll(/<\/?\w+>/g, ''), checkText(samplePlanCheck()));
});

test('a failed claim that is suppressed is no ✗', () => {
  const check = samplePlanCheck();
  const [claim] = check.claims;
  assert.ok(claim);
  const text = checkText({ ...check, claims: [{ ...claim, suppressed: true }] });
  assert.match(
    text,
    / {2}– 3:9 file src\/ap\.ts \(no such file or folder; closest: src\/app\.ts; suppressed\)\n/,
  );
});

test('problems name the file, the line and the way out; without any there is nothing to print', () => {
  assert.equal(problemsText([]), '');
  assert.equal(
    problemsText([sampleProblem]),
    [
      "Problems in the workspace's own checks and settings:",
      '  ✗ .plan-review/checks/a.md:3 Check "a" cannot be used',
      '    It lacks **Verify**.',
      '    → FIX: Add it.',
      '',
    ].join('\n'),
  );
});

test('no words of a plan steer the terminal', () => {
  const check = samplePlanCheck({ title: 'a\u{1b}[2Jb\nc\u{202e}d\u{2028}e', recommendation: '\u{7}' });
  const text = checkText(check, { shownAs: 'x\u{1b}y.md' });
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Bidi_Control}\u{2028}]/u);
  assert.match(text, /✗ F1 major 3:9 a�\[2Jb�c�d�e\n/);
});
