import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { z } from 'zod';
import {
  activateExtension,
  cleanWindow,
  engine,
  eventually,
  exists,
  fileUri,
  panelTabs,
  readText,
  removeReviews,
  writeText,
} from './window.ts';

const path = 'docs/plans/story.md';
const folder = '.plan-review/reviews/docs-plans-story';

const roundSchema = z.object({
  number: z.number(),
  resolutions: z.array(z.object({ finding: z.string(), status: z.string(), by: z.array(z.string()) })),
});

describe('The next round', () => {
  before(activateExtension);
  beforeEach(removeReviews.bind(undefined, 0));
  afterEach(async () => {
    await cleanWindow();
    await vscode.workspace.fs.delete(fileUri(path));
  });

  it('waits for an answer, goes on without one when told to, and decides what is open', async () => {
    const uri = fileUri(path);
    await writeText(uri, '# Story\n\nSee `src/queue/workr.ts`.\n\nSee `src/queue/jobQeue.ts`.\n');
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    await writeText(uri, '# Story\n\nSee it.\n\nSee `src/queue/jobQeue.ts`.\n');
    const second = fileUri(`${folder}/round-2/round.json`);

    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    assert.equal(await exists(second), false, 'nobody has answered');

    await vscode.commands.executeCommand('planReview.nextWithoutResponse', uri);
    const round = roundSchema.parse(JSON.parse(await readText(second)));
    const decided = round.resolutions.map(({ status, by }) => `${status} by ${by.join()}`);
    assert.ok(decided.includes('resolved by checks'), decided.join('; '));
    assert.ok(decided.includes('unresolved by checks'), decided.join('; '));
  });

  it('goes on by itself behind a submitted response, and ends with a record in the panel', async () => {
    const uri = fileUri(path);
    await writeText(uri, '# Story\n\nSee `src/queue/workr.ts`.\n');
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    const review = engine();
    const { response, version, findings, questions } = await review.response(path);
    await review.submitResponse(path, {
      ...response,
      version,
      author: 'Ada',
      findings: findings.map(({ id }) => ({
        finding: id,
        disposition: 'rejected',
        response: 'It will be there.',
        action: '',
        evidence: '',
      })),
      answers: questions.map(({ id }) => ({ question: id, answer: 'Soon.' })),
    });
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    assert.equal(await exists(fileUri(`${folder}/round-2/round.json`)), true);

    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('planReview.signRecord', uri);
    await eventually('the panel', panelTabs, (panels) => panels.length === 1);
  });

  it('has nothing to sign of a plan that nobody has reviewed', async () => {
    const uri = fileUri(path);
    await writeText(uri, '# Story\n');
    await vscode.commands.executeCommand('planReview.signRecord', uri);
    // Tabs are told of in the order in which they open: a panel would be there before the plan is.
    await vscode.window.showTextDocument(uri);
    const tabs = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await eventually('the plan', tabs, (all) => all.some(({ label }) => label === 'story.md'));
    assert.deepEqual(panelTabs(), []);
  });
});
