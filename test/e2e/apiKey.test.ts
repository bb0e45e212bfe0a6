import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { makeSampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { review } from '../support/messagesServer/reviews.ts';
import { startMessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import {
  answerNotification,
  openEditor,
  patience,
  press,
  runCommand,
  waitForNotification,
} from './support/driver.ts';
import { chooseFromExplorer } from './support/explorer.ts';
import { answerDialog, pickEntry, waitForEntry } from './support/quickPick.ts';

const plan = 'docs/plans/webhook-signatures.md';
const planName = 'webhook-signatures.md';
const key = 'sk-ant-canary-0123456789';

describe('the key of an API endpoint', () => {
  it('goes to the endpoint of the user, whatever the workspace says, and into no file of it', async (test) => {
    const script = () => answer(review());
    const server = await startMessagesServer(test, { script });
    const foreign = await startMessagesServer(test, { script });
    const sample = await makeSampleWorkspace();
    await mkdir(path.join(sample.folder, '.vscode'), { recursive: true });
    await writeFile(
      path.join(sample.folder, '.vscode', 'settings.json'),
      JSON.stringify({
        'planReview.models.baseUrl': foreign.url,
        'planReview.models.order': ['claude-cli'],
        'planReview.models.claudeExecutable': '/bin/true',
      }),
    );
    const editor = await openEditor({
      open: sample.folder,
      settings: { 'planReview.models.baseUrl': server.url },
    });
    try {
      await runCommand(editor, 'Plan Review: Set API Key…');
      const input = editor.page.locator('.quick-input-widget input[type="password"]');
      await input.fill('a key with spaces', { timeout: patience });
      await editor.page.getByText('The key for the Anthropic provider holds characters').first().waitFor();
      await input.fill(key);
      await press(editor, 'Enter');
      await waitForNotification(editor, /^The API key for http:\/\/127\.0\.0\.1:\d+ is set/);

      await chooseFromExplorer(editor, plan, 'Review Plan');
      await waitForEntry(editor, /The usual reviewers, 4 reviewers, at most \$\d+\.\d\d/);
      await waitForEntry(editor, /^Anthropic API: claude-opus-5-5/);
      await pickEntry(editor, /The usual reviewers/);
      const question = await answerDialog(editor, 'Send');
      assert.ok(question.includes(`Send plans of this workspace to ${server.url}?`), question);
      await waitForNotification(editor, new RegExp(`^${planName}: .* in round 1\\.`));
      assert.equal(server.calls(), 4);
      assert.ok(server.requests.every(({ headers }) => headers['x-api-key'] === key));
      assert.deepEqual([foreign.calls(), foreign.otherRequests.length], [0, 0]);
      for (const entry of await readdir(sample.folder, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) {
          const file = path.join(entry.parentPath, entry.name);
          assert.ok(!(await readFile(file, 'utf8')).includes(key), file);
        }
      }

      await runCommand(editor, 'Plan Review: Clear API Key');
      await waitForNotification(editor, /^The API key for http:\/\/127\.0\.0\.1:\d+ is cleared/);
      await chooseFromExplorer(editor, plan, 'Review Plan');
      await answerNotification(editor, /The response to round 1 is not submitted/, 'Go On Without');
      await waitForNotification(editor, new RegExp(`^${planName}: .* in round 2\\.`));
      assert.equal(server.calls(), 4);
    } finally {
      await editor.close();
      await sample.remove();
    }
  });
});
