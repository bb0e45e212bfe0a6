import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  activateExtension,
  cleanWindow,
  eventually,
  fileUri,
  questions,
  removeReviews,
  setSetting,
  waitForMarks,
  writeText,
  type Mark,
} from './window.ts';

/** Every test has a file of its own: the editor keeps documents for a while after they are closed. */
let files = 0;
const uri = (): vscode.Uri => fileUri(`docs/plans/fixed-${files}.md`);
const replaceTitle = 'Replace with src/http/server.ts';
const creationTitle = 'Mark src/http/sever.ts as to be created';
const suppressTitle = 'Suppress file-exists here, with a reason…';

async function open(text: string): Promise<vscode.TextEditor> {
  files += 1;
  await writeText(uri(), text);
  return await vscode.window.showTextDocument(uri());
}

async function waitForWords(words: string): Promise<Mark> {
  const all = await waitForMarks(uri(), `a mark on ${words}`, (found) =>
    found.some((mark) => mark.words === words),
  );
  const mark = all.find((candidate) => candidate.words === words);
  assert.ok(mark);
  return mark;
}

async function waitForNone(): Promise<void> {
  await waitForMarks(uri(), 'no missing file', (all) =>
    all.every(({ title }) => !title.startsWith('No such file')),
  );
}

/** The quick fixes at the first place of some words, ready to be applied. */
async function fixesAt(editor: vscode.TextEditor, words: string): Promise<readonly vscode.CodeAction[]> {
  const at = editor.document.positionAt(editor.document.getText().indexOf(words) + 1);
  const found = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    new vscode.Range(at, at),
    vscode.CodeActionKind.QuickFix.value,
    50,
  );
  // The editor's own Markdown support has quick fixes too.
  return found.filter(({ title }) => /^(?:Replace with|Mark|Suppress) /.test(title));
}

async function apply(actions: readonly vscode.CodeAction[], title: string): Promise<void> {
  const action = actions.find((candidate) => candidate.title === title);
  assert.ok(action, `"${title}" is not among ${actions.map((known) => known.title).join(', ')}`);
  if (action.edit !== undefined) {
    assert.ok(await vscode.workspace.applyEdit(action.edit));
  }
}

/** Takes the quick fix that suppresses, with a reason that is given beforehand. */
async function suppress(actions: readonly vscode.CodeAction[], reason: string): Promise<void> {
  const action = actions.find(({ title }) => title.startsWith('Suppress'));
  assert.ok(action?.command);
  await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []), reason);
}

describe('Quick fixes', () => {
  before(async () => {
    await activateExtension();
    await removeReviews();
  });
  afterEach(async () => {
    await cleanWindow();
    await removeReviews();
    await vscode.workspace.fs.delete(uri()).then(undefined, () => undefined);
  });

  it('offer the closest path, creation and suppression, and prefer the only answer', async () => {
    const editor = await open('# Fixed\n\nSee `src/http/sever.ts` for it.\n');
    await waitForWords('src/http/sever.ts');
    const actions = await fixesAt(editor, 'src/http/sever.ts');
    assert.deepEqual(
      actions.map(({ title, isPreferred, kind }) => [title, isPreferred === true, kind?.value]),
      [
        [replaceTitle, true, 'quickfix'],
        [creationTitle, false, 'quickfix'],
        [suppressTitle, false, 'quickfix'],
      ],
    );
    assert.deepEqual(await fixesAt(editor, 'for it'), []);
    await apply(actions, replaceTitle);
    assert.equal(editor.document.getText(), '# Fixed\n\nSee `src/http/server.ts` for it.\n');
    await waitForNone();
  });

  it('say that the plan creates the file', async () => {
    const editor = await open('# Fixed\n\nSee `src/http/sever.ts` for it.\n');
    await waitForWords('src/http/sever.ts');
    await apply(await fixesAt(editor, 'src/http/sever.ts'), creationTitle);
    assert.equal(editor.document.getText(), '# Fixed\n\nSee `src/http/sever.ts` (new) for it.\n');
    await waitForNone();
  });

  it('answer the question of a file that may be to come, which is a hint and no problem', async () => {
    const editor = await open('# Fixed\n\nThe loop is kept in `src/http/limits.ts` for now.\n');
    const asked = await eventually(
      'the question',
      () => questions(uri()),
      (all) => all.length > 0,
    );
    assert.deepEqual(
      asked.map(({ severity, message, range }) => [
        severity,
        message.split('\n')[0],
        editor.document.getText(range),
      ]),
      [
        [
          vscode.DiagnosticSeverity.Hint,
          'Not there: src/http/limits.ts. Should it be?',
          'src/http/limits.ts',
        ],
      ],
    );
    const fixes = await fixesAt(editor, 'src/http/limits.ts');
    await apply(fixes, 'Mark src/http/limits.ts as to be created');
    assert.equal(
      editor.document.getText(),
      '# Fixed\n\nThe loop is kept in `src/http/limits.ts` (new) for now.\n',
    );
    await eventually(
      'no question',
      () => questions(uri()),
      (all) => all.length === 0,
    );
  });

  it('change the text as it is now, not as it was when it was checked', async () => {
    const editor = await open('# Fixed\n\nSee `src/queue/workr.ts`, and\n`src/http/sever.ts` for it.\n');
    await waitForWords('src/http/sever.ts');
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), 'Above.\n\n');
      edit.insert(new vscode.Position(3, 0), 'see ');
    });
    // No wait: the marks have moved, and no check has run since.
    await waitForMarks(uri(), 'the moved mark', (all) =>
      all.some(({ line, words }) => line === 6 && words === 'src/http/sever.ts'),
    );
    await apply(await fixesAt(editor, 'src/http/sever.ts'), replaceTitle);
    assert.equal(
      editor.document.getText(),
      'Above.\n\n# Fixed\n\nSee `src/queue/workr.ts`, and\nsee `src/http/server.ts` for it.\n',
    );
  });

  it('change nothing where the words are not what they were', async () => {
    const editor = await open('# Fixed\n\nSee `src/http/sever.ts` for it.\n');
    await waitForWords('src/http/sever.ts');
    const actions = await fixesAt(editor, 'src/http/sever.ts');
    const at = editor.document.positionAt(editor.document.getText().indexOf('sever'));
    await editor.edit((edit) => edit.insert(at, 'ob'));
    const text = editor.document.getText();
    assert.deepEqual(
      (await fixesAt(editor, 'src/http')).map(({ title }) => title).filter((title) => title === replaceTitle),
      [],
    );
    await suppress(actions, 'too late');
    assert.equal(editor.document.getText(), text);
  });

  it('serve the findings of a stored round too, also where nothing is checked as one types', async () => {
    await setSetting('check.asYouType', 'off');
    try {
      const editor = await open('# Fixed\n\nSee `src/http/sever.ts` for it.\n');
      await vscode.commands.executeCommand('planReview.reviewPlan', uri());
      assert.match((await waitForWords('src/http/sever.ts')).code, /^F\d+$/);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Above.\n\n'));
      await waitForMarks(uri(), 'the moved mark', (all) =>
        all.some(({ line, words }) => line === 5 && words === 'src/http/sever.ts'),
      );
      await apply(await fixesAt(editor, 'src/http/sever.ts'), replaceTitle);
      assert.equal(editor.document.getText(), 'Above.\n\n# Fixed\n\nSee `src/http/server.ts` for it.\n');
    } finally {
      await setSetting('check.asYouType', undefined);
    }
  });

  for (const [what, text, expected] of [
    [
      'a paragraph',
      'See `src/http/sever.ts`.\n',
      '<!-- plan-review-disable-next-line file-exists: made by the build -->\nSee `src/http/sever.ts`.\n',
    ],
    [
      'a list item',
      '- one\n- see `src/http/sever.ts`\n',
      '- one\n- see `src/http/sever.ts` <!-- plan-review-disable-line file-exists: made by the build -->\n',
    ],
    [
      'a row of a table',
      '| File | |\n| --- | --- |\n| see `src/http/sever.ts` | x |\n',
      '| File | |\n| --- | --- |\n| see `src/http/sever.ts` | x <!-- plan-review-disable-line file-exists: made by the build --> |\n',
    ],
  ] as const) {
    it(`suppress with a reason in ${what}`, async () => {
      const editor = await open(`# Fixed\n\n${text}`);
      await waitForWords('src/http/sever.ts');
      await suppress(await fixesAt(editor, 'src/http/sever.ts'), 'made by the build');
      assert.equal(editor.document.getText(), `# Fixed\n\n${expected}`);
      await waitForNone();
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), `# Fixed\n\n${text}`);
    });
  }

  it('suppress in front matter, with the line ends of the plan', async () => {
    const editor = await open('---\r\nfiles_modified:\r\n  - src/http/sever.ts\r\n---\r\n\r\n# Fixed\r\n');
    await waitForWords('src/http/sever.ts');
    await suppress(await fixesAt(editor, 'src/http/sever.ts'), 'made by the build');
    assert.equal(
      editor.document.getText(),
      '---\r\nfiles_modified:\r\n  - src/http/sever.ts # plan-review-disable-line file-exists: made by the build\r\n---\r\n\r\n# Fixed\r\n',
    );
    await waitForNone();
  });
});
