import assert from 'node:assert/strict';
import { chmod, cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, { type TestContext } from 'node:test';
import { PlanReviewError } from '../../src/core/base/errors.ts';
import { reviewPlan } from '../../src/core/pipeline/reviewPlan.ts';
import type { FileOps } from '../../src/core/store/fileOps.ts';
import { nodeFileOps } from '../../src/core/store/nodeFileOps.ts';
import { answer } from '../support/messagesServer/reply.ts';
import type { MessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import { engineAt, finishRound } from '../support/panel/finishRound.ts';
import { panelScript, reviewOf } from '../support/panel/panelScript.ts';
import {
  panelDeps,
  planPath,
  quote,
  readArtifacts,
  startPanelServer,
  writePlan,
} from '../support/panel/panelWorld.ts';
import { runCli } from '../support/runCli.ts';
import { createFaultyFileOps, type Fault } from '../support/store/faultyFileOps.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const round = { path: planPath, mode: 'plan', signal: undefined, progress: undefined, panel: {} } as const;

/** A workspace with a finished round, and the bytes of that. */
async function start(context: TestContext, server: MessagesServer) {
  const root = await temporaryFolder(context);
  await writePlan(root);
  await reviewPlan(engineAt(root, server.url).deps, round);
  return { root, old: await roundOf(root, 1) };
}

async function copyOf(context: TestContext, template: string): Promise<string> {
  const root = await temporaryFolder(context);
  await cp(template, root, { recursive: true });
  return root;
}

function roundOf(root: string, number: number): Promise<ReadonlyMap<string, string>> {
  return readArtifacts(path.join(root, `.plan-review/reviews/docs-plan/round-${number}`));
}

/** Those whose answers are on the disk, each with how often it was asked. */
async function keptIn(root: string, server: MessagesServer): Promise<ReadonlyMap<string, number>> {
  const tasks = [...(await roundOf(root, 2)).keys()].flatMap((file) => {
    const key = /^tasks\/(?:reviewer-)?([^/]+)\/(?:initial|metadata)\.json$/.exec(file)?.[1];
    return key === undefined ? [] : [key];
  });
  return new Map(tasks.map((key) => [key, server.calls(key)]));
}

const messages: Partial<Record<Fault, RegExp>> = {
  ENOSPC: /^[^\n]+ could not be written: the disk is full\.$/,
  EACCES: /^[^\n]+ could not be written: you have no permission to write there\.$/,
  'short-write': /^[^\n]+ could not be written: the disk is full\.$/,
  'silent-short-write': /^[^\n]+ could not be written: the disk is full\.$/,
};

for (const [fault, message] of Object.entries(messages)) {
  test(`${fault} while reviewers answer: one message, nothing old is harmed, and the round goes on`, async (t) => {
    const server = await startPanelServer(t, panelScript(quote));
    const before = await start(t, server);
    const root = await copyOf(t, before.root);
    const ops = createFaultyFileOps(nodeFileOps);
    const counting = storeOf(root, { pid: 1, ops });
    await reviewPlan(panelDeps({ root, url: server.url, store: counting }), round);
    const names = ops.steps.filter((step) => /^(?:write|rename) |^makeFolder (?:tasks|reviewer-)/.test(step));
    const ends: string[] = [];
    // The same name is struck once; which reviewer comes first is nobody's choice.
    for (const at of new Set(names.filter((step) => !fault.includes('short') || step.startsWith('write ')))) {
      ends.push(await strike(t, { at, fault: fault as Fault, message: message ?? /./, server, before }));
    }
    assert.ok(ends.filter((end) => end === 'refused').length > 8, ends.join(', '));
  });
}

/** Lets one step of the second round go wrong, and then takes the round to its end on a disk that works. */
async function strike(
  t: TestContext,
  {
    at,
    fault,
    message,
    server,
    before: { root: template, old },
  }: {
    at: string;
    fault: Fault;
    message: RegExp;
    server: MessagesServer;
    before: Awaited<ReturnType<typeof start>>;
  },
): Promise<'refused' | 'stored'> {
  const root = await copyOf(t, template);
  const faulty = engineAt(root, server.url, { at, fault });
  const ended = await reviewPlan(faulty.deps, round).then(
    () => 'stored' as const,
    (error: unknown) => {
      assert.ok(
        error instanceof PlanReviewError && error.code === 'store-unwritable',
        `${at}: ${String(error)}`,
      );
      assert.match(error.message, message, at);
      assert.match(error.wayOut, /\S/);
      return 'refused' as const;
    },
  );
  assert.deepEqual(await roundOf(root, 1), old, at);
  const kept = await keptIn(root, server);
  const { deps } = engineAt(root, server.url);
  if (ended === 'refused') {
    const { round: finished } = await finishRound(deps);
    assert.equal(finished.number, 2, at);
    for (const [key, calls] of kept) {
      assert.equal(server.calls(key), calls, `${at}: ${key} had answered and was asked again`);
    }
  }
  const stored = await deps.store.load(planPath);
  assert.deepEqual(stored?.inconsistent, [], at);
  assert.equal(stored.rounds.length, 2, at);
  return ended;
}

test('a disk that is full for good: who is at work ends, nobody else is asked, and one message is left', async (t) => {
  let isFull = false;
  const server = await startPanelServer(t, (request) => {
    isFull ||= request.key === 'lead' && request.attempt === 2;
    return panelScript(quote)(request);
  });
  const { root, old } = await start(t, server);
  const ops = createFaultyFileOps(nodeFileOps);
  const full: FileOps = {
    ...ops,
    create: (file) =>
      isFull ? Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })) : ops.create(file),
  };
  const store = storeOf(root, { pid: 1, ops: full });
  await assert.rejects(reviewPlan(panelDeps({ root, url: server.url, store }), round), {
    code: 'store-unwritable',
    message: 'The task "reviewer-lead" of round 2 could not be written: the disk is full.',
  });
  assert.equal(server.calls('testing'), 1, 'what cannot be stored is not asked for');
  assert.deepEqual(await roundOf(root, 1), old);
  const calls = server.calls('lead');
  isFull = false;
  const { round: finished } = await finishRound(engineAt(root, server.url).deps);
  assert.equal(finished.number, 2);
  assert.equal(server.calls('lead'), calls + 1, 'its answer was lost with the disk');
});

if (process.platform !== 'win32') {
  test('no permission, on the command line: exit status 3, and the round is resumed when there is one', async (t) => {
    const root = await temporaryFolder(t);
    await writePlan(root);
    const folder = path.join(root, '.plan-review/reviews/docs-plan/round-1');
    const isRoot = process.getuid?.() === 0;
    await mkdir(path.join(root, '.plan-review'));
    for (const open of ['', '.plan-review', 'docs']) {
      await chmod(path.join(root, open), 0o777);
    }
    let isShut = true;
    const server = await startPanelServer(t, async ({ key }) => {
      if (isShut && key === 'lead') {
        await chmod(folder, 0o555);
      }
      return key === 'analysis' ? answer({ summary: 'All.', groups: [] }) : answer(reviewOf(key, quote));
    });
    const options = {
      cwd: root,
      environment: { ANTHROPIC_API_KEY: 'key-1', ANTHROPIC_BASE_URL: server.url },
      ...(isRoot ? { uid: 65534 } : {}),
    };
    const refused = await runCli(['review', planPath, '--provider', 'anthropic'], options);
    assert.equal(refused.status, 3, refused.err);
    assert.match(
      refused.err,
      /\nplan-review: The task "reviewer-lead" of round 1 could not be written: you have no permission to write there\.\n {2}Give yourself write access [^\n]*\n$/,
    );
    assert.equal(server.calls(), 1);

    isShut = false;
    await chmod(folder, 0o755);
    const { status, err } = await runCli(
      ['resume', planPath, '--provider', 'anthropic', '--fail-on', 'never'],
      options,
    );
    assert.equal(status, 0, err);
    assert.equal(server.calls('testing'), 1);
  });
}
