import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  activateExtension,
  diagnostics,
  exists,
  fileUri,
  findingsOf,
  panelTabs,
  samplePlans,
  waitForMarks,
} from '../suite/window.ts';

describe('In Restricted Mode', () => {
  before(activateExtension);

  it('Check Plan works with files, sections and gaps, and asks no git', async () => {
    const uri = fileUri(samplePlans.falseClaims);
    await vscode.commands.executeCommand('planReview.checkPlan', uri);
    const { length } = await findingsOf(samplePlans.falseClaims);
    const found = await waitForMarks(uri, 'its marks', (all) => all.length === length);
    const words = found.map((mark) => mark.words);
    for (const expected of ['src/http/sever.ts', '4.2', 'src/queue/stats.ts']) {
      assert.ok(words.includes(expected), `${expected} is not among ${words.join(', ')}`);
    }
    assert.ok(found.every(({ code }) => code !== 'commit-exists'));
  });

  it('Review Plan does nothing', async () => {
    const uri = fileUri(samplePlans.gaps);
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    assert.equal(diagnostics(uri).length, 0);
    assert.deepEqual(panelTabs(), []);
    assert.equal(await exists(fileUri('.plan-review/reviews')), false);
  });
});
