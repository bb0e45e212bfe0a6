import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PanelRound, PanelState } from '../../src/protocol/panelState.ts';
import { auditFaults } from './support/audit.ts';
import { finding, panel, reviewedOnce, round } from './support/states.ts';
import { useStoryPanel } from './support/storyPanel.ts';

const range = { start: { line: 9, column: 1 }, end: { line: 9, column: 20 } };
const execution: NonNullable<PanelRound['execution']> = {
  since: { commit: 'a'.repeat(40), reason: 'the commit that brought the plan' },
  branch: { name: 'topic', state: 'checked-out', detail: 'The branch topic is checked out.' },
  lookedAt: { commit: 'b'.repeat(40), hasWorkingTree: true },
  uncommitted: 2,
  steps: [
    {
      id: '1',
      title: 'Step 1: <img src=x onerror=alert(1)>',
      range,
      state: 'not-done',
      detail: '1 of 2 files as the plan says',
      isTicked: true,
      share: 0.5,
      evidence: [
        { path: 'src/a.ts', intent: 'creates', state: 'done', detail: 'created', range },
        { path: 'src/b.ts', intent: 'modifies', state: 'not-done', detail: 'was not changed', range },
      ],
    },
  ],
  commands: [
    {
      command: 'npm test',
      sha256: 'c'.repeat(64),
      range,
      state: 'failed',
      detail: 'ended with status 1',
      status: 1,
      output: '<b>1 failed</b>',
      elapsedMs: 5,
    },
  ],
  criteria: [
    { text: 'All tests pass', range, state: 'not-met', evidence: ['`npm test`: ended with status 1'] },
  ],
  drift: {
    reliedOn: [{ path: 'src/c.ts', change: 'modified', by: 'others', commit: 'd'.repeat(40), range }],
    unnamed: [],
  },
  status: { stated: 'executed', found: 'executing' },
  score: {
    value: 3.5,
    parts: [
      { name: 'branch', points: 1, most: 1, reason: '2 commits of the work.' },
      { name: 'steps', points: 2, most: 4, reason: '0 of 1 step done, 1 in part.' },
      { name: 'validation', points: 0, most: 3, reason: '0 of 1 validation command passed, 1 failed.' },
      { name: 'criteria', points: 0, most: 1, reason: '0 of 1 success criterion met, 1 not met.' },
      {
        name: 'drift',
        points: 0.5,
        most: 1,
        reason: '1 file that the plan relied on changed, 1 of them by others.',
      },
    ],
  },
};

const executed: PanelState = panel([
  round({
    number: 1,
    findings: [finding({ id: 'F1', severity: 'major', title: 'Done in part: Step 1' })],
    execution,
  }),
]);

describe('what a round says of the work', () => {
  const story = useStoryPanel();

  it('comes first, with the score and its parts, and everything that they rest on', async () => {
    const page = await story.open(executed);
    const tabs = await page.getByRole('tab').allInnerTexts();
    assert.match(tabs[0] ?? '', /^Execution\s+3\.5\/10$/);
    await page.getByText('Confidence: 3.5 of 10').waitFor();
    const rows = await page
      .getByRole('table', { name: 'Parts of the score' })
      .getByRole('row')
      .allInnerTexts();
    assert.equal(rows.length, 6);
    assert.match(rows[2] ?? '', /Steps\s+2 of 4\s+0 of 1 step done, 1 in part\./);
    const steps = await page.getByRole('region', { name: 'Steps' }).innerText();
    assert.match(steps, /<img src=x onerror=alert\(1\)>/);
    assert.match(steps, /src\/b\.ts was not changed/);
    const validation = page.getByRole('region', { name: 'Validation' });
    await validation.getByText('Output').click();
    assert.match(await validation.innerText(), /npm test[^]*ended with status 1[^]*<b>1 failed<\/b>/);
    assert.match(
      await page.getByRole('region', { name: 'Drift' }).innerText(),
      /src\/c\.ts[^]*others \(ddddddd\)/,
    );
    assert.match(await page.locator('.tab-panel').innerText(), /executing, and the plan says executed/);
    assert.deepEqual(await auditFaults(page), []);
  });

  it('is not there before the work', async () => {
    const page = await story.open(reviewedOnce);
    assert.equal(await page.getByRole('tab', { name: /^Execution/ }).count(), 0);
  });
});
