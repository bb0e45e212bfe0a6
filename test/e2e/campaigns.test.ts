import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeSampleWorkspace, type SampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import { answerNotification, openEditor, runCommand, type Editor } from './support/driver.ts';
import { chooseFromExplorer } from './support/explorer.ts';
import { panelFrame } from './support/panel.ts';
import { takePictures } from './support/picture.ts';
import { openReviewsView, reviewsRow, waitForReviews } from './support/reviewsView.ts';

describe('campaigns in the editor', () => {
  let sample: SampleWorkspace;
  let editor: Editor;

  before(async () => {
    sample = await makeSampleWorkspace();
    editor = await openEditor({ open: sample.folder, size: { width: 1500, height: 1000 } });
  });
  after(async () => {
    await editor?.close();
    await sample?.remove();
  });

  it('reviews a folder from the Explorer, and shows what came of it', async () => {
    await chooseFromExplorer(editor, 'docs/plans', 'Review Folder…');
    await answerNotification(editor, /3 plans: /, 'Show Campaign');
    const page = await panelFrame(editor, '.campaign');
    const plans = page.getByRole('table', { name: 'Plans of the campaign' });
    await plans.waitFor();
    assert.match(await plans.innerText(), /Delivery metrics[^]*CONDITIONAL GO/);
  });

  it('lists it with the rounds of its plans, and narrows the list', async () => {
    await openReviewsView(editor);
    await runCommand(editor, 'Plan Review: Focus on Campaigns View');
    const isCampaign = (label: string): boolean => label.includes('round 1') || label === 'docs/plans';
    const all = await waitForReviews(
      editor,
      'four campaigns',
      (rows) => rows.filter(({ label }) => isCampaign(label)).length === 4,
    );
    const joint = all.find(({ label }) => label === 'docs/plans');
    assert.match(joint?.description ?? '', /3 plans · \d+ open/);
    await takePictures(editor, 'campaigns');

    await runCommand(editor, 'Plan Review: Filter Campaigns…');
    for (const entry of ['Verdict', 'GO']) {
      await editor.page
        .locator('.quick-input-widget .monaco-list-row')
        .filter({ has: editor.page.getByText(entry, { exact: true }) })
        .first()
        .click();
    }
    await waitForReviews(
      editor,
      'one campaign',
      (rows) => rows.filter(({ label }) => isCampaign(label)).length === 1,
    );
    await editor.page.getByText('Only: GO', { exact: true }).waitFor();
    await reviewsRow(
      editor,
      all.find(({ description }) => description.startsWith('GO'))?.label ?? '',
    ).waitFor();
  });
});
