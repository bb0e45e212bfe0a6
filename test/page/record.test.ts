import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from './support/openPanel.ts';
import { round } from './support/states.ts';
import { useStoryPanel } from './support/storyPanel.ts';
import { decided, signed, storyHost, toSign } from './support/storyStates.ts';

describe('the end of a review', () => {
  const panel = useStoryPanel();

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await panel.now.page.keyboard.press(key);
    }
  };

  it('signs what a person has read, ticked and written, with nothing ticked in advance', async () => {
    const page = await panel.open();
    await page.locator('#show-record').click();
    await page.locator('#record-form').waitFor();
    const boxes = page.locator('#readiness input[type=checkbox]');
    assert.equal(await boxes.count(), 2, 'what follows from facts is not for a person to tick');
    assert.equal(await page.locator('#readiness input:checked').count(), 0);
    assert.match(await page.locator('#readiness').innerText(), /Open: F2, F3, F6/);
    assert.match(
      await page.locator('#record-form').innerText(),
      /You sign\s+CONDITIONAL GO[^]*F2 is open \(major\)/,
    );
    await page.getByLabel('The testing approach is specified').check();
    await page.getByLabel('Risk 2', { exact: true }).fill('The queue may grow unseen');
    await page.getByLabel('Impact of risk 2').selectOption('high');
    await page.getByRole('button', { name: 'Remove risk 1' }).click();
    await page.getByRole('button', { name: 'Add a risk' }).click();
    await page.keyboard.type('Disks fill up');
    await page.getByLabel('Mitigation 2').fill('Alarm at 80 %');
    await page.getByRole('button', { name: 'Add a risk' }).click();
    await page.getByLabel('High', { exact: true }).check();
    await page.getByLabel('Why it is signed though').fill('A name only.');
    await page.getByLabel('Your name').fill('Grace Hopper');
    await page.getByRole('button', { name: 'Sign Record' }).click();
    await page.locator('#signed').waitFor();
    const [message] = panel.sent('record/sign');
    const { proposal } = toSign;
    assert.deepEqual(message?.signing, {
      by: 'Grace Hopper',
      reason: 'A name only.',
      ticked: ['testing'],
      recommendation: proposal.recommendation,
      confidence: 'high',
      confidenceReason: proposal.confidenceReason,
      risks: [
        { ...proposal.risks[1], risk: 'The queue may grow unseen', impact: 'high' },
        { risk: 'Disks fill up', likelihood: 'medium', impact: 'medium', mitigation: 'Alarm at 80 %' },
      ],
      seen: {
        verdict: proposal.verdict,
        rounds: proposal.rounds,
        findings: proposal.findings,
        head: proposal.head,
      },
    });
    assert.equal(await page.locator('#record-form').count(), 0);
    const status = page.locator('.for-screen-readers[role="status"]');
    assert.equal(await status.textContent(), 'The record is signed.');
    assert.equal(await page.evaluate('document.activeElement.id'), 'record-title');
    assert.ok(
      (await page.evaluate<number>('document.querySelector("#signed .badge").getBoundingClientRect().top')) >=
        0,
      'what came of it is in view',
    );
  });

  it('keeps what was written over a reload, and drops ticks and proposals behind another round', async () => {
    let told = toSign;
    const page = await panel.open(decided, (message) => storyHost(told)(message));
    await page.locator('#show-record').click();
    await page.getByLabel('Monitoring is specified').check();
    await page.getByLabel('Recommendation').fill('Go slowly.');
    await page.getByRole('button', { name: 'Remove risk 1' }).click();
    await page.getByRole('button', { name: 'Add a risk' }).click();
    await page.getByLabel('Risk 2', { exact: true }).fill('Mine');
    await page.reload();
    await page.locator('#record-form').waitFor();
    assert.equal(await page.getByLabel('Recommendation').inputValue(), 'Go slowly.');
    assert.equal(await page.getByLabel('Monitoring is specified').isChecked(), true);
    assert.equal(await page.getByLabel('Risk 2', { exact: true }).inputValue(), 'Mine');
    const { proposal } = toSign;
    const [last] = proposal.rounds.slice(-1);
    assert.ok(last);
    told = { ...toSign, proposal: { ...proposal, rounds: [...proposal.rounds, { ...last, number: 3 }] } };
    await panel.now.become({ ...decided, rounds: [...decided.rounds, round({ number: 3, findings: [] })] });
    await page.getByLabel('Risk 3', { exact: true }).waitFor();
    assert.equal(await page.getByLabel('Risk 3', { exact: true }).inputValue(), 'Mine');
    assert.equal(await page.getByLabel('Monitoring is specified').isChecked(), false);
    assert.equal(await page.getByLabel('Recommendation').inputValue(), 'Go slowly.');
    await page.getByRole('button', { name: 'As proposed' }).click();
    assert.equal(await page.getByLabel('Risk 3', { exact: true }).count(), 0);
  });

  it('says what is missing when it is not signed, and keeps what was written', async () => {
    const page = await panel.open(
      decided,
      storyHost(toSign, undefined, () => ({
        type: 'record/set',
        record: toSign,
        failure: { message: 'The person who signs is not named.', wayOut: 'Say what is missing.' },
      })),
    );
    await page.locator('#show-record').click();
    await page.getByLabel('Recommendation').fill('Go slowly.');
    await page.getByRole('button', { name: 'Sign Record' }).click();
    assert.match(await page.locator('#record-failure').innerText(), /not named\.\s+Say what is missing/);
    assert.equal(await page.getByLabel('Recommendation').inputValue(), 'Go slowly.');
    assert.equal(await page.getByRole('button', { name: 'Sign Record' }).isEnabled(), true);
  });

  it('shows a signed record with the end of every finding, and why it no longer stands', async () => {
    const page = await panel.open(decided, storyHost(signed));
    await panel.now.post({ type: 'record/show' });
    const record = page.locator('#signed');
    await record.waitFor();
    assert.equal(await page.locator('#record-title:focus').count(), 1);
    assert.match(await record.innerText(), /CONDITIONAL GO[^]*Signed by Grace Hopper[^]*F2 is a name/);
    assert.deepEqual(await page.locator('#stale-reasons li').allInnerTexts(), signed.approval.reasons);
    await record.locator('summary').click();
    const ends = record.getByRole('list', { name: 'What became of the findings' });
    assert.equal(await ends.getByRole('listitem').count(), toSign.proposal.findings.length);
    assert.match(await ends.innerText(), /Resolved\s+F1[^]*Decided by operations/);
    await page.getByRole('button', { name: 'Sign anew…' }).click();
    assert.equal(await page.locator('#record-form').count(), 1);
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('button', { name: 'Open record.md' }).click();
    await until('both messages', () => panel.sent('record/open').length === 1);
    assert.equal(panel.sent('review/export').length, 1);
    await page.getByRole('button', { name: /^Round 2/ }).click();
    assert.equal(await page.locator('#round-title').innerText(), 'Round 2');
  });

  it('is walked through and signed with the keyboard alone', async () => {
    const page = await panel.open();
    await page.locator('#show-record').focus();
    await press('Enter');
    await page.locator('#record-form').waitFor();
    const focused = (): Promise<string> =>
      page.evaluate(`(document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent
        ?? document.activeElement.textContent).trim().replace(/\\s+/g, ' ')`);
    const reached: string[] = [];
    for (let step = 0; step < 60 && reached.at(-1) !== 'Sign Record'; step += 1) {
      await press('Tab');
      const name = await focused();
      reached.push(name);
      if (name === 'Monitoring is specified') {
        await press('Space');
      } else if (name === 'Your name') {
        await page.keyboard.type('jrk /');
      }
    }
    for (const name of [
      'Export…',
      'Risk 1',
      'Likelihood of risk 1',
      'Remove risk 2',
      'Add a risk',
      'Your name',
      'Sign Record',
    ]) {
      assert.ok(reached.includes(name), `${name} is not among ${reached.join(' | ')}`);
    }
    await press('Enter');
    await until('a signature', () => panel.sent('record/sign').length === 1);
    assert.equal(panel.sent('record/sign')[0]?.signing.by, 'jrk /', 'letters are letters in a field');
    assert.deepEqual(panel.sent('record/sign')[0]?.signing.ticked, ['monitoring']);
  });
});
