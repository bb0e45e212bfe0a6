import assert from 'node:assert/strict';
import test from 'node:test';
import { samplePlanCheck, sampleProblem } from '../../../test/support/samplePlanCheck.ts';
import { githubText } from './github.ts';

const lines = (text: string): string[] => text.trimEnd().split('\n');

test('each finding is a workflow command, and the suppressed are only counted', () => {
  const check = samplePlanCheck();
  assert.deepEqual(
    lines(githubText([{ check, file: 'a/docs/plan.md' }], [{ problem: sampleProblem, file: 'a/x.md' }])),
    [
      '::error file=a/docs/plan.md,line=3,endLine=3,col=9,endColumn=19,title=F1 No such file%3A src/ap.ts (major%2C file-exists)::The plan changes it. It is not there.%0AFIX: Correct the path.',
      'Plan Review: a/docs/plan.md: 1 PASS, 1 FAIL, 0 UNVERIFIABLE, 1 finding, 1 suppressed',
      '::error file=a/x.md,line=3,endLine=3,col=9,endColumn=19,title=Check "a" cannot be used (major%2C check-definition)::It lacks **Verify**. Nothing is checked with it.%0AFIX: Add it.',
    ],
  );
});

test('severities become levels, and what goes over several lines has no columns', () => {
  const commandOf = (severity: 'critical' | 'minor' | 'suggestion'): string | undefined =>
    lines(
      githubText(
        [
          {
            check: samplePlanCheck({
              severity,
              range: { start: { line: 1, column: 2 }, end: { line: 2, column: 1 } },
            }),
            file: 'p.md',
          },
        ],
        [],
      ),
    )[0]?.replace(/,title.*/, '');
  assert.equal(commandOf('critical'), '::error file=p.md,line=1,endLine=2');
  assert.equal(commandOf('minor'), '::warning file=p.md,line=1,endLine=2');
  assert.equal(commandOf('suggestion'), '::notice file=p.md,line=1,endLine=2');
});

test('no text of a plan, and no path, ends a command or begins another', () => {
  const evil = '100%\r\n::set-output name=x::y,a:b';
  const text = githubText(
    [{ check: samplePlanCheck({ title: evil, recommendation: evil }), file: `a,b:c\n::error::x.md` }],
    [],
  );
  const [command = '', summary = '', ...rest] = lines(text);
  assert.deepEqual(rest, []);
  assert.match(command, /^::error file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax\.md,line=3,/);
  assert.match(command, /title=F1 100%25%0D%0A%3A%3Aset-output name=x%3A%3Ay%2Ca%3Ab \(/);
  assert.match(command, /FIX: 100%25%0D%0A::set-output name=x::y,a:b$/);
  assert.match(summary, /^Plan Review: /);
});
