import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import type { TestRepository } from '../support/git/testRepository.ts';
import { startMessagesServer, type MessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import {
  commandLineIn,
  createStoryRepository,
  playOnCommandLine,
} from '../support/rounds/playOnCommandLine.ts';
import { editedPlan, responses, script, story } from '../support/rounds/story.ts';
import { assertWholeStory, timelessDocuments } from '../support/rounds/storyDocuments.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import {
  openEditor,
  press,
  runCommand,
  waitForNotification,
  waitForStatus,
  type Editor,
} from './support/driver.ts';
import { chooseFromExplorer } from './support/explorer.ts';
import { panelFrame } from './support/panel.ts';
import { takePictures } from './support/picture.ts';
import { answerDialog, pickEntry } from './support/quickPick.ts';
import { goTo, save } from './support/textEditor.ts';
import { setApiKey } from './support/setApiKey.ts';
import { writeResponse } from './support/writeResponse.ts';

const clearNotifications = 'Notifications: Clear All Notifications';
const planName = path.basename(story.path);

describe('a review from its first finding to the signed record', () => {
  const cleanUp: (() => unknown)[] = [];
  const test = { after: (done: () => unknown) => void cleanUp.push(done) };
  let server: MessagesServer;
  let repository: TestRepository;
  let editor: Editor;

  before(async () => {
    server = await startMessagesServer(test, { script });
    repository = await createStoryRepository(path.join(await temporaryFolder(test), 'pictures'));
    editor = await openEditor({
      open: repository.root,
      size: { width: 1600, height: 1000 },
      settings: { 'planReview.models.baseUrl': server.url },
    });
    await setApiKey(editor, 'sk-ant-story');
    await runCommand(editor, clearNotifications);
  });
  after(async () => {
    await editor?.close();
    for (const done of cleanUp.toReversed()) {
      await done();
    }
  });

  const panel = async (): Promise<Frame> => await panelFrame(editor, '#app .timeline');

  it('begins with a right click, and four findings and two questions', async () => {
    await chooseFromExplorer(editor, story.path, 'Review Plan');
    await pickEntry(editor, /^Chosen reviewers/);
    await pickEntry(editor, /^Reliability/);
    await press(editor, 'Enter');
    await answerDialog(editor, 'Send');
    await waitForNotification(editor, new RegExp(`^${planName}: NO-GO in round 1\\.`));
    await runCommand(editor, clearNotifications);
    const frame = await panel();
    assert.deepEqual(await frame.locator('[data-finding] .row-id').allInnerTexts(), ['F1', 'F2', 'F3', 'F4']);
    assert.deepEqual(await frame.locator('.severity-name').allInnerTexts(), [
      'Critical',
      'Major',
      'Minor',
      'Suggestion',
    ]);
    await frame.locator('#tab-notes').click();
    await frame.getByText('How many pictures does an upload hold?').waitFor();
    await frame.getByText('Is there a queue already?').waitFor();
  });

  it('is answered in the panel, while the plan is edited beside it', async () => {
    const frame = await panel();
    await writeResponse(frame, story.author, responses.first);
    await goTo(editor, planName, { line: 1, column: 1 });
    await press(editor, 'Control+A');
    await editor.page.keyboard.insertText(editedPlan);
    await save(editor);
    await press(editor, 'Control+Home');
    assert.equal(await readFile(path.join(repository.root, story.path), 'utf8'), editedPlan);
    await frame.locator('#tab-findings').click();
    const answer = frame.getByRole('group', { name: 'Your answer to F1' });
    await answer.getByText('Proved.').waitFor();
    await answer.scrollIntoViewIfNeeded();
    await takePictures(editor, 'respond');
    await frame.locator('#tab-response').click();
    await frame.getByRole('button', { name: 'Submit Response' }).click();
    await frame.locator('#response-submitted').waitFor();
    await takePictures(editor, 'submitted');
  });

  it('is decided by the next round, which finds one thing more', async () => {
    const frame = await panel();
    await frame.locator('.submission').getByRole('button', { name: 'Next round' }).click();
    await pickEntry(editor, /^Who raised what is open/);
    await waitForNotification(editor, new RegExp(`^${planName}: GO in round 2\\.`));
    await runCommand(editor, clearNotifications);
    await frame.locator('#tab-resolutions[aria-selected="true"]').waitFor();
    await takePictures(editor, 'round-2');
    const resolutions = await frame.locator('.resolution').allInnerTexts();
    assert.deepEqual(
      resolutions.map((text) =>
        /(Resolved|Acknowledged)\s+(F\d)[^]*?(Proved|No action)/.exec(text)?.slice(1),
      ),
      [
        ['Resolved', 'F1', 'Proved'],
        ['Resolved', 'F2', 'Proved'],
        ['Resolved', 'F3', 'Proved'],
        ['Acknowledged', 'F4', 'No action'],
      ],
    );
    await frame.locator('#tab-changes').click();
    await frame.locator('.diff-line.added', { hasText: '2.1 Failures' }).waitFor();
    await takePictures(editor, 'changes');
    await frame.locator('#tab-findings').click();
    assert.deepEqual(await frame.locator('[data-finding] .row-id').allInnerTexts(), ['F5']);
    assert.match(await frame.locator('.timeline').innerText(), /1 raised, 4 settled, 1 open/);
  });

  it('ends with a record that is signed in the panel', async () => {
    const frame = await panel();
    await writeResponse(frame, story.author, responses.last);
    await frame.getByRole('button', { name: 'Submit Response' }).click();
    await frame.locator('#response-submitted').waitFor();
    await takePictures(editor, 'last');
    await frame.getByRole('button', { name: 'Go to the record' }).click();
    const readiness = frame.locator('#readiness').getByRole('checkbox');
    await readiness.first().waitFor();
    for (const item of await readiness.all()) {
      assert.equal(await item.isChecked(), false, 'nothing is ticked in advance');
      await item.check();
    }
    await frame.getByLabel('Your name').pressSequentially(story.signedBy);
    await takePictures(editor, 'sign');
    await frame.getByRole('button', { name: 'Sign Record' }).click();
    await frame.locator('#signed').waitFor();
    await waitForStatus(editor, /^GO, signed by Grace Hopper$/);
    await frame.locator('#show-record').getByText('Signed', { exact: true }).waitFor();
    await takePictures(editor, 'record');
  });

  it('leaves whole documents, and the same as on the command line', async () => {
    await assertWholeStory(path.join(repository.root, story.folder));
    const other = await createStoryRepository(await temporaryFolder(test));
    const home = await temporaryFolder(test);
    // What a server remembers of prompts shows in the usage.
    const { url } = await startMessagesServer(test, { script });
    await playOnCommandLine(other, commandLineIn(other.root, { url, home }));
    const here = await timelessDocuments(path.join(repository.root, story.folder));
    const there = await timelessDocuments(path.join(other.root, story.folder));
    assert.deepEqual(Object.keys(here), Object.keys(there));
    for (const [name, text] of Object.entries(here)) {
      assert.equal(text, there[name], name);
    }
  });
});
