import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  activateExtension,
  cleanWindow,
  diagnostics,
  eventually,
  exists,
  fileUri,
  findingsOf,
  panelTabs,
  samplePlans,
  waitForMarks,
} from '../suite/window.ts';

describe('With two folders open', () => {
  before(activateExtension);
  afterEach(cleanWindow);

  it('a review is stored in the folder that holds the plan', async () => {
    const uri = fileUri(samplePlans.gaps, 1);
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    const { length } = await findingsOf(samplePlans.gaps, 1);
    await waitForMarks(uri, 'its marks', (all) => all.length === length);
    assert.equal(await exists(fileUri('.plan-review/reviews', 1)), true);
    assert.equal(await exists(fileUri('.plan-review/reviews', 0)), false);
    assert.equal(diagnostics(fileUri(samplePlans.gaps, 0)).length, 0);
  });

  it('plans of the same path have a panel each', async () => {
    await vscode.commands.executeCommand('planReview.reviewPlan', fileUri(samplePlans.good, 0));
    await vscode.commands.executeCommand('planReview.reviewPlan', fileUri(samplePlans.good, 1));
    await eventually(
      'two panels',
      () => panelTabs().length,
      (count) => count === 2,
    );
    assert.equal(await exists(fileUri('.plan-review/reviews', 0)), true);
  });

  it('a plan outside both folders is refused', async () => {
    const outside = vscode.Uri.joinPath(fileUri('', 0), '..', 'outside.md');
    await vscode.workspace.fs.writeFile(outside, new TextEncoder().encode('# Outside\n\nTBD\n'));
    await vscode.commands.executeCommand('planReview.checkPlan', outside);
    await vscode.commands.executeCommand('planReview.reviewPlan', outside);
    assert.equal(diagnostics(outside).length, 0);
    assert.equal(await exists(vscode.Uri.joinPath(outside, '..', '.plan-review')), false);
  });
});
