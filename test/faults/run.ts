/**
 * Kills a thousand rounds with reviewers on models: at every step of their writing, in the middle of every write, at random
 * ones again and again, and the command line at any moment. Each is then taken to its end, and nobody who had answered may
 * be asked again. Says how far it is and what came of it; the exit status is 1 when one broke its word.
 * `node test/faults/run.ts [kills]`
 */
import process from 'node:process';
import { countSteps, killAndFinish, type Killing } from '../support/panel/killing.ts';

const wanted = Number(process.argv[2] ?? 1000);
/** Processes at a time: more of them than there are cores prove nothing more. */
const lanes = 2;
const startedAt = performance.now();

/** Runs `work` with a place to hang what has to be cleaned up behind it. */
async function cleanly<T>(work: (test: { after(clean: () => unknown): void }) => Promise<T>): Promise<T> {
  const cleaning: (() => unknown)[] = [];
  try {
    return await work({ after: (clean) => void cleaning.push(clean) });
  } finally {
    for (const clean of cleaning.toReversed()) {
      await clean();
    }
  }
}

const steps = await cleanly(countSteps);
console.log(`A round writes in ${steps.length} steps.`);

const everyStep: readonly Killing[] = [
  ...steps.map((_, at) => ({ at, how: 'kill' as const })),
  ...steps.flatMap((name, at) => (name.startsWith('write ') ? [{ at, how: 'kill-half' as const }] : [])),
];

function anyStep(): Killing {
  return { at: Math.floor(Math.random() * steps.length), how: 'kill' };
}

/** From before anything is loaded to about when it ends. */
function anyMoment(): Killing {
  return { afterMs: 200 + Math.random() * 1800 };
}

/** What to do to one round: the systematic ones first, and random ones until there are enough. */
function* killings(): Generator<readonly Killing[]> {
  for (const killing of everyStep) {
    yield [killing];
  }
  for (;;) {
    yield [anyStep(), anyStep()];
    yield [anyMoment(), anyMoment()];
    yield [anyMoment(), anyStep()];
  }
}

const source = killings();
const failures: string[] = [];
let killed = 0;
let rounds = 0;

async function lane(): Promise<void> {
  while (killed < wanted) {
    const { value } = source.next();
    const todo = value ?? [];
    try {
      const kills = await cleanly((test) => killAndFinish(test, todo));
      killed += kills;
    } catch (error) {
      failures.push(`${JSON.stringify(todo)}: ${error instanceof Error ? error.message : String(error)}`);
      killed += todo.length;
      console.error(failures.at(-1));
    }
    rounds += 1;
    if (rounds % 25 === 0) {
      console.log(
        `${killed} of ${wanted} kills, ${rounds} rounds, ${failures.length} broken, ${seconds()} s`,
      );
    }
  }
}

function seconds(): string {
  return ((performance.now() - startedAt) / 1000).toFixed(0);
}

await Promise.all(Array.from({ length: lanes }, lane));
console.log(
  `${killed} kills in ${rounds} rounds: ${failures.length === 0 ? 'nothing was lost and nobody was asked again' : `${failures.length} broke`}, ${seconds()} s`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
