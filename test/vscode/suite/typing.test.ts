import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  activateExtension,
  cleanWindow,
  diagnostics,
  engine,
  eventually,
  fileUri,
  findingsOf,
  marks,
  readText,
  removeReviews,
  samplePlans,
  setSetting,
  waitForMarks,
  writeText,
} from './window.ts';

/** Every test has a plan of its own: the editor keeps documents for a while after they are closed. */
let plans = 0;
let plan = '';
const hasWords =
  (words: string) =>
  (all: readonly { readonly words: string }[]): boolean =>
    all.some((mark) => mark.words === words);
const lacks =
  (...checks: readonly string[]) =>
  (all: readonly { readonly code: string }[]): boolean =>
    all.every(({ code }) => !checks.includes(code));
const isEmpty = (all: readonly unknown[]): boolean => all.length === 0;

/** Writes a plan, opens it, and types a line at its end. */
async function typeInto(path: string, text: string, typed = ''): Promise<vscode.TextEditor> {
  const uri = fileUri(path);
  await writeText(uri, text);
  const editor = await openAsUser(uri);
  if (typed !== '') {
    await editor.edit((edit) =>
      edit.insert(editor.document.lineAt(editor.document.lineCount - 1).range.end, typed),
    );
  }
  return editor;
}

/** Opens a file as a click on it would: an extension that opens one keeps it for minutes. */
async function openAsUser(uri: vscode.Uri): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  return await eventually(
    'the editor',
    () => vscode.window.activeTextEditor,
    (editor) => editor?.document.uri.toString() === uri.toString(),
  ).then((editor) => editor!);
}

/** Replaces the first place of a text. */
async function replace(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const { document } = editor;
  const at = document.getText().indexOf(from);
  assert.notEqual(at, -1, `"${from}" is not in the document`);
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
  assert.ok(await editor.edit((edit) => edit.replace(range, to)));
}

async function git(...args: readonly string[]): Promise<void> {
  await promisify(execFile)('git', [...args], { cwd: fileUri('').fsPath });
}

describe('While one types', () => {
  before(async () => {
    await activateExtension();
    await removeReviews();
  });
  beforeEach(() => {
    plans += 1;
    plan = `docs/plans/typed-${plans}.md`;
  });
  afterEach(async () => {
    await cleanWindow();
    await removeReviews();
    await vscode.workspace.fs.delete(fileUri(plan)).then(undefined, () => undefined);
  });

  it('a plan that is opened has its findings marked, as Check Plan would', async () => {
    plan = `docs/plans/PRP-70${plans}.md`;
    const uri = fileUri(plan);
    await typeInto(plan, await readText(fileUri(samplePlans.falseClaims)));
    const findings = await findingsOf(plan);
    const found = await waitForMarks(uri, 'its marks', (all) => all.length === findings.length);
    assert.deepEqual(
      found.map(({ line, column, title, code }) => [line, column, title, code]),
      findings.map(({ range, title, check }) => [range.start.line, range.start.column, title, check]),
    );
  });

  it('a false path is marked when it stands there, and no more when it is put right', async () => {
    const editor = await typeInto(plan, '# Typed\n\n', 'See `src/http/sever.ts`.\n');
    const { uri } = editor.document;
    await waitForMarks(uri, 'a mark', hasWords('src/http/sever.ts'));
    await replace(editor, 'sever', 'server');
    await waitForMarks(uri, 'no mark', lacks('file-exists'));
    await vscode.commands.executeCommand('undo');
    await waitForMarks(uri, 'the mark again', hasWords('src/http/sever.ts'));
  });

  it('is silent on documents that are no plans, until somebody asks', async () => {
    const readme = await typeInto('docs/notes.md', '# Notes\n\n', 'See `src/http/sever.ts`.\n');
    const inFolder = await typeInto('docs/plans/README.md', '# Plans\n\n', 'See `src/http/sever.ts`.\n');
    await typeInto(plan, '# Typed\n\n', 'See `src/http/sever.ts`.\n');
    await waitForMarks(fileUri(plan), 'a mark', hasWords('src/http/sever.ts'));
    for (const { document } of [readme, inFolder]) {
      assert.deepEqual(await marks(document.uri), []);
    }
    await vscode.commands.executeCommand('planReview.checkPlan', readme.document.uri);
    await waitForMarks(readme.document.uri, 'a mark', hasWords('src/http/sever.ts'));
    const again = await vscode.window.showTextDocument(readme.document);
    await replace(again, 'sever', 'server');
    await waitForMarks(readme.document.uri, 'no mark', lacks('file-exists'));
    for (const { document } of [readme, inFolder]) {
      await vscode.workspace.fs.delete(document.uri);
    }
  });

  it('a document that says what kind of plan it is counts as one, wherever it lies', async () => {
    const editor = await typeInto(
      'docs/notes.md',
      '---\nkind: rfc\n---\n\n# Notes\n\n',
      'See `src/http/sever.ts`.\n',
    );
    await waitForMarks(editor.document.uri, 'a mark', hasWords('src/http/sever.ts'));
    await vscode.workspace.fs.delete(editor.document.uri);
  });

  it('heeds the setting at once: every document, or none', async () => {
    const notes = await typeInto('docs/notes.md', '# Notes\n\nSee `src/http/sever.ts`.\n');
    await setSetting('check.asYouType', 'all');
    try {
      await waitForMarks(notes.document.uri, 'a mark', hasWords('src/http/sever.ts'));
      await setSetting('check.asYouType', 'off');
      await waitForMarks(notes.document.uri, 'no mark', isEmpty);
    } finally {
      await setSetting('check.asYouType', undefined);
      await vscode.workspace.fs.delete(notes.document.uri);
    }
  });

  it('the marks go with the editor, unless somebody had asked for them', async () => {
    const { document } = await typeInto(plan, '# Typed\n\nSee `src/http/sever.ts`.\n');
    await waitForMarks(document.uri, 'a mark', hasWords('src/http/sever.ts'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await waitForMarks(document.uri, 'no mark', isEmpty);
    await vscode.commands.executeCommand('planReview.checkPlan', document.uri);
    await waitForMarks(document.uri, 'a mark', hasWords('src/http/sever.ts'));
    const editor = await vscode.window.showTextDocument(document.uri);
    await replace(editor, 'sever', 'server');
    await waitForMarks(document.uri, 'no mark', lacks('file-exists'));
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await waitForMarks(document.uri, 'the mark of the file', hasWords('src/http/sever.ts'));
  });

  it('a plan whose file is deleted has no marks, though its editor is open', async () => {
    const { document } = await typeInto(plan, '# Typed\n\nSee `src/http/sever.ts`.\n');
    await waitForMarks(document.uri, 'a mark', hasWords('src/http/sever.ts'));
    await vscode.workspace.fs.delete(document.uri);
    const none = (): number => diagnostics(document.uri).length;
    await eventually('no mark', none, (count) => count === 0);
    // A file that goes has all open plans checked again, and this one is still open.
    const other = await typeInto('docs/plans/beside.md', '# Beside\n\n', 'See `src/http/sever.ts`.\n');
    await waitForMarks(other.document.uri, 'a mark', hasWords('src/http/sever.ts'));
    assert.equal(document.isClosed, false);
    assert.equal(none(), 0);
    await vscode.workspace.fs.delete(other.document.uri);
  });

  it('what was swept away stays away until the plan is opened again', async () => {
    const editor = await typeInto(plan, '# Typed\n\nSee `src/http/sever.ts`.\n');
    const { uri } = editor.document;
    await waitForMarks(uri, 'a mark', hasWords('src/http/sever.ts'));
    await vscode.commands.executeCommand('planReview.clearDiagnostics');
    await waitForMarks(uri, 'no mark', isEmpty);
    await replace(editor, 'See', 'See also');
    const other = await typeInto('docs/plans/other.md', '# Other\n\n', 'See `src/http/sever.ts`.\n');
    await waitForMarks(other.document.uri, 'a mark', hasWords('src/http/sever.ts'));
    assert.deepEqual(await marks(uri), []);
    await vscode.workspace.fs.delete(other.document.uri);
  });

  it('a file that comes, goes or gets another content changes what is marked', async () => {
    const made = fileUri('src/queue/drain.ts');
    const { document } = await typeInto(
      plan,
      '# Typed\n\nModify `src/queue/drain.ts`, see `src/config.ts:900`.\n',
    );
    await waitForMarks(document.uri, 'both marks', hasWords('src/queue/drain.ts'));
    await writeText(made, 'export {};\n');
    await waitForMarks(
      document.uri,
      'one mark',
      (all) => all.length > 0 && !hasWords('src/queue/drain.ts')(all),
    );
    const config = fileUri('src/config.ts');
    const before = new TextDecoder().decode(await vscode.workspace.fs.readFile(config));
    await writeText(config, '// one more line\n'.repeat(1000));
    await waitForMarks(document.uri, 'no mark', lacks('file-exists', 'line-exists'));
    await writeText(config, before);
    await vscode.workspace.fs.delete(made);
    await waitForMarks(document.uri, 'the mark again', hasWords('src/queue/drain.ts'));
  });

  it('a ref that is made or deleted changes what is marked', async () => {
    const { document } = await typeInto(
      plan,
      '# Typed\n\nThe change is based on branch `feature/backoff`.\n',
    );
    await waitForMarks(document.uri, 'a mark', hasWords('feature/backoff'));
    await git('branch', 'feature/backoff');
    await waitForMarks(document.uri, 'no mark', lacks('branch-exists'));
    await git('branch', '--delete', '--force', 'feature/backoff');
    await waitForMarks(document.uri, 'the mark again', hasWords('feature/backoff'));
  });

  it('marks a finding once that a round has too, and the round says which one it is', async () => {
    plan = `docs/plans/PRP-70${plans}.md`;
    const uri = fileUri(plan);
    const editor = await typeInto(plan, await readText(fileUri(samplePlans.falseClaims)));
    const { length } = await findingsOf(plan);
    await waitForMarks(uri, 'its marks', (all) => all.length === length);
    await engine().review({ path: plan });
    const numbered = (all: readonly { readonly code: string }[]): boolean =>
      all.every(({ code }) => /^F\d+$/.test(code));
    await waitForMarks(uri, 'its marks with numbers', (all) => all.length === length && numbered(all));

    await editor.edit((edit) => edit.insert(new vscode.Position(20, 0), 'See `src/queue/workr.ts`.\n\n'));
    const all = await waitForMarks(uri, 'one mark more', hasWords('src/queue/workr.ts'));
    assert.equal(all.length, length + 1);
    assert.deepEqual(
      all.filter(({ code }) => !/^F\d+$/.test(code)).map(({ words, code }) => [words, code]),
      [['src/queue/workr.ts', 'file-exists']],
    );
    await replace(editor, 'src/http/sever.ts', 'src/http/server.ts');
    const left = await waitForMarks(uri, 'one mark less', (now) => now.length === length);
    assert.ok(!hasWords('src/http/server.ts')(left));
  });

  it("the workspace's own settings are heeded when their file changes, and marked where they are wrong", async () => {
    const settings = fileUri('.plan-review/settings.json');
    const { document } = await typeInto(plan, '# Typed\n\nSee `src/http/sever.ts`.\n');
    await waitForMarks(document.uri, 'a mark', hasWords('src/http/sever.ts'));
    try {
      await writeText(settings, '{ "severities": { "file-exists": "off", "file-exist": "off" } }\n');
      await waitForMarks(document.uri, 'no mark', lacks('file-exists'));
      const [problem] = await waitForMarks(settings, 'a mark in the settings', (all) => all.length === 1);
      assert.deepEqual([problem?.words, problem?.code], ['"file-exist"', 'check-definition']);
      await writeText(settings, '{ "severities": 3 }\n');
      const [unusable] = await waitForMarks(settings, 'another mark', (all) =>
        all.some(({ code }) => code === 'settings-invalid'),
      );
      assert.match(unusable?.title ?? '', /severities/);
    } finally {
      await vscode.workspace.fs.delete(settings);
    }
    await waitForMarks(document.uri, 'the mark again', hasWords('src/http/sever.ts'));
    await eventually('no mark in the settings', () => diagnostics(settings), isEmpty);
  });

  it("the editor's settings go before the workspace's, without a reload", async () => {
    const { document } = await typeInto(plan, '# Typed\n\nSee `src/http/sever.ts`.\n');
    await waitForMarks(document.uri, 'a mark', hasWords('src/http/sever.ts'));
    try {
      await setSetting('severities', { 'file-exists': 'critical' });
      await waitForMarks(document.uri, 'an error', (all) =>
        all.some(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
      );
      await setSetting('severities', { 'file-exists': 'off' });
      await waitForMarks(document.uri, 'no mark', lacks('file-exists'));
    } finally {
      await setSetting('severities', undefined);
    }
    await waitForMarks(document.uri, 'a warning', (all) =>
      all.some(
        ({ code, severity }) => code === 'file-exists' && severity === vscode.DiagnosticSeverity.Warning,
      ),
    );
  });

  it('a definition that cannot be used is marked in its own file, and one that waits for consent runs nothing', async () => {
    const definition = fileUri('.plan-review/checks/routes.md');
    const ran = fileUri('ran.txt');
    const text = [
      '### Check: api-route',
      '',
      '**Pattern**: `Route {path}`',
      '',
      '**Verify**:',
      '',
      '```sh',
      'touch ran.txt; grep -qxF -e "$PLAN_REVIEW_VALUE" routes.txt',
      '```',
      '',
      '**Output**:',
      '',
      '- ✓ PASS: It is registered',
      '- ✗ FAIL: It is not registered',
      '',
      '**Example**:',
      '',
      'Route /users gets a page parameter.',
      '',
    ].join('\n');
    const { document } = await typeInto(plan, '# Typed\n\nSee `src/http/sever.ts`. Route /users is there.\n');
    try {
      await writeText(definition, text.replace('"$PLAN_REVIEW_VALUE"', '{path}'));
      const [problem] = await waitForMarks(definition, 'a mark in the definition', (all) => all.length > 0);
      assert.equal(problem?.line, 1);
      await writeText(definition, text);
      await waitForMarks(definition, 'no mark in the definition', isEmpty);
      await vscode.commands.executeCommand('planReview.checkPlan', document.uri);
      await waitForMarks(document.uri, 'a mark', hasWords('src/http/sever.ts'));
      await assert.rejects(async () => await vscode.workspace.fs.stat(ran));
    } finally {
      await vscode.workspace.fs.delete(definition);
    }
  });

  it('an answer about an older text is dropped', async () => {
    // A name is taken for a mistake while it is close to that of a file that is there.
    const mistakes = Array.from('server').flatMap((_, place, name) =>
      Array.from('abcdfghijklmnopqtuwxyz').map((other) => name.with(place, other).join('')),
    );
    const others = Array.from({ length: 1800 }, (_, index) => `service${index}`);
    const lines = [...mistakes, ...others].map((name) => `- See \`src/http/${name}.ts\` there.`);
    const editor = await typeInto(plan, `# Typed\n\n${lines.join('\n')}\n`);
    const { uri } = editor.document;
    await waitForMarks(uri, 'many marks', (all) => all.length > 100);
    // Each edit comes while the check of the one before it may be running.
    for (let edit = 0; edit < 8; edit += 1) {
      await editor.edit((builder) => builder.insert(new vscode.Position(1, 0), '\n'));
      await new Promise((resolve) => setTimeout(resolve, 150 + 60 * edit));
      const text = editor.document.getText().split('\n');
      for (const { range, message } of diagnostics(uri).filter(({ code }) => code === 'file-exists')) {
        const words = text[range.start.line]?.slice(range.start.character, range.end.character) ?? '';
        assert.ok(words === '' || message.includes(words), `${message} is marked at "${words}"`);
      }
    }
    await editor.edit((builder) => builder.replace(new vscode.Range(0, 0, 5000, 0), '# Typed\n'));
    await waitForMarks(uri, 'no mark', lacks('file-exists'));
  });
});

describe('The settings', () => {
  it('say the defaults that hold', async () => {
    const { defaultCheckSettings } = await import('../../../src/core/index.ts');
    const settings = vscode.workspace.getConfiguration('planReview');
    for (const name of ['severities', 'planFolders', 'sections', 'commandTimeLimit'] as const) {
      assert.deepEqual(settings.inspect(name)?.defaultValue, defaultCheckSettings[name], name);
    }
    await eventually(
      'the default of what is checked',
      () => settings.inspect('check.asYouType')?.defaultValue,
      (value) => value === 'plans',
    );
  });
});
