import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { after, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  activateExtension,
  cleanWindow,
  diagnostics,
  engine,
  eventually,
  exists,
  fileUri,
  removeReviews,
  samplePlans,
  setSetting,
  waitForMarks,
  writeText,
} from './window.ts';

async function git(...args: readonly string[]): Promise<void> {
  const as = ['-c', 'user.name=Sam Sample', '-c', 'user.email=sam@example.com'];
  await promisify(execFile)('git', [...as, ...args], { cwd: fileUri('').fsPath });
}

/** The lens above a plan's title. */
async function lens(uri: vscode.Uri): Promise<string> {
  const all = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
  );
  return all.map(({ command, range }) => `${range.start.line + 1}: ${command?.title}`).join('\n');
}

async function waitForLens(uri: vscode.Uri, expected: RegExp): Promise<string> {
  return await eventually(
    `a lens like ${expected}`,
    () => lens(uri),
    (text) => expected.test(text),
  );
}

let plans = 0;

/** Opens a plan of its own that the checks have nothing to say against, and whose claim is that a file is there. */
async function openGoodPlan(): Promise<{ readonly uri: vscode.Uri; readonly path: string }> {
  plans += 1;
  const path = `docs/plans/standing-${plans}.md`;
  const good = new TextDecoder().decode(await vscode.workspace.fs.readFile(fileUri(samplePlans.good)));
  await writeText(fileUri(`src/held-${plans}.ts`), 'export const held = 1;\n');
  await writeText(fileUri(path), `${good}\nSee \`src/held-${plans}.ts\`.\n`);
  await git('add', '--all');
  await git('commit', '--quiet', '--message=Bring a plan');
  await vscode.window.showTextDocument(fileUri(path));
  return { uri: fileUri(path), path };
}

describe('An approval', () => {
  before(activateExtension);
  beforeEach(removeReviews.bind(undefined, 0));
  after(cleanWindow);

  it('stands when the review is committed, and not when other files are', async () => {
    const { uri, path } = await openGoodPlan();
    await engine().review({ path });
    await waitForLens(uri, /^1: GO · round 1 · nothing open$/);
    await git('add', '.plan-review');
    await git('commit', '--quiet', '--message=Store the review');
    await writeText(fileUri('src/another.ts'), `export const another = ${plans};\n`);
    await git('add', 'src/another.ts');
    await git('commit', '--quiet', '--message=Change something else');
    await waitForLens(uri, /^1: GO \(stale\) · round 1/);
    await git('reset', '--quiet', '--hard', 'HEAD~1');
    await waitForLens(uri, /^1: GO · round 1/);
  });

  it('is stale once a file is gone that the plan rests on', async () => {
    const { uri, path } = await openGoodPlan();
    await engine().review({ path });
    await waitForLens(uri, /^1: GO · round 1/);
    await vscode.workspace.fs.delete(fileUri(`src/held-${plans}.ts`));
    await waitForLens(uri, /^1: GO \(stale\)/);
    await writeText(fileUri(`src/held-${plans}.ts`), 'export const held = 1;\n');
    await waitForLens(uri, /^1: GO · round 1/);
  });

  it('names who signed it, and is stale as soon as the plan is typed into', async () => {
    const { uri, path } = await openGoodPlan();
    await engine().review({ path });
    await engine().finalize({ path, by: 'Ada', confidence: 'high', confidenceReason: 'It is small.' });
    await waitForLens(uri, /^1: GO · round 1 · nothing open · signed by Ada$/);
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '<!-- later -->\n\n'));
    await waitForLens(uri, /^3: GO \(stale\) · round 1 · nothing open · signed by Ada$/);
    await vscode.commands.executeCommand('undo');
    await waitForLens(uri, /^1: GO · round 1/);
  });

  it('is not shown above the title where that is switched off', async () => {
    const { uri, path } = await openGoodPlan();
    await engine().review({ path });
    await waitForLens(uri, /GO/);
    await setSetting('titleLens', false);
    try {
      await waitForLens(uri, /^$/);
    } finally {
      await setSetting('titleLens', undefined);
    }
    await waitForLens(uri, /GO/);
  });
});

describe('After a second round', () => {
  const path = 'docs/plans/two-rounds.md';
  const uri = fileUri(path);
  const other = 'See `src/queue/workr.ts`.';

  before(activateExtension);
  beforeEach(async () => {
    await removeReviews();
    await cleanWindow();
    await writeText(uri, `# Two rounds\n\n${other}\n\nSee \`src/queue/jobQeue.ts\`.\n`);
  });
  after(async () => {
    await cleanWindow();
    await vscode.workspace.fs.delete(uri);
  });

  it('what is open of any round is marked once, and what was resolved is not', async () => {
    await vscode.window.showTextDocument(uri);
    await engine().review({ path });
    const hasBoth = (all: readonly { readonly words: string; readonly code: string }[]): boolean =>
      all.every(({ code }) => /^F\d+$/.test(code)) &&
      ['src/queue/workr.ts', 'src/queue/jobQeue.ts'].every(
        (words) => all.filter((mark) => mark.words === words).length === 1,
      );
    const first = await waitForMarks(uri, 'both marks', hasBoth);
    const numberOf = (words: string): string => first.find((mark) => mark.words === words)?.code ?? '';
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    await editor.edit((edit) => {
      edit.replace(new vscode.Range(4, 0, 4, 21), 'Modify `src/later.ts`.');
      edit.insert(new vscode.Position(2, 0), 'One paragraph more.\n\n');
    });
    await editor.document.save();
    await engine().next({ path, response: 'not-needed' });
    const found = await waitForMarks(uri, 'the mark of the second round', (all) =>
      all.some(({ words, code }) => words === 'src/later.ts' && /^F\d+$/.test(code)),
    );
    const kept = found.filter(({ words }) => words === 'src/queue/workr.ts');
    assert.deepEqual(
      kept.map(({ code, line, title }) => [code, line, title.startsWith('Unresolved: ')]),
      [[numberOf('src/queue/workr.ts'), 5, true]],
    );
    assert.ok(found.every(({ code }) => code !== numberOf('src/queue/jobQeue.ts')));
    assert.equal(new Set(found.map(({ code }) => code)).size, found.length);
  });

  it('a finding whose words are gone is listed at the top as lost', async () => {
    await setSetting('check.asYouType', 'off');
    try {
      const editor = await vscode.window.showTextDocument(uri);
      await engine().review({ path });
      await waitForMarks(uri, 'its mark', (all) => all.some(({ words }) => words === 'src/queue/jobQeue.ts'));
      await editor.edit((edit) => edit.delete(new vscode.Range(4, 0, 5, 0)));
      await eventually(
        'a lost finding',
        () => diagnostics(uri).filter(({ message }) => message.startsWith('Lost, its words are gone: ')),
        (lost) => lost.length === 1 && lost[0]?.range.start.line === 0,
      );
      await vscode.commands.executeCommand('undo');
      await waitForMarks(
        uri,
        'its mark again',
        (all) =>
          all.some(({ words }) => words === 'src/queue/jobQeue.ts') &&
          all.every(({ title }) => !title.startsWith('Lost')),
      );
    } finally {
      await setSetting('check.asYouType', undefined);
    }
    assert.equal(await exists(uri), true);
  });
});
