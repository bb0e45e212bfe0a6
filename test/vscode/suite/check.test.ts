import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
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
  marks,
  removeReviews,
  samplePlans,
  waitForMarks,
  writeText,
} from './window.ts';

const { Error: error, Warning: warning, Information: information } = vscode.DiagnosticSeverity;

describe('Check Plan', () => {
  before(async () => {
    await activateExtension();
    await removeReviews();
  });
  afterEach(cleanWindow);

  it('marks exactly what the checks find, at the words', async () => {
    const uri = fileUri(samplePlans.falseClaims);
    const findings = await findingsOf(samplePlans.falseClaims);
    await vscode.commands.executeCommand('planReview.checkPlan', uri);
    const found = await waitForMarks(uri, 'its marks', (all) => all.length === findings.length);
    assert.deepEqual(
      found.map(({ line, column, title, code }) => [line, column, title, code]),
      findings.map(({ range, title, check }) => [range.start.line, range.start.column, title, check]),
    );
    for (const falseClaim of [
      [10, 9, '9c1f0aa', warning, 'commit-exists'],
      [22, 25, 'src/http/sever.ts', warning, 'file-exists'],
      [22, 77, '41d07be', warning, 'commit-exists'],
      [24, 37, '4.2', information, 'section-exists'],
      [35, 2, 'src/queue/stats.ts', warning, 'file-exists'],
    ]) {
      const marked = found.map(({ line, column, words, severity, code }) => [
        line,
        column,
        words,
        severity,
        code,
      ]);
      assert.ok(
        marked.some((mark) => isDeepStrictEqual(mark, falseClaim)),
        JSON.stringify({ falseClaim, marked }),
      );
    }
    assert.ok(diagnostics(uri).every(({ message }) => message.includes('\n') && !message.includes('`')));
  });

  it('finds nothing wrong with a good plan and stores nothing', async () => {
    const uri = fileUri(samplePlans.good);
    await vscode.commands.executeCommand('planReview.checkPlan', uri);
    assert.deepEqual(await marks(uri), []);
    assert.equal(await exists(fileUri('.plan-review/reviews')), false);
  });

  it('reads the editor, not the file', async () => {
    const uri = fileUri(samplePlans.good);
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'See `src/queue/workr.ts`.\n\n'));
    await vscode.commands.executeCommand('planReview.checkPlan');
    const [mark] = await waitForMarks(uri, 'one mark', (all) => all.length === 1);
    assert.deepEqual([mark?.line, mark?.words], [3, 'src/queue/workr.ts']);
    assert.equal(editor.document.isDirty, true);
  });

  it('moves the marks with edits, drops those of deleted words, and undo brings all back', async () => {
    const uri = fileUri(samplePlans.falseClaims);
    const editor = await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('planReview.checkPlan', uri);
    const { length } = await findingsOf(samplePlans.falseClaims);
    const before = await waitForMarks(uri, 'its marks', (all) => all.length === length);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(13, 0), 'One more line.\n');
      edit.delete(new vscode.Range(34, 0, 35, 0));
    });
    const after = await waitForMarks(uri, 'one mark less', (all) => all.length === length - 1);
    const moved = (line: number): number => (line > 13 && line < 35 ? line + 1 : line);
    assert.deepEqual(
      after.map(({ words, line }) => [words, line]),
      before
        .filter(({ words }) => words !== 'src/queue/stats.ts')
        .map(({ words, line }) => [words, moved(line)]),
    );
    await vscode.commands.executeCommand('undo');
    assert.deepEqual(await waitForMarks(uri, 'all marks again', (all) => all.length === length), before);
  });

  it('takes the marks of a deleted plan away, and a renamed plan takes them along', async () => {
    const first = fileUri('docs/plans/short.md');
    const second = fileUri('docs/plans/renamed.md');
    await writeText(first, '# Short\n\nSee `src/queue/workr.ts`.\n');
    await vscode.commands.executeCommand('planReview.checkPlan', first);
    const marked = await waitForMarks(first, 'a mark', (all) =>
      all.some(({ words }) => words === 'src/queue/workr.ts'),
    );
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(first, second);
    assert.ok(await vscode.workspace.applyEdit(rename));
    await waitForMarks(second, 'the marks under the new name', (all) => all.length === marked.length);
    await eventually(
      'no mark under the old name',
      () => diagnostics(first).length,
      (count) => count === 0,
    );
    await vscode.workspace.fs.delete(second);
    await eventually(
      'no mark for a deleted plan',
      () => diagnostics(second).length,
      (count) => count === 0,
    );
  });

  it('marks gaps and sweeps all marks away on request', async () => {
    const uri = fileUri(samplePlans.gaps);
    await vscode.commands.executeCommand('planReview.checkPlan', uri);
    const { length } = await findingsOf(samplePlans.gaps);
    const found = await waitForMarks(uri, 'its marks', (all) => all.length === length);
    assert.ok(found.some(({ words }) => words === 'TBD'));
    assert.ok(found.every(({ severity }) => severity !== error));
    await vscode.commands.executeCommand('planReview.clearDiagnostics');
    await waitForMarks(uri, 'no mark', (all) => all.length === 0);
  });

  it('says what is wrong with bad input and marks nothing', async () => {
    const bad = { 'docs/empty.md': '', 'docs/binary.md': '\u0000\u0001\u0002 not a plan' };
    for (const [path, text] of Object.entries(bad)) {
      const uri = fileUri(path);
      await writeText(uri, text);
      await vscode.commands.executeCommand('planReview.checkPlan', uri);
      await vscode.commands.executeCommand('planReview.reviewPlan', uri);
      assert.equal(diagnostics(uri).length, 0);
      await vscode.workspace.fs.delete(uri);
    }
    await vscode.commands.executeCommand('planReview.checkPlan', fileUri('docs/not-there.md'));
    await vscode.commands.executeCommand('planReview.checkPlan', fileUri('docs'));
    assert.equal(await exists(fileUri('.plan-review/reviews')), false);
  });
});
