import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createVSIX } from '@vscode/vsce';
import { repositoryRoot } from '../support/editor/paths.ts';
import { makeSampleWorkspace, type SampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import { openEditor, waitForNotification, waitForStatus, type Editor } from './support/driver.ts';
import { chooseFromExplorer } from './support/explorer.ts';

/** What the package may hold: nothing that is only there to make or test it. */
const expected = [
  /^package\.json$/,
  /^(readme|changelog)\.md$/,
  /^LICENSE\.txt$/,
  /^\.vsixmanifest$/,
  /^dist\/extension\.js$/,
  /^dist\/chunks\/[\w-]+\.js$/,
  /^dist\/webview\/main\.(js|css)$/,
  /^media\/[\w-]+\.(png|svg)$/,
  /^media\/walkthrough\/[\w-]+\.md$/,
  /^personas\/(?:authors\/)?[\w-]+\.md$/,
  /^docs\/images\/[\w-]+\.png$/,
  /^docs\/schemas\/settings\.schema\.json$/,
];

describe('the packaged extension', () => {
  let scratch: string;
  let sample: SampleWorkspace;
  let editor: Editor;

  before(async () => {
    scratch = await mkdtemp(path.join(os.tmpdir(), 'plan-review-package-'));
    const vsix = path.join(scratch, 'plan-review.vsix');
    await createVSIX({
      cwd: repositoryRoot,
      packagePath: vsix,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    sample = await makeSampleWorkspace();
    editor = await openEditor({ open: sample.folder, vsix });
  });
  after(async () => {
    await editor?.close();
    await sample?.remove();
    await rm(scratch, { recursive: true, force: true });
  });

  it('holds what it runs on, and no source, test or map', async () => {
    const names = await readdir(editor.extensions);
    const folder = names.find((name) => name.startsWith('plan-review.')) ?? '';
    const root = path.join(editor.extensions, folder);
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    assert.ok(files.includes('dist/extension.js'));
    assert.ok(files.includes('docs/schemas/settings.schema.json'));
    assert.deepEqual(
      files.filter((file) => !expected.some((pattern) => pattern.test(file))),
      [],
    );
  });

  it('reviews a plan', async () => {
    await chooseFromExplorer(editor, 'docs/plans/retry-failed-deliveries.md', 'Review Plan');
    await waitForNotification(editor, /retry-failed-deliveries\.md: GO in round 1/);
    await waitForStatus(editor, /^GO$/);
  });
});
