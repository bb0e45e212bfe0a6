import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { ResponseDesk, type ResponseMessage } from '../../../src/extension/panel/responseDesk.ts';
import { loadResponse } from '../../../src/extension/loadResponse.ts';
import type { Parts } from '../../../src/extension/parts.ts';
import { planTarget } from '../../../src/extension/planTarget.ts';
import { Responses } from '../../../src/extension/responses.ts';
import { ReviewedPlans } from '../../../src/extension/reviewedPlans.ts';
import type { HostMessage } from '../../../src/protocol/messages.ts';
import type { PanelDraft, ReadableResponse } from '../../../src/protocol/panelResponse.ts';
import {
  activateExtension,
  cleanWindow,
  engine,
  eventually,
  exists,
  fileUri,
  panelTabs,
  readText,
  removeReviews,
  waitForMarks,
  writeText,
} from './window.ts';

const path = 'docs/plans/answered.md';
const text = '# Answered\n\n## 1. Steps\n\nSee `src/queue/workr.ts`.\n\n## 2. Later\n\nNothing.\n';

/** A desk on the plan, with a page at its other end that only listens. */
async function openDesk() {
  const posted: HostMessage[] = [];
  const plans = new ReviewedPlans();
  const target = planTarget(fileUri(path));
  const log = vscode.window.createOutputChannel('Plan Review test', { log: true });
  // The parts that a desk uses; the rest of the extension runs beside it, as it does in a second window.
  const parts = {
    engine: { of: async () => engine() },
    plans,
    responses: new Responses(),
    log,
  } as unknown as Parts;
  const desk = new ResponseDesk({ parts, target: () => target, post: (message) => posted.push(message) });
  const view = await engine().history({ path });
  plans.setCheck(target.key, await engine().check({ path }), { wantedBy: 'user' });
  plans.setView(target.key, view, { isSnapshotText: true });
  const response = await loadResponse(parts, target);
  assert.equal(response?.kind, 'readable');
  return {
    first: response,
    posted,
    ask: (message: ResponseMessage) => desk.answer(message),
    close: () => log.dispose(),
  };
}

type Desk = Awaited<ReturnType<typeof openDesk>>;

function draftOf(response: ReadableResponse, words: Partial<PanelDraft['words']>): PanelDraft {
  const { round, version } = response;
  return { round, version, words: { ...response.words, ...words } };
}

function lastSet({
  posted,
}: Desk): Extract<HostMessage, { type: 'response/set' }> & { response: ReadableResponse } {
  const last = posted.at(-1);
  assert.equal(last?.type, 'response/set');
  const { response } = last;
  assert.equal(response.kind, 'readable');
  return { ...last, response };
}

async function storedFile(name: string): Promise<vscode.Uri> {
  const [found] = await vscode.workspace.findFiles(`.plan-review/reviews/**/${name}`);
  assert.ok(found, `${name} is not there`);
  return found;
}

describe('Responses', () => {
  const uri = (): vscode.Uri => fileUri(path);
  let desk: Desk;
  before(activateExtension);
  beforeEach(async () => {
    await removeReviews();
    await writeText(uri(), text);
    await engine().review({ path });
  });
  afterEach(async () => {
    await cleanWindow();
    await vscode.workspace.fs.delete(uri());
    await removeReviews();
  });

  it('are asked for by a quick fix on a finding of a round, which opens the panel', async () => {
    const editor = await vscode.window.showTextDocument(uri());
    const isMeant = ({ words }: { readonly words: string }): boolean => words === 'src/queue/workr.ts';
    const mark = (await waitForMarks(uri(), 'a mark', (all) => all.some(isMeant))).find(isMeant);
    assert.ok(mark);
    const at = editor.document.positionAt(text.indexOf('src/queue/workr.ts') + 1);
    const actions = await eventually(
      'the quick fix',
      async () =>
        await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          uri(),
          new vscode.Range(at, at),
          vscode.CodeActionKind.QuickFix.value,
        ),
      (all) => all.some(({ title }) => title === `Respond to ${mark.code}`),
    );
    const action = actions.find(({ title }) => title === `Respond to ${mark.code}`);
    assert.ok(action?.command);
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    const [panel] = await eventually('the panel', panelTabs, (tabs) => tabs.length === 1);
    assert.ok(panel?.isActive, 'it has the focus, for the caret to be in it');
  });

  describe('at the desk', () => {
    beforeEach(async () => {
      desk = await openDesk();
    });
    afterEach(() => desk.close());

    it('are stored, also when the last words come before the answer to those before them', async () => {
      await Promise.all([
        desk.ask({ type: 'response/save', id: 1, draft: draftOf(desk.first, { summary: 'One' }) }),
        desk.ask({ type: 'response/save', id: 2, draft: draftOf(desk.first, { summary: 'One two' }) }),
        desk.ask({ type: 'response/save', id: 3, draft: draftOf(desk.first, { summary: 'One two three' }) }),
      ]);
      const { response, answers, failure } = lastSet(desk);
      assert.deepEqual([answers, failure, response.words.summary], [3, undefined, 'One two three']);
      assert.match(await readText(await storedFile('response.md')), /One two three/);
    });

    it('are not written over what somebody else has stored, and the page is told what that is', async () => {
      const view = await engine().response(path);
      await engine().saveResponse(path, { ...view.response, version: view.version, summary: 'Theirs' });
      await desk.ask({ type: 'response/save', id: 1, draft: draftOf(desk.first, { summary: 'Mine' }) });
      const told = lastSet(desk);
      assert.deepEqual([told.failure, told.response.words.summary], [undefined, 'Theirs']);
      await desk.ask({ type: 'response/save', id: 2, draft: draftOf(told.response, { author: 'Ada' }) });
      const { response } = await engine().response(path);
      assert.deepEqual([response.summary, response.author], ['Theirs', 'Ada']);
    });

    it('are submitted when nothing is missing, with proof from the plan as it is on disk', async () => {
      const { open } = desk.first;
      const findings = open.map((finding) => ({
        finding,
        disposition: 'accepted' as const,
        response: 'Right.',
        action: 'Named the file.',
        evidence: 'Section 1, line 5',
      }));
      await desk.ask({ type: 'response/submit', id: 1, draft: draftOf(desk.first, { findings }) });
      const draft = lastSet(desk).response;
      assert.equal(draft.state, 'draft', 'nobody has signed it');
      assert.deepEqual(
        draft.problems.map(({ field }) => field),
        ['author'],
      );
      assert.deepEqual([...new Set(draft.proofs.map(({ state }) => state))], ['not changed']);
      await writeText(uri(), text.replace('src/queue/workr.ts', 'src/http/server.ts'));
      await desk.ask({ type: 'response/submit', id: 2, draft: draftOf(draft, { author: 'Ada' }) });
      const submitted = lastSet(desk).response;
      assert.equal(submitted.state, 'submitted');
      assert.deepEqual([...new Set(submitted.proofs.map(({ state }) => state))], ['proved']);
      assert.deepEqual(submitted.places[0]?.references, ['Section 1, line 5']);
    });

    it('take the selection in the plan as evidence, and lead back to it', async () => {
      const editor = await vscode.window.showTextDocument(uri());
      editor.selection = new vscode.Selection(4, 0, 4, 3);
      await desk.ask({ type: 'evidence/use-selection', finding: 'F1' });
      assert.deepEqual(desk.posted, [
        { type: 'evidence/selected', finding: 'F1', evidence: 'Section 1, line 5' },
      ]);
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      await desk.ask({ type: 'evidence/show', reference: 'Section 2' });
      assert.equal(vscode.window.activeTextEditor?.selection.start.line, 6);
    });

    it('are opened as a file, which is written first where nobody has stored one', async () => {
      assert.equal(desk.first.version, null);
      await desk.ask({ type: 'response/open' });
      const opened = vscode.window.activeTextEditor?.document;
      assert.equal(opened?.uri.toString(), (await storedFile('response.md')).toString());
      assert.match(opened.getText(), /^# Review Response: Answered/);
      assert.ok(await exists(await storedFile('response.json')));
    });

    it('say what is wrong with response.md, and take nothing in until it is mended', async () => {
      await desk.ask({ type: 'response/save', id: 1, draft: draftOf(desk.first, { author: 'Ada' }) });
      const saved = lastSet(desk).response;
      const file = await storedFile('response.md');
      const written = await readText(file);
      await writeText(file, written.replace('**Disposition:** Open', '**Disposition:** Maybe'));
      await desk.ask({ type: 'response/save', id: 2, draft: draftOf(saved, { author: 'Bob' }) });
      const told = desk.posted.at(-1);
      assert.ok(told?.type === 'response/set' && told.response.kind === 'unreadable');
      assert.match(told.response.message, /response\.md:\d+: "Maybe" is no disposition/);
      await writeText(file, written);
      assert.equal((await engine().response(path)).response.author, 'Ada');
    });
  });
});
