import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { failure } from '../../../../test/support/models/scriptedModel.ts';
import {
  answer,
  answerAll,
  createPanelEngine,
  type PanelEngine,
  type TaskScript,
} from '../../../../test/support/panel/panelEngine.ts';
import { Crash, createFaultyFileOps, type Fault } from '../../../../test/support/store/faultyFileOps.ts';
import { PlanReviewError } from '../../base/errors.ts';
import { taskMetadataSchema } from '../../domain/task.ts';

const panel = { reviewers: ['lead', 'security', 'testing', 'operations'] };
const tasks = ['lead', 'security', 'testing', 'operations', 'deputy'].map((id) => `reviewer-${id}`);

/** How one request goes. */
type Mood = 'answers' | 'invalid' | 'refuses' | 'network' | 'quota';

const moodOf: Record<Mood, TaskScript> = {
  answers: answerAll,
  invalid: ({ task }) => Promise.resolve(answer(task, { verdict: 'MAYBE' })),
  refuses: () => Promise.reject(failure('model-refused', { session: 's' })),
  network: () => Promise.reject(failure('model-network')),
  quota: () => Promise.reject(failure('model-quota')),
};

/** One process: what its models do with each task, and where on the disk it ends, if anywhere. */
interface Run {
  readonly moods: Readonly<Record<string, readonly Mood[]>>;
  readonly at: number;
  readonly fault: Fault | undefined;
}

const runs: fc.Arbitrary<Run[]> = fc.array(
  fc.record({
    moods: fc.dictionary(
      fc.constantFrom(...tasks, 'analysis'),
      fc.array(
        fc.constantFrom<Mood>('answers', 'answers', 'answers', 'invalid', 'refuses', 'network', 'quota'),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    at: fc.nat(160),
    fault: fc.constantFrom<Fault | undefined>(
      undefined,
      'crash-before',
      'crash-after',
      'crash-after',
      'ENOSPC',
      'short-write',
      'silent-short-write',
    ),
  }),
  { maxLength: 6 },
);

/**
 * The reviewers' tasks that have succeeded for whoever reads the disk. The analysis is another matter: where a reviewer
 * that had failed answers after all, there is more to analyse, and that is another task.
 */
function succeededTasks(engine: PanelEngine): string[] {
  return [...engine.files()].flatMap(([path, text]) => {
    if (!/^tasks\/[^/]+\/metadata\.json$/.test(path)) {
      return [];
    }
    const metadata = taskMetadataSchema.parse(JSON.parse(text));
    return metadata.status === 'succeeded' && metadata.phase === 'reviewers' ? [metadata.id] : [];
  });
}

/** Raw answers that stand on the disk without an end of their task, by the task. */
function paidAnswers(engine: PanelEngine): Map<string, number> {
  const paid = new Map<string, number>();
  for (const path of engine.files().keys()) {
    const [, task = ''] = /^tasks\/([^/]+)\/(?:initial|retry)\.json$/.exec(path) ?? [];
    if (task !== '' && !engine.files().has(`tasks/${task}/metadata.json`)) {
      paid.set(task, (paid.get(task) ?? 0) + 1);
    }
  }
  return paid;
}

async function attempt(engine: PanelEngine): Promise<'done' | 'again'> {
  try {
    await engine.review(panel);
    return 'done';
  } catch (error) {
    assert.ok(error instanceof Crash || error instanceof PlanReviewError, String(error));
    return 'again';
  }
}

test('whatever fails, wherever a process ends: no answer is asked for again, and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (sequence) => {
      let engine = createPanelEngine();
      const sealed = new Set<string>();
      const script =
        (moods: Run['moods']): TaskScript =>
        (request, nth) => {
          assert.ok(!sealed.has(request.task), `${request.task} had succeeded and was asked again`);
          return moodOf[moods[request.task]?.[nth - 1] ?? 'answers'](request, nth);
        };
      for (const { moods, at, fault } of sequence) {
        const paid = paidAnswers(engine);
        const ops = createFaultyFileOps(engine.disk, fault === undefined ? {} : { at, fault });
        engine = engine.restart(script(moods), ops);
        await attempt(engine);
        for (const [task, answers] of paid) {
          const asked = engine.asked.filter((one) => one === task).length;
          assert.ok(task === 'analysis' || asked <= 2 - answers, `${task} was paid for twice`);
        }
        for (const task of sealed) {
          assert.ok(succeededTasks(engine).includes(task), `${task} was lost`);
        }
        succeededTasks(engine).forEach((task) => sealed.add(task));
        if (engine.files().has('round.json')) {
          break;
        }
      }
      if (!engine.files().has('round.json')) {
        engine = engine.restart(script({}), createFaultyFileOps(engine.disk));
        assert.equal(await attempt(engine), 'done');
      }
      const review = await engine.restart(answerAll).deps.store.load('docs/plan.md');
      assert.deepEqual(review?.inconsistent, []);
      const round = review?.rounds[0]?.round;
      const listed = new Set(round?.artifacts.map(({ path }) => path));
      for (const task of sealed) {
        assert.ok(listed.has(`tasks/${task}/validated-output.json`), `${task} is not part of the round`);
        const reviewer = task.replace('reviewer-', '');
        assert.ok(listed.has(`reviews/${reviewer}.md`), `${reviewer} is not in the review`);
      }
    }),
    { numRuns: 120 },
  );
});
