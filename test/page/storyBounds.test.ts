import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { auditFaults } from './support/audit.ts';
import { attacks } from './support/hostile.ts';
import { faintTexts, isTooWide } from './support/measure.ts';
import { takePicture } from './support/picture.ts';
import { finding, panel as stateWith, round } from './support/states.ts';
import { useStoryPanel } from './support/storyPanel.ts';
import { changes, decided, decidedRound, signed, storyHost, toSign } from './support/storyStates.ts';
import { themeNames } from './support/themes.ts';

describe('the views of a story', () => {
  const panel = useStoryPanel();

  it('stays quick and bounded with ten thousand findings', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      finding({ id: `F${index + 1}`, severity: 'minor' }),
    );
    const state = stateWith([
      round({ number: 1, findings: many }),
      round({
        number: 2,
        findings: [],
        resolutions: many.map(({ finding: { id } }) => ({
          finding: id,
          status: 'resolved',
          by: ['checks'],
          notes: 'Gone.',
          proof: { state: 'none', detail: '' },
        })),
      }),
    ]);
    const ends = many.map(({ finding: { id, title, severity } }) => ({
      finding: id,
      title,
      severity,
      round: 1,
      status: 'resolved' as const,
      isOpen: false,
      by: ['checks'],
      notes: '',
    }));
    const page = await panel.open(
      state,
      storyHost({ ...toSign, proposal: { ...toSign.proposal, findings: ends } }),
    );
    await page.getByRole('tab', { name: /^Resolutions 10,000/ }).click();
    assert.equal(await page.locator('[data-resolution]').count(), 200);
    await page.getByRole('button', { name: 'Show more of 10,000 resolutions' }).click();
    assert.equal(await page.locator('[data-resolution]').count(), 400);
    await page.locator('#show-record').click();
    const list = page.getByRole('list', { name: 'What became of the findings' });
    await list.waitFor();
    assert.ok((await list.getByRole('listitem').count()) <= 400);
    await page.getByRole('button', { name: /^Round 1/ }).click();
    await page.getByRole('tab', { name: /^Findings/ }).click();
    assert.ok((await page.locator('[data-finding]').count()) < 200);
  });

  it('lets hostile text do nothing in any of its views', async () => {
    const everything = attacks.join('\n\n');
    const state = stateWith([
      round({ number: 1, findings: [finding({ id: 'F1', title: everything })] }),
      {
        ...decidedRound,
        findings: [],
        resolutions: [
          {
            finding: 'F1',
            status: 'unresolved',
            by: [everything],
            notes: everything,
            proof: { state: 'not changed', detail: everything },
            answer: {
              finding: 'F1',
              disposition: 'rejected',
              response: everything,
              action: everything,
              evidence: everything,
            },
          },
        ],
        dropped: [
          {
            reviewer: everything,
            severity: 'minor',
            title: everything,
            code: 'unchanged-text',
            reason: everything,
          },
        ],
      },
    ]);
    const end = toSign.proposal.findings[0];
    assert.ok(end);
    const proposal = {
      ...toSign.proposal,
      findings: [{ ...end, title: everything, by: [everything], notes: everything }],
      risks: [
        { risk: everything, likelihood: 'low' as const, impact: 'low' as const, mitigation: everything },
      ],
      readiness: [{ id: 'x', text: everything, isTicked: false, by: 'person' as const, detail: everything }],
      verdict: { value: 'NO-GO' as const, reasons: [{ code: 'open-critical' as const, text: everything }] },
    };
    assert.ok(signed.record);
    const record = {
      ...signed.record,
      ...proposal,
      signedBy: everything,
      reason: everything,
      recommendation: everything,
      confidence: 'low' as const,
      confidenceReason: everything,
    };
    const told = {
      proposal,
      record,
      approval: { state: 'stale' as const, verdict: 'NO-GO' as const, reasons: [everything] },
    };
    const lines = attacks.map((text) => ({ kind: 'added' as const, text, after: 1 }));
    const page = await panel.open(
      state,
      storyHost(told, (compared) => ({
        ...changes,
        ...compared,
        parts: [{ section: [everything], lines, findings: ['F1'] }],
      })),
    );
    const foreign = `document.querySelectorAll('img, script:not(head *, body > script), style, link:not(head > link), iframe, ' +
      'object, embed, form, math, base, meta:not(head > meta), [onerror], [onload], [onfocus], #app #app').length`;
    const look = async (): Promise<void> => {
      for (const summary of await page.locator('#app details:not([open]) > summary').all()) {
        await summary.click();
      }
      assert.equal(await page.evaluate(foreign), 0);
      assert.equal(await page.evaluate('window.pwned'), undefined);
      assert.equal(await isTooWide(page), false);
    };
    await page.setViewportSize({ width: 320, height: 900 });
    await page.locator('#tab-resolutions').click();
    await look();
    await page.locator('#tab-changes').click();
    await page.locator('.hunk').waitFor();
    await look();
    await page.locator('#show-record').click();
    await page.locator('#signed').waitFor();
    await page.getByRole('button', { name: 'Sign anew…' }).click();
    await look();
  });

  for (const theme of themeNames) {
    it(`fits every screen, can be read, and tells screen readers all of it: ${theme}`, async () => {
      let told = toSign;
      const page = await panel.open(decided, (message) => storyHost(told)(message), theme);
      const look = async (name: string): Promise<void> => {
        for (const width of [320, 480, 720, 1200]) {
          await page.setViewportSize({ width, height: 900 });
          assert.equal(await isTooWide(page), false, `${name} at ${width} pixels`);
          await takePicture(page, `story-${name}-${theme}-${width}`);
        }
        assert.deepEqual(await faintTexts(page), [], name);
        assert.deepEqual(await auditFaults(page), [], name);
      };
      await page.locator('#tab-resolutions').click();
      for (const summary of await page.locator('.resolution summary').all()) {
        await summary.click();
      }
      await look('resolutions');
      await page.locator('#tab-changes').click();
      await page.locator('.hunk').first().waitFor();
      await look('changes');
      await page.locator('#show-record').click();
      await page.locator('#record-form').waitFor();
      await look('record');
      told = signed;
      await panel.now.become({ ...decided });
      await page.locator('#signed').waitFor();
      await page.locator('#signed summary').click();
      await look('signed');
    });
  }
});
