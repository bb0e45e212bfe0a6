import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryFiles } from '../../../test/support/memory/memoryFiles.ts';
import { createMemoryGit } from '../../../test/support/memory/memoryGit.ts';
import { summarizeClaims } from '../domain/claim.ts';
import { parsePlan } from '../text/planDocument.ts';
import { runChecks, type CheckedPlan } from './runChecks.ts';
import { defaultCheckSettings, type CheckSettings } from './settings.ts';

/** Runs the checks over a plan of which only files, commits and suppressions matter. */
function check(text: string, settings: Partial<CheckSettings> = {}): Promise<CheckedPlan> {
  const severities = { 'sections-present': 'off', 'front-matter': 'off', ...settings.severities } as const;
  return runChecks(
    {
      files: createMemoryFiles({ 'src/app.ts': '' }),
      git: createMemoryGit({ commits: ['4c1f0aa9'] }),
      workspacePrefix: '',
      settings: { ...defaultCheckSettings, severities },
    },
    parsePlan('plan.md', text),
    { mode: 'plan', signal: undefined },
  );
}

/** Findings of the checks this is about, as `line check`, and those suppressed as `line check (reason)`. */
async function told(text: string, settings: Partial<CheckSettings> = {}): Promise<string[]> {
  const { findings, suppressed } = await check(text, settings);
  const ours = new Set(['file-exists', 'commit-exists', 'suppression']);
  return [
    ...findings
      .filter((finding) => ours.has(finding.check))
      .map(({ check, range, title }) =>
        check === 'suppression' ? `${range.start.line} ${title}` : `${range.start.line} ${check}`,
      ),
    ...suppressed.map(
      ({ check, range, suppression }) =>
        `${range.start.line} ${check} (${suppression.reason ?? 'no reason'})`,
    ),
  ];
}

const missing = 'Modify `src/gone.ts`.';

test('a comment suppresses a check in the next line that says anything', async () => {
  const comment = '<!-- plan-review-disable-next-line file-exists: made by the build -->';
  assert.deepEqual(await told(`# Plan\n\n${comment}\n${missing}\n`), ['4 file-exists (made by the build)']);
  assert.deepEqual(await told(`# Plan\n\n${comment}\n\n${missing}\n`), ['5 file-exists (made by the build)']);
  assert.deepEqual(await told(`# Plan\r\n\r\n${comment}\r\n${missing}\r\n`), [
    '4 file-exists (made by the build)',
  ]);
  assert.deepEqual(
    await told(`# Plan\n\n${comment}\n\nOther words.\n\n${missing}\n`),
    ['7 file-exists', '3 Suppression that suppresses nothing: file-exists'].toSorted(byLine),
  );
});

function byLine(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10);
}

test('comments may stand one below the other, and name several checks', async () => {
  const two = `<!-- plan-review-disable-next-line file-exists: a -->\n<!-- plan-review-disable-next-line commit-exists: b -->\n${missing.slice(0, -1)} as in commit 1234abc9.\n`;
  assert.deepEqual(await told(two), ['3 file-exists (a)', '3 commit-exists (b)']);
  const one = `<!-- plan-review-disable-next-line file-exists, commit-exists: both -->\n${missing.slice(0, -1)} as in commit 1234abc9.\n`;
  assert.deepEqual(await told(one), ['2 file-exists (both)', '2 commit-exists (both)']);
});

test('a comment at the end of a line, in a table and in front matter', async () => {
  assert.deepEqual(await told(`${missing} <!-- plan-review-disable-line file-exists: why -->\n`), [
    '1 file-exists (why)',
  ]);
  const row = '| `src/gone.ts` | modify it | <!-- plan-review-disable-line file-exists: why -->';
  assert.deepEqual(await told(`| File | What |\n|---|---|\n${row}\n`), ['3 file-exists (why)']);
  const yaml = (comment: string): string => `---\nfiles_modified:\n  - src/gone.ts${comment}\n---\n# Plan\n`;
  assert.deepEqual(await told(yaml('')), ['3 file-exists']);
  assert.deepEqual(await told(yaml(' # plan-review-disable-line file-exists: why')), ['3 file-exists (why)']);
});

test('a block is suppressed up to its end, or to the end of the plan', async () => {
  const block = `<!-- plan-review-disable file-exists: all generated -->\n\n${missing}\n\nModify \`src/ap.ts\`.\n\n`;
  const after = 'Modify `src/appp.ts`.\n';
  assert.deepEqual(await told(`${block}<!-- plan-review-enable file-exists -->\n\n${after}`), [
    '9 file-exists',
    '3 file-exists (all generated)',
    '5 file-exists (all generated)',
  ]);
  assert.equal((await told(`${block}<!-- plan-review-enable -->\n\n${after}`)).length, 3);
  assert.equal((await check(block + after)).suppressed.length, 3);
});

test('a suppressed failure counts as neither pass nor fail', async () => {
  const { claims } = await check(`${missing} <!-- plan-review-disable-line file-exists: why -->\n`);
  assert.deepEqual(summarizeClaims(claims), { pass: 0, fail: 0, unverifiable: 0, suppressed: 1 });
  assert.deepEqual(
    claims.map((claim) => [claim.verdict, claim.suppressed]),
    [['fail', true]],
  );
});

test('when the first of several places is suppressed, the finding goes to the next', async () => {
  const { findings, suppressed, claims } = await check(
    `${missing} <!-- plan-review-disable-line file-exists: why -->\n\n${missing}\n\n${missing}\n`,
  );
  assert.deepEqual(
    findings.map((finding) => [finding.range.start.line, finding.related.map((range) => range.start.line)]),
    [[3, [5]]],
  );
  assert.deepEqual(suppressed, []);
  assert.equal(summarizeClaims(claims).suppressed, 1);
});

test('a suppression without a reason works, and is told of; so are unknown checks and those that are not needed', async () => {
  assert.deepEqual(await told(`${missing} <!-- plan-review-disable-line file-exists -->\n`), [
    '1 Suppression without a reason: file-exists',
    '1 file-exists (no reason)',
  ]);
  const { findings } = await check('Words. <!-- plan-review-disable-line file-exist: why -->\n');
  assert.deepEqual(
    findings.map((finding) => [finding.severity, finding.title, finding.fixes?.[0]?.edits[0]?.text]),
    [['minor', 'Suppression of an unknown check: file-exist', 'file-exists']],
  );
  assert.deepEqual(await told('<!-- plan-review-disable-next-line file-exists: why -->\nWords.\n'), [
    '1 Suppression that suppresses nothing: file-exists',
  ]);
  assert.deepEqual(await told('Words.\n\n<!-- plan-review-enable file-exists -->\n'), [
    '3 Nothing is disabled that could be enabled here',
  ]);
  assert.deepEqual(await told('Words.\n\n<!-- plan-review-ignore file-exists -->\n'), [
    '3 Not a suppression: plan-review-ignore',
  ]);
  assert.deepEqual(await told('Words.\n\n<!-- plan-review-disable -->\n'), ['3 Suppression without a check']);
});

test('a suppression is not called needless for a check that is off, or for what cannot be verified here', async () => {
  const off = { severities: { 'file-exists': 'off' } } as const;
  assert.deepEqual(await told('Words. <!-- plan-review-disable-line file-exists: why -->\n', off), []);
  assert.deepEqual(
    await told('Maybe `src/unclear.ts`. <!-- plan-review-disable-line file-exists: why -->\n'),
    [],
  );
});

test('a check that is off finds nothing; another severity is taken over; suppressions can be left uncommented', async () => {
  assert.deepEqual(await told(missing, { severities: { 'file-exists': 'off' } }), []);
  const { findings } = await check(missing, { severities: { 'file-exists': 'suggestion' } });
  assert.deepEqual(
    findings.map((finding) => finding.severity),
    ['suggestion'],
  );
  assert.deepEqual(
    await told('<!-- plan-review-disable-next-line file-exists -->\nWords.\n', {
      severities: { suppression: 'off' },
    }),
    [],
  );
});

test('what stands in code is an example', async () => {
  const comment = '<!-- plan-review-disable-next-line file-exists: why -->';
  assert.deepEqual(await told(`\`\`\`md\n${comment}\n\`\`\`\n${missing}\n`), ['4 file-exists']);
  assert.deepEqual(await told(`Write \`${comment}\` above.\n${missing}\n`), ['2 file-exists']);
});

test('in HTML a comment is a comment', async () => {
  const html = `<h1>Plan</h1>\n<!-- plan-review-disable-next-line file-exists: why -->\n<p>Modify <code>src/gone.ts</code>.</p>\n`;
  const { findings, suppressed } = await runChecks(
    { files: createMemoryFiles({ 'src/app.ts': '' }), git: createMemoryGit({}), workspacePrefix: '' },
    parsePlan('plan.html', html),
    { mode: 'plan', signal: undefined },
  );
  assert.ok(!findings.some(({ check }) => check === 'file-exists'));
  assert.deepEqual(
    suppressed.map(({ check, range }) => [check, range.start.line]),
    [['file-exists', 3]],
  );
});

test('many comments take no more than linear time', async () => {
  const comment = '<!-- plan-review-disable-next-line file-exists: why -->';
  const count = async (text: string): Promise<number> => (await check(text)).findings.length;
  assert.equal(await count(`${comment}\n`.repeat(5000)), 5000);
  assert.equal(await count(`${comment} `.repeat(5000)), 5000);
  assert.equal(await count('<!-- plan-review-disable-next-line file-exists '.repeat(5000)), 0);
});
