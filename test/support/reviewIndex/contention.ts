import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compiledCode } from '../runCli.ts';
import { runRound } from '../store/sampleRound.ts';
import { storeOf } from '../store/testStore.ts';
import { answersOf, answersOfArtifacts, openIndex } from './openIndex.ts';

const script = fileURLToPath(new URL('followReviews.ts', import.meta.url));
const plans = ['one.md', 'two.md', 'three.md'];

interface Follower {
  readonly child: ChildProcess;
  /** All that it has printed so far. */
  readonly said: () => string;
  /** Its exit status or signal, when it has ended. */
  readonly ended: Promise<number | string | null>;
}

function follow(...args: readonly string[]): Follower {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...compiledCode },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close').then(
    ([status, signal]: (number | string | null)[]) => status ?? signal ?? null,
  );
  return { child, said: () => said, ended };
}

/** Until a follower has said that it is ready. */
async function ready({ child, said }: Follower): Promise<void> {
  while (!said().startsWith('ready\n') && child.exitCode === null) {
    await wait(2);
  }
}

/** Makes a review of each of three plans. */
export async function makeThreeReviews(root: string): Promise<void> {
  for (const plan of plans) {
    await runRound(storeOf(root), plan, { text: plan, findings: 3 });
  }
}

/** Three processes take in a review each, so many times: nobody meets an error, and the index is right after it. */
export async function writeAtOnce(root: string, times: number): Promise<void> {
  const followers = plans.map((plan) => follow(root, 'note', plan, String(times)));
  for (const { ended, said } of followers) {
    assert.equal(await ended, 0);
    assert.equal(said(), '');
  }
  await assertAgrees(root);
}

/** Three processes open an index that is not there yet, at the same moment and so many times. */
export async function openAtOnce(root: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    for (const name of ['index.db', 'index.db-wal', 'index.db-shm']) {
      await rm(join(root, '.plan-review', name), { force: true });
    }
    const followers = plans.map(() => follow(root, 'ask'));
    await Promise.all(followers.map(ready));
    followers.forEach(({ child }) => child.stdin?.end('go\n'));
    for (const { ended, said } of followers) {
      assert.equal(await ended, 0);
      assert.equal(said(), `ready\n${plans.length} campaigns\n`);
    }
  }
  await assertAgrees(root);
}

/** Kills a process while it writes rounds and takes them in, so many times. What is there agrees after each. */
export async function killFollowers(root: string, kills: number): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    // Several plans, so that reading all rounds of one stays quick.
    const follower = follow(root, 'write', `plan-${kill % 8}.md`);
    await ready(follower);
    await wait(Math.random() * 120);
    follower.child.kill('SIGKILL');
    assert.equal(await follower.ended, 'SIGKILL');
    assert.equal(follower.said(), 'ready\n');
    await assertAgrees(root);
  }
}

async function assertAgrees(root: string): Promise<void> {
  const index = openIndex(root);
  assert.deepEqual(await answersOf(index), await answersOfArtifacts(root));
  assert.deepEqual(index.told, []);
}
