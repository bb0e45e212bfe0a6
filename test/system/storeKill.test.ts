import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import test from 'node:test';
import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ArtifactStore } from '../../src/core/ports/artifactStore.ts';
import { createArtifactStore } from '../../src/core/store/artifactStore.ts';
import type { FileOps } from '../../src/core/store/fileOps.ts';
import { takeLock, type LockDeps } from '../../src/core/store/lock.ts';
import { nodeFileOps } from '../../src/core/store/nodeFileOps.ts';
import { currentProcess } from '../../src/core/system/currentProcess.ts';
import { systemClock } from '../../src/core/system/systemClock.ts';
import { uniqueSuffix } from '../../src/core/system/uniqueSuffix.ts';
import { Crash, createFaultyFileOps } from '../support/store/faultyFileOps.ts';
import { runRound } from '../support/store/sampleRound.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const KILLS = 64;
/** Several plans, so that reading all rounds of one stays quick. */
const PLANS = 8;

test(`${KILLS} processes killed while they write rounds`, async (t) => {
  const root = await temporaryFolder(t);
  const script = fileURLToPath(new URL('../support/store/writeRoundsForever.ts', import.meta.url));
  const finished = new Map<string, number>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const path = `plans/plan-${kill % PLANS}.md`;
    const child = spawn(process.execPath, [script, root, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    const delay = Math.random() * 60;
    const said = await killAfter(child, delay);
    finished.set(path, Math.max(finished.get(path) ?? 0, ...said));

    const where = `kill ${kill} of ${path}, ${delay.toFixed(1)} ms after the start`;
    const review = await storeOf(root).load(path);
    assert.deepEqual(review?.inconsistent ?? [], [], where);
    const numbers = review?.rounds.map(({ round }) => round.number) ?? [];
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
      where,
    );
    assert.ok(numbers.length >= (finished.get(path) ?? 0), `${where}: a finished round is lost`);
    const ids = review?.rounds.flatMap(({ findings }) => findings.map(({ id }) => id)) ?? [];
    assert.deepEqual(
      ids,
      ids.map((_, index) => `F${index + 1}`),
      where,
    );
  }
  for (let plan = 0; plan < PLANS; plan += 1) {
    const path = `plans/plan-${plan}.md`;
    const before = (await storeOf(root).load(path))?.rounds.length ?? 0;
    const stored = await runRound(realStore(root), path, { text: 'last', findings: 1 });
    assert.equal(stored.round.number, before + 1);
  }
  const names = await readdir(join(root, '.plan-review'), { recursive: true });
  assert.deepEqual(
    names.filter((name) => name.endsWith('.tmp') || name.includes('.lock')),
    [],
  );
});

/** The store as the program has it: it can tell which processes of this machine are gone. */
function realStore(root: string): ArtifactStore {
  return createArtifactStore({ root, clock: systemClock, uniqueSuffix, owner: currentProcess() });
}

/** Kills a child some time after its first word, and returns the numbers that it said. */
async function killAfter(child: ChildProcess, milliseconds: number): Promise<number[]> {
  assert.ok(child.stdout);
  const exit = once(child, 'close');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  await once(reader, 'line');
  await wait(milliseconds);
  child.kill('SIGKILL');
  await exit;
  return lines.slice(1).map(Number);
}

test('processes that fight over a lock, some of which die with it', { timeout: 120_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const script = fileURLToPath(new URL('../support/store/contendForLock.ts', import.meta.url));
  const won: string[] = [];
  const contend = async (): Promise<void> => {
    while (won.length < 60) {
      const child = spawn(process.execPath, [script, folder, '20'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      t.after(() => child.kill('SIGKILL'));
      const reader = createInterface({ input: child.stdout });
      reader.on('line', (line) => {
        assert.equal(line, 'taken', 'two processes hold the lock');
        won.push(line);
      });
      const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
      assert.ok(status === 0 || signal === 'SIGKILL', `ended with ${status}`);
    }
  };
  await Promise.all([contend(), contend(), contend(), contend()]);
  await assert.rejects(access(join(folder, 'witness')));
});

test('one of many that find a dead lock at the same time takes it over', async (t) => {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const folder = await temporaryFolder(t);
    // One that died with the lock, and in every other attempt one that died on the way to taking it over.
    await takeLock(folder, 'plan.md', contender(99, { alive: [99], ops: nodeFileOps }));
    if (attempt % 2 === 1) {
      const ops = createFaultyFileOps(nodeFileOps, { at: 'rename review.lock', fault: 'crash-before' });
      await assert.rejects(takeLock(folder, 'plan.md', contender(98, { alive: [98], ops })), Crash);
    }
    const pids = [1, 2, 3, 4, 5];
    const ops = unsteady(createFaultyFileOps(nodeFileOps));
    const wins = await Promise.allSettled(
      pids.map((pid) => takeLock(folder, 'plan.md', contender(pid, { alive: pids, ops }))),
    );
    const busy = wins.filter((win) => win.status === 'rejected');
    assert.equal(busy.length, pids.length - 1, `attempt ${attempt}`);
    assert.ok(busy.every((win) => (win.reason as { code?: string }).code === 'store-busy'));
    const holders = await Promise.all(
      wins.filter((win) => win.status === 'fulfilled').map((win) => win.value.isHeld()),
    );
    assert.deepEqual(holders, [true]);
    const left = (await readdir(folder)).filter((name) => !name.endsWith('.tmp'));
    assert.deepEqual(left, ['review.lock']);
  }
});

function contender(
  pid: number,
  { alive, ops }: { readonly alive: readonly number[]; readonly ops: FileOps },
): LockDeps {
  const owner = { pid, host: 'here', isAlive: (id: number) => alive.includes(id) };
  return { ops, owner, clock: systemClock, uniqueSuffix };
}

/** The same operations, each of which takes its time: a scheduler may stop a process between any two. */
function unsteady(ops: FileOps): FileOps {
  const dawdle = <A extends unknown[], T>(act: (...args: A) => Promise<T>) => {
    return async (...args: A): Promise<T> => {
      for (let turns = Math.floor(Math.random() * 8); turns > 0; turns -= 1) {
        await immediate();
      }
      return await act(...args);
    };
  };
  return {
    ...ops,
    read: dawdle((path) => ops.read(path)),
    create: dawdle((path) => ops.create(path)),
    link: dawdle((path, second) => ops.link(path, second)),
    rename: dawdle((from, to) => ops.rename(from, to)),
    remove: dawdle((path) => ops.remove(path)),
  };
}
