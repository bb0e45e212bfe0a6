import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  activateExtension,
  cleanWindow,
  engine,
  eventually,
  exists,
  fileUri,
  removeReviews,
  samplePlans,
} from './window.ts';

async function removeCampaigns(): Promise<void> {
  const campaigns = fileUri('.plan-review/campaigns');
  if (await exists(campaigns)) {
    await vscode.workspace.fs.delete(campaigns, { recursive: true });
  }
}

/** The names of the tabs that are open. */
function tabs(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
}

describe('Review Folder', () => {
  before(activateExtension);
  beforeEach(async () => {
    await removeReviews();
    await removeCampaigns();
  });
  after(async () => {
    await removeCampaigns();
    await cleanWindow();
  });

  it('reviews all plans in a folder as one campaign, which has a page', async () => {
    const folder = fileUri('docs/plans');
    await vscode.commands.executeCommand('planReview.reviewFolder', folder);
    const [stored] = await engine().jointCampaigns();
    const campaign = stored?.campaign;
    assert.ok(campaign);
    assert.deepEqual(
      campaign.plans.map(({ path }) => path),
      Object.values(samplePlans).toSorted(),
    );
    assert.equal(campaign.status, 'completed');
    const { total } = await engine().campaigns({ content: 'docs/plans' });
    assert.equal(total, 3, 'each plan has a round of its own');

    const workspace = fileUri('').toString();
    await vscode.commands.executeCommand('planReview.showCampaign', { folder: workspace, id: campaign.id });
    await eventually('the page of the campaign', tabs, (open) => open.includes(`Campaign ${campaign.id}`));
    const [own] = (await engine().campaigns({ limit: 1 })).campaigns;
    await vscode.commands.executeCommand('planReview.showCampaign', { folder: workspace, id: own?.id });
    await eventually('the page of a round', tabs, (open) => open.includes(`Campaign ${own?.id}`));
  });

  it('puts campaigns aside, and brings them back', async () => {
    await vscode.commands.executeCommand('planReview.reviewFolder', fileUri('docs/plans'));
    const [stored] = await engine().jointCampaigns();
    const folder = fileUri('').toString();
    await vscode.commands.executeCommand('planReview.archive', { folder, id: stored?.id });
    assert.deepEqual(await engine().jointCampaigns(), []);
    assert.equal((await engine().jointCampaigns({ archived: 'only' })).length, 1);
    assert.equal((await engine().campaigns({})).total, 3, 'the reviews of its plans stay');
    await vscode.commands.executeCommand('planReview.archive', {
      plan: fileUri(samplePlans.good).toString(),
    });
    assert.equal((await engine().campaigns({})).total, 2);
    await vscode.commands.executeCommand('planReview.bringBack', {
      plan: fileUri(samplePlans.good).toString(),
    });
    await vscode.commands.executeCommand('planReview.bringBack', { folder, id: stored?.id });
    assert.equal((await engine().campaigns({})).total, 3);
    assert.equal((await engine().jointCampaigns()).length, 1);
  });

  it('tells of a folder without plans, and stores nothing', async () => {
    await vscode.commands.executeCommand('planReview.reviewFolder', fileUri('src'));
    assert.deepEqual(await engine().jointCampaigns(), []);
    assert.equal((await engine().campaigns({})).total, 0);
  });

  it('has a view beside that of the reviews', async () => {
    await vscode.commands.executeCommand('planReview.campaigns.focus');
    await vscode.commands.executeCommand('planReview.refreshCampaigns');
    await vscode.commands.executeCommand('planReview.clearCampaignFilter');
  });
});
