import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { storedAttemptSchema, taskMetadataSchema } from '../../../src/core/domain/task.ts';
import type { MessagesServer } from '../messagesServer/startMessagesServer.ts';
import { compiledCode, runCli, type CliResult } from '../runCli.ts';
import { planAt, snapshotOf } from '../store/sampleRound.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { engineAt, finishRound } from './finishRound.ts';
import { panelScript } from './panelScript.ts';
import { planPath, planText, quote, readArtifacts, startPanelServer, writePlan } from './panelWorld.ts';

/** Everybody who is asked in a round, by the keys of the server. */
const everybody = ['lead', 'reliability', 'testing', 'newcomer', 'analysis'];

/** What is written last: with it the round is finished, whatever else its process still had to do. */
const lastFile = 'round-1/round.json';

const script = fileURLToPath(new URL('killedRound.ts', import.meta.url));

/** How a round is ended too early. */
export type Killing =
  /** At a step of the writing: before it, or when half of its bytes are written. */
  | { readonly at: number; readonly how: 'kill' | 'kill-half' }
  /** The command line, so many milliseconds after its start. */
  | { readonly afterMs: number };

/** The steps that a round writes in, when nobody kills it. */
export async function countSteps(test: Pick<TestContext, 'after'>): Promise<readonly string[]> {
  const { root, server } = await start(test);
  const { status, out, err } = await runStep(root, server, undefined);
  assert.equal(status, 0, err);
  await assertWhole(root, server, new Map());
  return z.array(z.string()).parse(JSON.parse(out));
}

/**
 * Kills a round as often as it is told, one after the other on the same workspace, then takes it to its end. Nothing that
 * had succeeded or was answered before a kill is sent again, nothing is lost, and nothing is left lying about.
 * @returns how many processes were killed before they had ended by themselves.
 */
export async function killAndFinish(
  test: Pick<TestContext, 'after'>,
  killings: readonly Killing[],
): Promise<number> {
  const { root, server } = await start(test);
  let killed = 0;
  let kept: ReadonlyMap<string, number> = new Map();
  for (const killing of killings) {
    const { status, err } = await ('at' in killing
      ? runStep(root, server, killing)
      : runCommand(root, server, killing));
    assert.ok(status === null || status === 0, `${JSON.stringify(killing)} ended with ${status}: ${err}`);
    killed += status === null ? 1 : 0;
    assertNotSentAgain(server, kept);
    kept = await whatIsKept(root, server);
    if ((await artifactsOf(root)).has(lastFile)) {
      break;
    }
  }
  await finishInThisProcess(root, server);
  await assertWhole(root, server, kept);
  await server.close();
  return killed;
}

async function start(
  test: Pick<TestContext, 'after'>,
): Promise<{ readonly root: string; readonly server: MessagesServer }> {
  const root = await temporaryFolder(test);
  await writePlan(root);
  return { root, server: await startPanelServer(test, panelScript(quote)) };
}

/** How a process ended; its status is null where it was killed. */
async function runStep(
  root: string,
  server: MessagesServer,
  killing: { readonly at: number; readonly how: string } | undefined,
): Promise<CliResult> {
  const where = killing === undefined ? [] : [String(killing.at), killing.how];
  const child = spawn(process.execPath, [script, root, server.url, ...where], {
    env: { ...process.env, ...compiledCode },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...output };
}

/** The first time a review, later its resumption, as a user would. */
async function runCommand(
  root: string,
  server: MessagesServer,
  { afterMs }: { readonly afterMs: number },
): Promise<CliResult> {
  const environment = {
    HOME: path.join(root, 'home'),
    ANTHROPIC_API_KEY: 'key-1',
    ANTHROPIC_BASE_URL: server.url,
  };
  const killer = new AbortController();
  const timer = setTimeout(() => killer.abort(), afterMs);
  const run = (...args: string[]): Promise<CliResult> =>
    runCli([...args, planPath, '--fail-on', 'never'], { cwd: root, environment, kill: killer.signal });
  const isBegun = (await artifactsOf(root)).has('round-1/request.json');
  const ended = await run(isBegun ? 'resume' : 'review', '--provider', 'anthropic');
  clearTimeout(timer);
  return ended;
}

/** A round that is finished leaves nothing to do but to begin the next one, which clears away what is left of a lock. */
async function finishInThisProcess(root: string, server: MessagesServer): Promise<void> {
  const { deps } = engineAt(root, server.url);
  if ((await artifactsOf(root)).has(lastFile)) {
    await (await deps.store.begin(planAt(planPath), snapshotOf(planText))).release();
  } else {
    await finishRound(deps);
  }
}

function artifactsOf(root: string): Promise<ReadonlyMap<string, string>> {
  return readArtifacts(path.join(root, '.plan-review/reviews/docs-plan'));
}

/** The key under which the server knows a task. */
function keyOf(task: string): string {
  return task.replace(/^reviewer-/, '');
}

/** How often those were asked whose answers are on the disk: nobody may ask them again. */
async function whatIsKept(root: string, server: MessagesServer): Promise<ReadonlyMap<string, number>> {
  const artifacts = await artifactsOf(root);
  const kept = new Map<string, number>();
  for (const [file, text] of artifacts) {
    const [, task = '', name = ''] = /^round-1\/tasks\/([^/]+)\/([^/.]+)\.json$/.exec(file) ?? [];
    if (name === 'metadata') {
      assert.equal(taskMetadataSchema.parse(JSON.parse(text)).status, 'succeeded', file);
    }
    if (name === 'initial') {
      assert.equal(storedAttemptSchema.parse(JSON.parse(text)).label, 'initial', file);
    }
    if (name !== '') {
      kept.set(keyOf(task), server.calls(keyOf(task)));
    }
  }
  return kept;
}

function assertNotSentAgain(server: MessagesServer, kept: ReadonlyMap<string, number>): void {
  for (const [key, calls] of kept) {
    assert.equal(server.calls(key), calls, `${key} had answered, and was asked again`);
  }
}

/** One round, finished, in which everybody has a say, and nothing else. */
async function assertWhole(
  root: string,
  server: MessagesServer,
  kept: ReadonlyMap<string, number>,
): Promise<void> {
  assertNotSentAgain(server, kept);
  const stored = await engineAt(root, server.url).deps.store.load(planPath);
  assert.deepEqual(stored?.inconsistent, []);
  assert.equal(stored.rounds.length, 1);
  const [{ round, findings } = assert.fail()] = stored.rounds;
  assert.deepEqual(
    round.panel?.tasks.map(({ id, status }) => `${keyOf(id)} ${status}`).toSorted(),
    everybody.map((key) => `${key} succeeded`).toSorted(),
  );
  const heard = new Set(findings.flatMap(({ reviewers }) => reviewers));
  assert.deepEqual(
    everybody.filter((key) => key !== 'analysis' && !heard.has(key)),
    [],
  );
  const artifacts = await artifactsOf(root);
  const left = [...artifacts.keys()].filter((file) => file.endsWith('.tmp') || file.includes('.lock'));
  assert.deepEqual(left, []);
  for (const key of everybody) {
    assert.ok(server.calls(key) > 0, `${key} was asked`);
  }
}
