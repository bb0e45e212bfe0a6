import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from './support/openPanel.ts';
import { reviewedOnce } from './support/states.ts';
import { useStoryPanel } from './support/storyPanel.ts';
import { changes, decided, storyHost, toSign } from './support/storyStates.ts';

describe('the story of a review', () => {
  const panel = useStoryPanel();

  it('tells of each round what it raised, settled and left open, and that nobody has signed', async () => {
    const page = await panel.open();
    const items = await page.getByRole('navigation', { name: 'Rounds' }).getByRole('button').allInnerTexts();
    assert.match(items[0] ?? '', /Round 1\s+NO-GO[^]*5 raised, 5 open/);
    assert.match(items[1] ?? '', /Round 2\s+CONDITIONAL GO[^]*2 raised, 3 settled, 4 open/);
    assert.match(items[2] ?? '', /Record\s+Not signed/);
    const standing = { verdict: 'GO', reasons: [], remarks: [], signedBy: 'Ada' } as const;
    await panel.now.become({ ...decided, standing: { ...standing, reasons: [], remarks: [] } });
    await page.locator('#show-record', { hasText: 'Signed' }).waitFor();
    assert.match(await page.locator('#show-record').innerText(), /Signed\s+Ada/);
  });

  it('shows in every row what became of the finding by now', async () => {
    const page = await panel.open();
    await page.getByRole('button', { name: /^Round 1/ }).click();
    const states = await page.locator('[data-finding] .finding-state').allInnerTexts();
    assert.deepEqual(states, ['Resolved', 'Unresolved', 'Partially resolved', 'Withdrawn', 'Acknowledged']);
  });

  it('shows each resolution with who decided it, why, on what proof, and what the author had answered', async () => {
    const page = await panel.open();
    await page.getByRole('tab', { name: /^Resolutions/ }).click();
    const items = page.locator('[data-resolution]');
    assert.equal(await items.count(), 5);
    const first = items.first();
    assert.match(
      await first.innerText(),
      /Resolved\s+F1 Originals[^]*Critical\s+Decided by operations[^]*30 days[^]*Proved: Section 4\.2/,
    );
    await first.locator('summary').click();
    assert.match(await first.innerText(), /The author: Accepted[^]*Valid:[^]*originals\/[^]*lines 45-52/);
    assert.match(await items.nth(1).innerText(), /Evidence not found: Section 9/);
    assert.match(await items.nth(3).innerText(), /Not changed[^]*had not answered/);
    assert.match(await page.getByRole('table', { name: /not counted/ }).innerText(), /shorter[^]*security/);
    assert.match(
      await page.locator('#tab-panel').innerText(),
      /F7 was raised after two rounds had ended NO-GO/,
    );
    await first.getByRole('button', { name: /F1/ }).click();
    assert.equal(await page.locator('#finding-F1.selected').count(), 1);
    assert.equal(await page.locator('#round-title').innerText(), 'Round 1');
  });

  it('shows what changed beside the findings that sit there, and leads to them', async () => {
    const page = await panel.open();
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.locator('.hunk').first().waitFor();
    assert.deepEqual(panel.sent('changes/get'), [{ type: 'changes/get', compared: { from: 1, to: 2 } }]);
    const hunk = page.locator('.hunk').first();
    assert.match(await hunk.innerText(), /Step 4: Clean up/);
    assert.deepEqual(await hunk.locator('.diff-line.added .diff-number').allInnerTexts(), ['46', '47']);
    assert.match(await hunk.locator('.diff-line.removed').innerText(), /−[^]*deletes the original/);
    assert.match(
      await hunk.getByRole('list', { name: 'Findings here' }).innerText(),
      /F1[^]*Resolved[^]*F6[^]*Open/,
    );
    await page.getByRole('button', { name: 'Compare in the editor' }).click();
    await until('a message', () => panel.sent('changes/open').length === 1);
    assert.deepEqual(panel.sent('changes/open')[0]?.compared, { from: 1, to: 2 });
    await hunk.getByRole('button', { name: /F6/ }).click();
    assert.equal(await page.locator('#finding-F6.selected').count(), 1);
  });

  it('compares with the plan as it is, and asks again when something has changed', async () => {
    let part = 2;
    const page = await panel.open(
      decided,
      storyHost(toSign, (compared) => ({ ...changes, ...compared, parts: changes.parts.slice(0, part) })),
    );
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.getByRole('button', { name: 'Round 2 to now' }).click();
    await page.locator('.hunk').nth(1).waitFor();
    assert.deepEqual(panel.sent('changes/get').at(-1)?.compared, { from: 2, to: 'now' });
    part = 0;
    await panel.now.become({ ...decided, stale: 'The plan was changed after round 2.' });
    await page.getByText('Nothing has changed').waitFor();
    assert.equal(
      await page.getByRole('button', { name: 'Round 2 to now' }).getAttribute('aria-pressed'),
      'true',
    );
    // An earlier round has nothing to do with the plan as it is.
    await page.getByRole('button', { name: /^Round 1 NO-GO/ }).click();
    assert.equal(await page.getByRole('tab', { name: 'Changes' }).count(), 0);
  });

  it('says of changes how many lines are left out, that texts have nothing in common, or why they cannot be had', async () => {
    const long = { ...changes, linesLeft: 812 };
    const page = await panel.open(
      decided,
      storyHost(toSign, (compared) =>
        compared.to === 'now' ? { ...changes, ...compared, parts: [], isTooDifferent: true } : long,
      ),
    );
    await page.getByRole('tab', { name: 'Changes' }).click();
    assert.match(
      await page.locator('#changes-left').innerText(),
      /812 more changed lines are not shown here/,
    );
    await page.getByRole('button', { name: 'Round 2 to now' }).click();
    await page.getByText('too little in common').waitFor();
    await panel.now.post({
      type: 'changes/failed',
      compared: { from: 2, to: 'now' },
      message: 'The plan is gone.',
      wayOut: 'Restore it.',
    });
    assert.match(await page.getByRole('alert').innerText(), /The plan is gone\.\s+Restore it\./);
  });

  it('has no resolutions to show of a first round, and compares it with the plan as it is', async () => {
    const page = await panel.open(reviewedOnce);
    assert.equal(await page.getByRole('tab', { name: /^Resolutions/ }).count(), 0);
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.locator('.hunk').first().waitFor();
    assert.deepEqual(panel.sent('changes/get').at(-1)?.compared, { from: 1, to: 'now' });
  });
});
