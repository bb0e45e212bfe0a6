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
  writeText,
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

  it('a plan is checked as one types, without git and without the checks of the workspace', async () => {
    const uri = fileUri('docs/plans/typed.md');
    const definition = fileUri('.plan-review/checks/routes.md');
    await writeText(definition, '### Check: api-route\n\n**Pattern**: `Route {path}`\n');
    await writeText(uri, '# Typed\n\nRoute /users. Commit 41d07be, based on branch `feature/nowhere`.\n');
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'See `src/http/sever.ts`.\n'));
    const found = await waitForMarks(uri, 'a mark', (all) => all.some(({ code }) => code === 'file-exists'));
    assert.ok(found.every(({ code }) => !/^(?:commit|branch)-exists$|^api-route$/.test(code)));
    await vscode.workspace.fs.delete(definition);
    await vscode.workspace.fs.delete(uri);
  });

  it('no command of a check can be agreed to', async () => {
    await vscode.commands.executeCommand('planReview.agreeToCommand');
    assert.equal(await exists(fileUri('.plan-review/cache')), false);
  });

  it('Review Plan does nothing', async () => {
    const uri = fileUri(samplePlans.gaps);
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    assert.equal(diagnostics(uri).length, 0);
    assert.deepEqual(panelTabs(), []);
    assert.equal(await exists(fileUri('.plan-review/reviews')), false);
  });
});
