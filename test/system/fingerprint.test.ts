import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, { type TestContext } from 'node:test';
import { createPlanReview, type PlanReview } from '../../src/core/index.ts';
import * as faults from '../support/messagesServer/faults.ts';
import type { MessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import { panelScript, type Turn } from '../support/panel/panelScript.ts';
import { planPath, planText, quote, startPanelServer, writePlan } from '../support/panel/panelWorld.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Those who had answered before the analysis could not be asked. */
const readers = ['lead', 'testing', 'newcomer'];

function engineAt(root: string, { url }: MessagesServer): PlanReview {
  return createPlanReview({
    root,
    isTrusted: true,
    version: '0',
    environment: { PATH: process.env['PATH'] },
    models: { anthropic: { credential: () => Promise.resolve({ apiKey: 'key-1' }), baseUrl: url } },
    personasFolder: path.resolve(import.meta.dirname, '../../personas'),
  });
}

const askToSend = (): Promise<boolean> => Promise.resolve(true);

/** A round on the disk, one file of which may be changed. */
interface LeftRound {
  readonly folder: string;
  /** Changes a file's text; a change that changes nothing is a mistake of the test. */
  edit(file: string, change: (text: string) => string): Promise<void>;
}

function leftRoundAt(root: string): LeftRound {
  const folder = path.join(root, '.plan-review/reviews/docs-plan/round-1');
  return {
    folder,
    edit: async (file, change) => {
      const text = await readFile(path.join(folder, file), 'utf8');
      assert.notEqual(change(text), text, `${file} was not changed`);
      await writeFile(path.join(folder, file), change(text));
    },
  };
}

interface Candidate {
  readonly persona: { readonly id: string; readonly text: string };
  readonly model: string;
}

/** Changes what the round was asked to be. */
function editRequest(
  left: LeftRound,
  change: (request: { candidates: Candidate[] }) => object,
): Promise<void> {
  return left.edit('request.json', (text) =>
    JSON.stringify(change(JSON.parse(text) as { candidates: Candidate[] }), undefined, 2),
  );
}

function editCandidate(left: LeftRound, id: string, change: (one: Candidate) => Candidate): Promise<void> {
  return editRequest(left, (request) => ({
    ...request,
    candidates: request.candidates.map((one) => (one.persona.id === id ? change(one) : one)),
  }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What is changed, alone, and who of the readers has to be asked again. */
interface Change {
  readonly apply: (left: LeftRound) => Promise<void>;
  readonly again: readonly string[];
}

const changes: Readonly<Record<string, Change>> = {
  nothing: { apply: () => Promise.resolve(), again: [] },
  'when the round began': {
    apply: (left) => editRequest(left, (request) => ({ ...request, startedAt: '2026-01-01T00:00:00.000Z' })),
    again: [],
  },
  'the schema version': {
    apply: (left) =>
      left.edit('tasks/reviewer-testing/metadata.json', (text) =>
        text.replace('"schemaVersion": 1', '"schemaVersion": 0'),
      ),
    again: ['testing'],
  },
  'the fingerprint itself, as another version would make it': {
    apply: (left) =>
      left.edit('tasks/reviewer-testing/metadata.json', (text) =>
        text.replace(/"fingerprint": "[0-9a-f]+"/, `"fingerprint": "${'0'.repeat(64)}"`),
      ),
    again: ['testing'],
  },
  'the adapter that is recorded': {
    apply: (left) =>
      left.edit('tasks/reviewer-testing/metadata.json', (text) =>
        text.replace(/"adapter": "[^"]+"/, '"adapter": "anthropic/1 elsewhere"'),
      ),
    again: ['testing'],
  },
  'the task: the answer of another one in its place': {
    apply: async ({ folder }) => {
      const place = path.join(folder, 'tasks/reviewer-testing');
      await rm(place, { recursive: true });
      await cp(path.join(folder, 'tasks/reviewer-newcomer'), place, { recursive: true });
    },
    again: ['testing'],
  },
  'the task, its name changed with it': {
    apply: async (left) => {
      const place = path.join(left.folder, 'tasks/reviewer-testing');
      await rm(place, { recursive: true });
      await cp(path.join(left.folder, 'tasks/reviewer-newcomer'), place, { recursive: true });
      const rename = (text: string): string => text.replace('"reviewer-newcomer"', '"reviewer-testing"');
      await left.edit('tasks/reviewer-testing/validated-output.json', rename);
      const output = await readFile(path.join(place, 'validated-output.json'), 'utf8');
      await left.edit('tasks/reviewer-testing/metadata.json', (text) =>
        rename(text).replace(/("validated-output\.json",\s+"sha256": ")[0-9a-f]+/, `$1${sha256(output)}`),
      );
    },
    again: ['testing'],
  },
  'the model': {
    apply: (left) => editCandidate(left, 'testing', (one) => ({ ...one, model: 'claude-haiku-5-5' })),
    again: ['testing'],
  },
  'the effort': {
    apply: (left) => editRequest(left, (request) => ({ ...request, effort: 'low' })),
    again: readers,
  },
  'the prompt: a persona': {
    apply: (left) =>
      editCandidate(left, 'testing', (one) => ({
        ...one,
        persona: { ...one.persona, text: `${one.persona.text}\n\nBe brief.` },
      })),
    again: ['testing'],
  },
  'the prompt: the mode of the round is told to nobody': {
    apply: (left) => editRequest(left, (request) => ({ ...request, mode: 'execution' })),
    again: [],
  },
  'the snapshot': {
    apply: async (left) => {
      const text = `${planText}\nAnd then tell everybody.\n`;
      await writeFile(path.join(left.folder, 'snapshot.md'), text);
      await editRequest(left, (request) => ({ ...request, revision: `sha256:${sha256(text)}` }));
    },
    again: readers,
  },
  'a dependency: what the lead has found': {
    apply: async (left) => {
      const file = 'tasks/reviewer-lead/validated-output.json';
      await left.edit(file, (text) => text.replace('What lead misses', 'What it misses'));
      const output = await readFile(path.join(left.folder, file), 'utf8');
      await left.edit('tasks/reviewer-lead/metadata.json', (text) =>
        text.replace(/("validated-output\.json",\s+"sha256": ")[0-9a-f]+/, `$1${sha256(output)}`),
      );
    },
    again: ['testing', 'newcomer'],
  },
};

/** A workspace with a round that waits for its analysis alone. */
async function leaveRound(
  t: TestContext,
  server: MessagesServer,
  turns: Record<string, Turn>,
): Promise<string> {
  const root = await temporaryFolder(t);
  await writePlan(root);
  turns['analysis'] = faults.unauthorised();
  const panel = { reviewers: readers, provider: 'anthropic' };
  await assert.rejects(engineAt(root, server).review({ path: planPath, panel, askToSend }), {
    code: 'round-incomplete',
  });
  delete turns['analysis'];
  return root;
}

test('who has answered is asked again where something has changed that the answer follows from, and only then', async (t) => {
  const turns: Record<string, Turn> = {};
  const server = await startPanelServer(t, (request) => panelScript(quote, turns)(request));
  const template = await leaveRound(t, server, turns);
  const resumedOn = async (root: string, on: MessagesServer): Promise<readonly string[]> => {
    const before = on.requests.length;
    await engineAt(root, on).resume({ path: planPath, askToSend });
    return on.requests.slice(before).map(({ key }) => key);
  };

  for (const [name, { apply, again }] of Object.entries(changes)) {
    await t.test(name, async (context) => {
      const root = await temporaryFolder(context);
      await cp(template, root, { recursive: true });
      await apply(leftRoundAt(root));
      const asked = await resumedOn(root, server);
      assert.deepEqual(asked.toSorted(), [...again, 'analysis'].toSorted());
    });
  }

  await t.test('whoever has to be asked again is said to be missing', async (context) => {
    const root = await temporaryFolder(context);
    await cp(template, root, { recursive: true });
    assert.deepEqual((await engineAt(root, server).unfinished(planPath))?.missing, []);
    await changes['the schema version']?.apply(leftRoundAt(root));
    const left = await engineAt(root, server).unfinished(planPath);
    assert.deepEqual(left?.missing, [{ id: 'testing', name: 'Test engineer' }]);
  });

  await t.test('the endpoint, which is part of the adapter’s identity', async (context) => {
    const other = await startPanelServer(context, panelScript(quote));
    const root = await temporaryFolder(context);
    await cp(template, root, { recursive: true });
    const asked = await resumedOn(root, other);
    assert.deepEqual(asked.toSorted(), [...readers, 'analysis'].toSorted());
  });

  await t.test('nothing, not even the analysis', async (context) => {
    const root = await temporaryFolder(context);
    await cp(template, root, { recursive: true });
    await resumedOn(root, server);
    // As if the process had ended right before it wrote its last files.
    await rm(path.join(leftRoundAt(root).folder, 'round.json'));
    const contents = '.plan-review/reviews/docs-plan/review.json';
    await cp(path.join(template, contents), path.join(root, contents));
    assert.deepEqual(await resumedOn(root, server), []);
  });
});
