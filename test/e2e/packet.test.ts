import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { finding } from '../support/messagesServer/reviews.ts';
import { packetAnswer } from '../support/packets/packetAnswers.ts';
import { nothingShared } from '../support/panel/panelScript.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { startPanelServer } from '../support/panel/panelWorld.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import {
  eventually,
  openEditor,
  press,
  runCommand,
  waitForNotification,
  type Editor,
} from './support/driver.ts';
import { chooseFromExplorer, explorerMenu, openFile, waitForTab } from './support/explorer.ts';
import { panelFrame } from './support/panel.ts';
import { takePictures } from './support/picture.ts';
import { waitForProblems } from './support/problems.ts';
import { answerDialog, pickEntry, waitForEntry } from './support/quickPick.ts';
import { setApiKey } from './support/setApiKey.ts';
import { cursor, save } from './support/textEditor.ts';
import { writeAnswer } from './support/writeResponse.ts';

const fixture = path.join(import.meta.dirname, '..', 'fixtures', 'packets', 'queue.md');
const packetPath = 'docs/queue-packet.md';
const planPath = 'docs/queue.md';
const lease = 'A lease that ends after a minute.';
const table = 'The lease lives in a table of its own.';

describe('a packet in the editor', () => {
  const cleanUp: (() => unknown)[] = [];
  const test = { after: (done: () => unknown) => void cleanUp.push(done) };
  let folder: string;
  let editor: Editor;

  before(async () => {
    folder = await temporaryFolder(test);
    const text = `---\nplan: ${planPath}\n---\n\n${await readFile(fixture, 'utf8')}`;
    await mkdir(path.join(folder, 'docs'));
    await writeFile(path.join(folder, packetPath), text);
    await writeFile(path.join(folder, planPath), `# A queue\n\n## Steps\n\n1. Take a lease.\n\n${table}\n`);
    await writeFile(path.join(folder, 'docs/brief.md'), text);
    const findings = [
      finding({ severity: 'critical', title: 'Nothing fences a paused worker', quote: lease }),
      finding({ severity: 'minor', title: 'Nobody empties the table', quote: table }),
    ];
    const server = await startPanelServer(test, ({ key }) =>
      key === 'analysis'
        ? answer(nothingShared)
        : packetAnswer(text, key === 'lead' ? { review: { findings } } : {}),
    );
    editor = await openEditor({
      open: folder,
      size: { width: 1600, height: 1000 },
      settings: { 'planReview.models.baseUrl': server.url },
    });
    await setApiKey(editor, 'sk-ant-packet');
  });
  after(async () => {
    await editor?.close();
    for (const done of cleanUp.toReversed()) {
      await done();
    }
  });

  const panel = async (): Promise<Frame> => await panelFrame(editor, '#app [data-area]');

  it('is reviewed with a right click, together with the plan that it names', async () => {
    await chooseFromExplorer(editor, packetPath, 'Review Packet');
    await waitForEntry(editor, /^docs\/queue\.md, read beside the packet/);
    await pickEntry(editor, /^Chosen reviewers/);
    await waitForEntry(editor, /^Lead reviewer/);
    await press(editor, 'Enter');
    await answerDialog(editor, 'Send');
    await waitForNotification(editor, /^queue-packet\.md: NO-GO in round 1\./);
    await runCommand(editor, 'Notifications: Clear All Notifications');
  });

  it('has its report in the panel, area by area', async () => {
    const frame = await panel();
    const area = frame.locator('[data-area="1"]');
    await frame.locator('#tab-areas[aria-selected="true"]').waitFor();
    assert.match(await area.innerText(), /1 Leases[^]*What is to be said of 1\.2\.[^]*medium confidence/);
    assert.match(await area.innerText(), /Work is done twice\.[^]*Begin Leases with a test\./);
    assert.match(
      await frame.locator('[data-area="2"]').innerText(),
      /2 Retries[^]*What is to be said of 2\.1/,
    );
    await frame.getByRole('region', { name: 'Assumptions to validate' }).getByText('The tests run').waitFor();
    await takePictures(editor, 'packet');
  });

  it('leads from a blocker to its words', async () => {
    const frame = await panel();
    const blocker = frame.getByRole('region', { name: 'Blockers' }).getByTitle('Show the words');
    await blocker.click();
    await eventually({
      what: 'the words of the blocker to be selected',
      read: async () => await cursor(editor),
      until: (place) => place?.selected === lease.length,
    });
  });

  it('is marked in the plan, where it quotes the plan', async () => {
    const problems = await waitForProblems(editor, 'the finding on the words of the plan', (all) =>
      all.some(({ file, message }) => file === 'queue.md' && message.includes('Nobody empties the table')),
    );
    const marks = problems.filter(({ message }) => message.includes('Nobody empties the table'));
    assert.deepEqual(
      marks.map(({ file, line, code }) => [file, line, /^F\d$/.test(code)]),
      [['queue.md', 7, true]],
    );
    const frame = await panel();
    await frame.locator('#tab-findings').click();
    await frame.locator('.row-main', { hasText: 'Nobody empties the table' }).click();
    await waitForTab(editor, 'queue.md');
    await eventually({
      what: 'the words of the plan to be selected',
      read: async () => await cursor(editor),
      until: (place) => place?.selected === table.length,
    });
  });

  it('has blockers that are answered as any finding is', async () => {
    const frame = await panelFrame(editor, '#tab-areas');
    await frame.locator('#tab-areas').click();
    const details = frame.getByRole('button', { name: /^Details and answer of F/ });
    const id = /F\d+$/.exec((await details.getAttribute('aria-label')) ?? '')?.[0] ?? '';
    await details.click();
    const response = 'Every write carries the number of its lease.';
    await writeAnswer(await panelFrame(editor, `#finding-${id}`), {
      finding: id,
      disposition: 'Accepted',
      response,
    });
    const stored = path.join(folder, '.plan-review/reviews/docs-queue-packet/round-1/response.json');
    await eventually({
      what: 'the answer to be stored',
      read: async () => await readFile(stored, 'utf8'),
      until: (text) => text.includes(response),
    });
  });

  it('is offered for what was opened and is one, and for no other plan', async () => {
    await openFile(editor, 'docs/brief.md');
    await eventually({
      what: 'Review Packet for a packet by its title',
      read: async () => await explorerMenu(editor, 'docs/brief.md'),
      until: (entries) => entries.includes('Review Packet'),
    });
    const menu = await explorerMenu(editor, planPath);
    assert.ok(menu.includes('Review Plan') && !menu.includes('Review Packet'), menu.join(', '));
  });

  it('is begun from a plan, and stored where its author saves it', async () => {
    await openFile(editor, planPath);
    await runCommand(editor, 'Plan Review: New Packet from Plan');
    await waitForTab(editor, 'queue-packet-2.md');
    await save(editor);
    const text = await eventually({
      what: 'the new packet on disk',
      read: async () => await readFile(path.join(folder, 'docs/queue-packet-2.md'), 'utf8'),
      until: (read) => read !== '',
    });
    assert.match(text, /^---\nkind: packet\nplan: "docs\/queue\.md"\n---\n\n# Packet: review of A queue\n/);
  });
});
