import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { responseSchema } from '../../src/core/domain/response.ts';
import type { TestRepository } from '../support/git/testRepository.ts';
import { createGates } from '../support/messagesServer/gates.ts';
import { startMessagesServer, type MessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import { commandLineIn, createStoryRepository } from '../support/rounds/playOnCommandLine.ts';
import { editedPlan, responses, script, story } from '../support/rounds/story.ts';
import { writtenAnswer } from '../support/rounds/writtenResponse.ts';
import { holdLock } from '../support/store/holdLock.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { eventually, notifications, openEditor, runCommand, type Editor } from './support/driver.ts';
import { openFile } from './support/explorer.ts';
import { panelFrame } from './support/panel.ts';
import { answerDialog, pickEntry } from './support/quickPick.ts';
import { setApiKey } from './support/setApiKey.ts';
import { writeAnswer } from './support/writeResponse.ts';

const [first, second] = responses.first.answers;

describe('two windows and the command line on one review', () => {
  const cleanUp: (() => unknown)[] = [];
  const test = { after: (done: () => unknown) => void cleanUp.push(done) };
  const gates = createGates();
  let server: MessagesServer;
  let repository: TestRepository;
  let run: ReturnType<typeof commandLineIn>;
  let folder: string;
  let one: Editor;
  let other: Editor;

  before(async () => {
    server = await startMessagesServer(test, {
      // The second round waits for the gate.
      script: async (request) => {
        if (request.key === 'lead-reviewer' && request.attempt > 1) {
          await gates.at('lead')();
        }
        return await script(request);
      },
    });
    repository = await createStoryRepository(await temporaryFolder(test));
    folder = path.join(repository.root, story.folder);
    run = commandLineIn(repository.root, { url: server.url, home: await temporaryFolder(test) });
    const reviewers = story.reviewers.join(',');
    const { status, err } = await run(
      'review',
      story.path,
      '--reviewers',
      reviewers,
      '--provider',
      'anthropic',
    );
    assert.equal(status, 1, err);
    one = await openEditor({
      open: repository.root,
      size: { width: 1500, height: 1100 },
      settings: { 'planReview.models.baseUrl': server.url },
    });
    other = await one.openAnother();
    for (const editor of [one, other]) {
      await openFile(editor, story.path);
      await runCommand(editor, 'Plan Review: Show Review');
      await panelFrame(editor, '#app [data-finding]');
    }
    await setApiKey(one, 'sk-ant-story');
  });
  after(async () => {
    await gates.open('lead');
    await one?.close();
    for (const done of cleanUp.toReversed()) {
      await done();
    }
  });

  const panels = async (): Promise<[Frame, Frame]> => [
    await panelFrame(one, '#app .timeline'),
    await panelFrame(other, '#app .timeline'),
  ];
  const stored = async () =>
    responseSchema.parse(JSON.parse(await readFile(path.join(folder, 'round-1/response.json'), 'utf8')));
  const responseIn = async (frame: Frame, finding: string, text: string): Promise<void> => {
    const field = frame.locator(`#field-${finding}-response`);
    await eventually({
      what: `the answer to ${finding}`,
      read: async () => await field.inputValue({ timeout: 1_000 }),
      until: (value) => value === text,
    });
  };

  it('show what is written in a window in the other, and what is written in the file in both', async () => {
    const [here, there] = await panels();
    await writeAnswer(here, first!);
    await there.getByRole('button', { name: 'Details of F1', exact: true }).click();
    await responseIn(there, 'F1', first!.response!);
    assert.equal((await run('respond', story.path)).status, 0);
    const file = path.join(folder, 'round-1/response.md');
    const document = await readFile(file, 'utf8');
    assert.ok(document.includes(first!.response!), 'the command line has it');
    await writeFile(file, writtenAnswer(document, second!));
    assert.equal((await run('respond', story.path)).status, 0);
    for (const frame of [here, there]) {
      await frame.getByRole('button', { name: 'Details of F2', exact: true }).click();
      await responseIn(frame, 'F2', second!.response!);
    }
  });

  it('keep the words of both where two write in one place at the same time', async () => {
    const frames = await panels();
    // Nothing can be stored while somebody else writes; so both begin on the same.
    const lock = await holdLock(folder);
    for (const [index, frame] of frames.entries()) {
      await frame.locator('#tab-response').click();
      await frame.getByLabel('Summary', { exact: true }).fill(`Words of window ${index + 1}.`);
      await frame.locator('#response-failure').waitFor();
    }
    await lock.release();
    const conflicts = await eventually({
      what: 'one window to see the words of the other',
      read: async () => await Promise.all(frames.map((frame) => frame.locator('#response-conflict').count())),
      until: (counts) => counts.includes(1),
    });
    assert.equal(conflicts[0]! + conflicts[1]!, 1, 'the other one has nothing to choose');
    const loser = conflicts.indexOf(1);
    const [mine, theirs] = [`Words of window ${loser + 1}.`, `Words of window ${2 - loser}.`];
    assert.equal((await stored()).summary, theirs);
    const frame = frames[loser]!;
    assert.equal(await frame.getByLabel('Summary', { exact: true }).inputValue(), mine);
    assert.match(await frame.locator('.conflict').innerText(), new RegExp(theirs));
    await frame.getByRole('button', { name: 'Keep mine' }).click();
    const winner = frames[1 - loser]!;
    await eventually({
      what: 'the words that were kept in the other window',
      read: async () => await winner.getByLabel('Summary', { exact: true }).inputValue(),
      until: (value) => value === mine,
    });
    const { summary, findings } = await stored();
    assert.equal(summary, mine);
    assert.deepEqual(
      findings.slice(0, 2).map(({ response }) => response),
      [first!.response, second!.response],
    );
  });

  it('read and wait while one of them runs a round, and have its result', async () => {
    const [here, there] = await panels();
    await repository.write(story.path, editedPlan);
    const submitted = await run('respond', story.path, '--submit', '--author', story.author);
    assert.equal(submitted.status, 0, submitted.err);
    await here.locator('#response-submitted').waitFor();
    await here.locator('#start').click();
    await pickEntry(one, /^Who raised what is open/);
    await answerDialog(one, 'Send');
    await server.arrived('lead-reviewer', 2);

    const notice = there.locator('#unfinished');
    await notice.waitFor();
    assert.match(await notice.innerText(), /Round 2 is running in another window/);
    await there.locator('#tab-findings').click();
    assert.equal(await there.locator('[data-finding]').count(), 4);
    await there.locator('#start').click();
    await there.getByText(/is being written by process \d+/).waitFor();
    const refused = await run('next', story.path, '--provider', 'anthropic');
    assert.equal(refused.status, 3, refused.out);
    assert.match(refused.err, /is being written by process \d+/);
    const read = await run('view', story.path);
    assert.equal(read.status, 1, read.err);
    assert.match(read.out, /NO-GO/);

    await gates.open('lead');
    for (const frame of [here, there]) {
      await frame.locator('.timeline').getByText('1 raised, 4 settled, 1 open').waitFor();
    }
    await notice.waitFor({ state: 'detached' });
    assert.equal(await there.getByText(/is being written by process/).count(), 0);
    assert.equal((await run('view', story.path)).status, 0);
    assert.deepEqual(
      (await notifications(other)).filter((text) => /left unfinished/.test(text)),
      [],
    );
  });
});
