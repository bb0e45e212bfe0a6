import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { auditFaults } from './support/audit.ts';
import { attacks } from './support/hostile.ts';
import {
  analysed,
  analysis,
  complementary,
  insightHost,
  nothingNoted,
  reviewers,
  trends,
} from './support/insightStates.ts';
import { faintTexts, isTooWide } from './support/measure.ts';
import { until } from './support/openPanel.ts';
import { takePicture } from './support/picture.ts';
import { reviewedOnce } from './support/states.ts';
import { useStoryPanel } from './support/storyPanel.ts';
import { themeNames } from './support/themes.ts';

const widths = [320, 480, 720, 1200];

const rowsOf = async (page: Page, table: string): Promise<string[]> => {
  const rows = await page.getByRole('table', { name: table, exact: true }).getByRole('row').allInnerTexts();
  return rows.slice(1).map((text) => text.replaceAll(/\s+/g, ' ').trim());
};

describe('the analysis of a round', () => {
  const panel = useStoryPanel();

  const look = async (told?: Parameters<typeof insightHost>[0]): Promise<Page> => {
    const page = await panel.open(analysed, insightHost(told));
    await page.getByRole('tab', { name: 'Analysis' }).click();
    await page.locator('.analysis').waitFor();
    return page;
  };

  it('ranks what is open, the worst first however few raised it, and leads to it', async () => {
    const page = await look();
    assert.deepEqual(panel.sent('analysis/get'), [{ type: 'analysis/get', round: 2 }]);
    const items = await page.getByRole('list', { name: 'Priorities' }).getByRole('listitem').allInnerTexts();
    assert.deepEqual(
      items.map((text) => /F\d/.exec(text)?.[0]),
      analysis.priorities.map(({ finding }) => finding),
    );
    assert.match(items[0] ?? '', /F1 Originals[^]*Critical[^]*raised by 3 of 4 reviewers[^]*lead, security/);
    assert.match(items.join('\n'), /F2[^]*the check file-exists/);
    await page.getByRole('list', { name: 'Priorities' }).getByRole('button', { name: /F1/ }).click();
    assert.equal(await page.locator('#finding-F1.selected').count(), 1);
  });

  it('shows dimensions, breakdowns, strictness and records with their numbers', async () => {
    const page = await look();
    const [clarity] = await rowsOf(page, 'Dimensions');
    assert.match(clarity ?? '', /^Clarity 6\.0 of 10 3 to 8, spread 1\.9, 4 scores/);
    assert.match(
      (await rowsOf(page, 'By archetype')).join('\n'),
      /Adversary 1 reviewer[^]*Accuracy 3\.0[^]*F1/i,
    );
    assert.equal((await rowsOf(page, 'By experience')).length, 3);
    const [lead, security] = await rowsOf(page, 'What each reviewer did');
    assert.match(
      lead ?? '',
      /3 findings 412 words, 1 min 24 s[^]*\+\d\.\d in scores[^]*17 of 20 between 64 % and 95 %/,
    );
    assert.match(security ?? '', /−\d\.\d in scores[^]*1 of 3/);
    assert.deepEqual(await rowsOf(page, 'Change of scores'), [
      'Clarity +0.5',
      'Accuracy −1.0 regression',
      'Fit 0.0',
      'Usability +1.5',
    ]);
  });

  it('never says that there is more without what that rests on', async () => {
    const page = await look();
    const { unseen } = analysis;
    assert.ok(unseen);
    assert.match(
      await page.locator('.unseen').innerText(),
      new RegExp(
        `${unseen.atLeast === 0 ? 'Nothing shows' : `At least ${unseen.atLeast} more`}[^]*Chao[^]*${unseen.findings} findings of 4 reviewers: ${unseen.once} by one alone, ${unseen.twice} by exactly two`,
      ),
    );
  });

  it('leaves out what means nothing between readers who knew of each other, and says why', async () => {
    const page = await look({ analysis: complementary });
    assert.equal(await page.locator('.unseen').count(), 0);
    assert.match(await page.locator('.analysis').innerText(), /Complementary[^]*are not computed/);
    assert.match(await page.locator('.analysis').innerText(), /This analysis is partial/);
    assert.match((await rowsOf(page, 'What each reviewer did')).join('\n'), /not measured/);
  });

  it('is no part of a round without one, and says so where it is gone', async () => {
    const page = await panel.open(reviewedOnce, insightHost());
    assert.equal(await page.locator('#tab-analysis').count(), 0);
    assert.equal(await page.locator('#show-trends').count(), 0, 'one round of checks has nothing to compare');
    await panel.now.become(analysed);
    await page.locator('#tab-analysis').waitFor();
  });

  it('is asked for again behind another state, and for the round that is looked at', async () => {
    const page = await look();
    await panel.now.become({ ...analysed });
    await until('another question', () => panel.sent('analysis/get').length === 2);
    await page.getByRole('button', { name: /^Round 1/ }).click();
    await until('one for round 1', () => panel.sent('analysis/get').at(-1)?.round === 1);
    await page.locator('.analysis').waitFor();
  });
});

describe('notes on an analysis', () => {
  const panel = useStoryPanel();

  const look = async (noted = nothingNoted): Promise<Page> => {
    const page = await panel.open(analysed, insightHost({ analysis, noted }));
    await page.getByRole('tab', { name: 'Analysis' }).click();
    await page.getByLabel('Notes', { exact: true }).waitFor();
    return page;
  };

  it('are written, kept over a reload, and stored on top of what was seen', async () => {
    const page = await look();
    const save = page.getByRole('button', { name: 'Save Notes' });
    assert.equal(await save.isEnabled(), false);
    await page.getByLabel('Notes', { exact: true }).fill('We take **F1** first.');
    await page.getByLabel('Your name').fill('Ada');
    await page.reload();
    await page.getByLabel('Notes', { exact: true }).waitFor();
    assert.equal(await page.getByLabel('Notes', { exact: true }).inputValue(), 'We take **F1** first.');
    await save.focus();
    await page.keyboard.press('Enter');
    await until('a save', () => panel.sent('notes/save').length === 1);
    const draft = { author: 'Ada', text: 'We take **F1** first.', seen: null };
    assert.deepEqual(panel.sent('notes/save')[0], { type: 'notes/save', campaign: 'wp-0042@2', draft });
    await panel.now.post({
      type: 'notes/set',
      campaign: 'wp-0042@2',
      notes: { version: 'one', author: 'Ada', text: draft.text, updatedAt: '2026-03-14T10:00:00.000Z' },
    });
    await page.getByText(/Stored[^]*14 Mar 2026[^]*by\s+Ada/).waitFor();
    assert.equal(await save.isEnabled(), false);
  });

  it('are not written over what somebody else has stored, unless that was seen', async () => {
    const page = await look();
    await page.getByLabel('Notes', { exact: true }).fill('Mine.');
    await page.getByRole('button', { name: 'Save Notes' }).click();
    await until('a save', () => panel.sent('notes/save').length === 1);
    await panel.now.post({
      type: 'notes/set',
      campaign: 'wp-0042@2',
      notes: { version: 'theirs', author: 'Grace', text: 'Theirs.', updatedAt: '2026-03-14T10:00:00.000Z' },
      failure: { message: 'The notes were changed elsewhere.', wayOut: 'Look at them.' },
    });
    await page.locator('#notes-failure').waitFor();
    assert.match(await page.locator('#notes-stored').innerText(), /meanwhile by Grace\s+Theirs\./);
    assert.equal(await page.getByLabel('Notes', { exact: true }).inputValue(), 'Mine.');
    await page.getByRole('button', { name: 'Save Notes' }).click();
    await until('another', () => panel.sent('notes/save').length === 2);
    assert.equal(panel.sent('notes/save')[1]?.draft.seen, 'theirs');
    await panel.now.post({
      type: 'notes/set',
      campaign: 'wp-0042@2',
      notes: { version: 'both', author: 'Ada', text: 'Both.' },
    });
    await page.locator('#notes-failure').waitFor({ state: 'detached' });
    await page.getByLabel('Notes', { exact: true }).fill('More.');
    await page.getByRole('button', { name: 'As stored' }).click();
    assert.equal(await page.getByLabel('Notes', { exact: true }).inputValue(), 'Both.');
  });
});

describe('the trends of a plan', () => {
  const panel = useStoryPanel();

  const look = async (told?: Parameters<typeof insightHost>[0]): Promise<Page> => {
    const page = await panel.open(analysed, insightHost(told));
    await page.locator('#show-trends').click();
    await page.getByRole('table', { name: 'What became of the findings of each reviewer' }).waitFor();
    return page;
  };

  it('has beside each chart a table with the same numbers', async () => {
    const page = await look();
    const charts = await page.getByRole('img').all();
    const names = await Promise.all(charts.map((chart) => chart.getAttribute('aria-label')));
    for (const name of names) {
      const table = (name ?? '').replace(/, as a chart$/, '');
      assert.ok((await rowsOf(page, table)).length > 0, `${table} has no table`);
    }
    assert.deepEqual(names.length, 3);
    const scores = await rowsOf(page, 'Scores by dimension');
    assert.match(scores[0] ?? '', /^Round 1 6\.0 6\.0 7\.5 5\.5$/);
    assert.equal(scores[2], 'Round 3 – – – –', 'who gave no scores has none');
    const marks = page.getByRole('img', { name: 'Scores by dimension, as a chart' }).locator('.chart-mark');
    assert.equal(await marks.count(), 4 * 3, 'four dimensions of the three rounds with scores');
    assert.match((await rowsOf(page, 'Open findings by severity'))[0] ?? '', /^Round 1 NO-GO 1 14 3 2$/);
    const bars = page
      .getByRole('img', { name: 'Open findings by severity, as a chart' })
      .locator('.chart-bar');
    assert.equal(await bars.count(), 12, 'a part for each severity that is there');
  });

  it('tells regressions, what moved, how fast, and what became of the findings of reviewers', async () => {
    const page = await look();
    assert.match(
      (await rowsOf(page, 'From one round to the next'))[0] ?? '',
      /^Round 2 1 new, 2 still open, 3 gone, 0 worse/,
    );
    assert.match(await page.locator('.trends').innerText(), /Scores move by \+\d\.\d a round on average/);
    const records = await rowsOf(page, 'What became of the findings of each reviewer');
    assert.match(
      records.join('\n'),
      /Lead reviewer 20 17 accepted 3 rejected[^]*17 of 20 between 64 % and 95 %/,
    );
    assert.match(records.join('\n'), /operations 4 [^]*none is judged yet/);
  });

  it('says why where they cannot be told, and shows what can', async () => {
    const page = await look({ reviewers });
    assert.match(
      await page.locator('.trends').innerText(),
      /newer version[^]*Update Plan Review[^]*17 of 20/,
    );
    assert.equal(await page.getByRole('img').count(), 0);
  });

  it('is reached and left with the keyboard, and kept over a reload', async () => {
    const page = await panel.open(analysed, insightHost());
    await page.locator('#show-trends').focus();
    await page.keyboard.press('Enter');
    await page.locator('#trends-title').waitFor();
    assert.equal(await page.evaluate('document.activeElement.id'), 'show-trends');
    await page.reload();
    await page.locator('#trends-title').waitFor();
    await page.getByRole('button', { name: /^Round 1/ }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#round-title').waitFor();
  });
});

describe('the look of analyses and trends', () => {
  const panel = useStoryPanel();

  for (const theme of themeNames) {
    it(`fits every screen, can be read, and tells screen readers all of it: ${theme}`, async () => {
      const page = await panel.open(analysed, insightHost(), theme);
      for (const [name, button] of [
        ['analysis', '#tab-analysis'],
        ['trends', '#show-trends'],
      ] as const) {
        await page.locator(button).click();
        await page.locator(`.${name}`).waitFor();
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          assert.equal(await isTooWide(page), false, `${name} at ${width} pixels`);
          await takePicture(page, `${name}-${theme}-${width}`);
        }
        assert.deepEqual(await faintTexts(page), [], name);
        assert.deepEqual(await auditFaults(page), [], name);
      }
    });
  }

  it('lets hostile text do nothing', async () => {
    const everything = attacks.join('\n\n');
    const [first] = analysis.priorities;
    const [theme] = analysis.themes;
    const [persona] = analysis.personas;
    const [group] = analysis.breakdowns.archetype;
    assert.ok(first && theme && persona && group);
    const evil = {
      ...analysis,
      summary: { text: everything, by: 'model' as const },
      themes: attacks.map((attack) => ({ ...theme, title: attack.slice(0, 120), description: attack })),
      priorities: attacks.map((attack, index) => ({
        ...first,
        rank: index + 1,
        title: attack,
        check: attack,
      })),
      personas: [{ ...persona, name: everything, archetype: '<b>x' }, ...analysis.personas.slice(1)],
      breakdowns: {
        ...analysis.breakdowns,
        archetype: [
          { ...group, name: everything, strengths: [everything] },
          ...analysis.breakdowns.archetype.slice(1),
        ],
      },
    };
    const page = await panel.open(
      analysed,
      insightHost({
        analysis: evil,
        trends: { ...trends, personas: trends.personas.map((each) => ({ ...each, reviewer: everything })) },
      }),
    );
    await page.locator('#tab-analysis').click();
    await page.locator('.analysis').waitFor();
    await page.locator('#show-trends').click();
    await page.locator('.trends .chart').first().waitFor();
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.equal(await page.locator('#app img, #app script, #app iframe, #app form').count(), 0);
  });
});
