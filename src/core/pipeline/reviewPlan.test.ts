import assert from 'node:assert/strict';
import test from 'node:test';
import { createFixedClock } from '../../../test/support/memory/fixedClock.ts';
import { createMemoryArtifactStore } from '../../../test/support/memory/memoryArtifactStore.ts';
import { createMemoryGit } from '../../../test/support/memory/memoryGit.ts';
import type { PlanReviewError } from '../base/errors.ts';
import type { DraftFinding } from '../domain/finding.ts';
import { roundSchema } from '../domain/round.ts';
import type { ProgressEvent } from '../ports/progress.ts';
import type { RunChecks } from './checkPlan.ts';
import { planHistory } from './history.ts';
import { reviewPlan } from './reviewPlan.ts';
import type { ReviewDeps } from './roundDeps.ts';

const path = 'docs/plan.md';

/** A finding on the first copy of `words` in the plan's first line that holds them. */
function draft(title: string, text: string, words: string): DraftFinding {
  const line = text.split('\n').findIndex((candidate) => candidate.includes(words));
  const column = (text.split('\n')[line] ?? '').indexOf(words) + 1;
  return {
    check: 'file-exists',
    severity: 'major',
    category: 'factuality',
    title,
    observation: 'o',
    concern: 'c',
    recommendation: 'r',
    range: { start: { line: line + 1, column }, end: { line: line + 1, column: column + words.length } },
    related: [],
  };
}

/** An engine on a plan that tests can change, whose checks object to each `missing-…` that the plan holds. */
function engine(first: string) {
  const disk = { text: first };
  const runChecks: RunChecks = async (document) => ({
    ran: ['file-exists'],
    claims: [],
    findings: [...document.text.matchAll(/missing-\w+/g)].map(([words]) =>
      draft(`No such file: ${words}`, document.text, words),
    ),
  });
  const deps: ReviewDeps = {
    planFiles: { read: async () => new TextEncoder().encode(disk.text) },
    store: createMemoryArtifactStore(),
    git: createMemoryGit({}),
    clock: createFixedClock('2026-01-24T10:00:00Z'),
    runChecks,
    treePath: (planPath) => planPath,
  };
  return { disk, deps };
}

const request = { path, mode: 'plan', signal: undefined, progress: undefined } as const;

test('a round records what was found, and follows the rule to its verdict', async () => {
  const { deps } = engine('# Plan\n\nSee missing-a.\n');
  const { round, findings } = await reviewPlan(deps, request);
  assert.equal(round.verdict.value, 'CONDITIONAL GO');
  assert.deepEqual(
    findings.map((finding) => [finding.id, finding.anchor.quote]),
    [['F1', 'missing-a']],
  );
  assert.equal(round.startedAt, '2026-01-24T10:00:00.000Z');
  assert.ok(roundSchema.safeParse(round).success);
});

test('numbers go on through the rounds, and what was found before keeps its own', async () => {
  const { disk, deps } = engine('# Plan\n\nmissing-a missing-b\n');
  await reviewPlan(deps, request);
  disk.text = '# Plan\n\nmissing-c\n\nmissing-b\n';
  const { findings } = await reviewPlan(deps, request);
  assert.deepEqual(
    findings.map((finding) => [finding.id, finding.title, finding.round]),
    [
      ['F3', 'No such file: missing-c', 2],
      ['F2', 'No such file: missing-b', 1],
    ],
  );
});

test('a plan that is edited during the round gets no GO', async () => {
  const { disk, deps } = engine('# Plan\n');
  const run = deps.runChecks;
  const { round } = await reviewPlan(
    {
      ...deps,
      runChecks: async (...given) => {
        disk.text = '# Plan, edited\n';
        return run(...given);
      },
    },
    request,
  );
  assert.deepEqual(
    round.verdict.reasons.map((reason) => reason.code),
    ['snapshot-outdated'],
  );
});

test('a cancelled round leaves nothing behind and lets the next one in', async () => {
  const { deps } = engine('# Plan\n');
  const cancelled = new AbortController();
  const progress = { report: (event: ProgressEvent) => event.type === 'reviewer' && cancelled.abort() };
  await assert.rejects(
    reviewPlan(deps, { ...request, signal: cancelled.signal, progress }),
    (error: PlanReviewError) => error.code === 'cancelled',
  );
  assert.equal(await deps.store.load(path), undefined);
  assert.equal((await reviewPlan(deps, request)).round.number, 1);
});

test('while a review is open a second one is told so', async () => {
  const { deps } = engine('# Plan\n');
  let second: unknown;
  const run = deps.runChecks;
  await reviewPlan(
    {
      ...deps,
      runChecks: async (...given) => {
        second = await reviewPlan(deps, request).catch((error: unknown) => error);
        return run(...given);
      },
    },
    request,
  );
  assert.equal((second as PlanReviewError).code, 'store-busy');
});

test('progress is told in order, with a line for the reviewer', async () => {
  const { deps } = engine('# Plan\n\nmissing-a\n');
  const events: string[] = [];
  await reviewPlan(deps, {
    ...request,
    progress: {
      report: (event) => events.push(event.type === 'step' ? event.step : `${event.name} ${event.state}`),
    },
  });
  assert.deepEqual(events, ['snapshot', 'Checks running', 'Checks done', 'record']);
});

test('history places findings in the text at hand and says when the verdict is out of date', async () => {
  const text = '# Plan\n\nThe file missing-document is read.\n';
  const { deps } = engine(text);
  assert.equal(await planHistory(deps, { path }), undefined);
  await reviewPlan(deps, request);
  const same = await planHistory(deps, { path });
  assert.equal(same?.stale, undefined);
  assert.equal(same?.rounds[0]?.findings[0]?.place.state, 'exact');
  const edited = await planHistory(deps, { path, text: `# Plan\n\nNew words.\n\n${text.slice(8)}` });
  assert.match(edited?.stale ?? '', /changed after round 1/);
  const place = edited?.rounds[0]?.findings[0]?.place;
  assert.deepEqual(place?.state === 'moved' && place.range.start, { line: 5, column: 10 });
  const gone = await planHistory(deps, { path, text: '# Plan\n' });
  assert.deepEqual(gone?.rounds[0]?.findings[0]?.place, { state: 'lost' });
});

test('history follows words through the diff, where searching could not tell which copy is meant', async () => {
  const part = 'These words stand in front of it, and see missing-a, and these words stand behind it.\n';
  const { deps } = engine(`# Plan\n\n## One\n\n${part}`);
  await reviewPlan(deps, request);
  const view = await planHistory(deps, { path, text: `# Plan\n\n## New\n\n${part}\n## One\n\n${part}` });
  for (const placed of [view?.rounds[0]?.findings[0], view?.findings[0]]) {
    assert.equal(placed?.place.state === 'moved' && placed.place.range.start.line, 9);
  }
});

test('an editor that drops the byte order mark still shows the revision that was reviewed', async () => {
  const { deps } = engine('\u{feff}# Plan\n');
  await reviewPlan(deps, request);
  assert.equal((await planHistory(deps, { path, text: '# Plan\n' }))?.stale, undefined);
});
