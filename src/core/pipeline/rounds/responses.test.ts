import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFixedClock } from '../../../../test/support/memory/fixedClock.ts';
import {
  createMemoryArtifactStore,
  memoryRoot,
} from '../../../../test/support/memory/memoryArtifactStore.ts';
import { createMemoryFileOps } from '../../../../test/support/memory/memoryFileOps.ts';
import { snapshotOf, contentOf, runRound } from '../../../../test/support/store/sampleRound.ts';
import type { PlanReviewError } from '../../base/errors.ts';
import { identityOf } from '../readPlan.ts';
import { parsePlan } from '../../text/planDocument.ts';
import {
  draftFromText,
  responseView,
  saveResponse,
  submitResponse,
  type ResponseDraft,
  type ResponseView,
} from './responses.ts';

const path = 'docs/plan.md';
const text = '# Plan\n\n## 1. Steps\n\nDo it.\n';
const folder = `${memoryRoot}/.plan-review/reviews/docs-plan/round-1`;

/** A plan whose first round found one major and asked one question. */
async function reviewed() {
  const disk = createMemoryFileOps([memoryRoot]);
  const plan = { text };
  const store = createMemoryArtifactStore(disk);
  const deps = {
    store,
    clock: createFixedClock('2026-03-01T10:00:00Z'),
    planFiles: { read: () => Promise.resolve(new TextEncoder().encode(plan.text)) },
  };
  const snapshot = snapshotOf(text);
  const identity = identityOf(parsePlan(path, text));
  const open = await store.begin(identity, snapshot);
  const content = contentOf({ plan: identity, number: 1, revision: snapshot.revision }, [1]);
  await open.complete({
    ...content,
    round: { ...content.round, questions: [{ id: 'Q1', text: 'Who?' }] },
    findings: content.findings.map((finding) => ({ ...finding, severity: 'major' as const })),
  });
  await open.release();
  return { disk, plan, deps, store };
}

function draftOf({ response, version }: ResponseView, fields: Partial<ResponseDraft> = {}): ResponseDraft {
  return { ...response, version, ...fields };
}

const accepted = {
  finding: 'F1',
  disposition: 'accepted',
  response: 'Right.',
  action: 'Said when',
  evidence: 'Section 1',
} as const;
const answered = { author: 'Ada', findings: [accepted] };

async function refusal(work: Promise<unknown>): Promise<PlanReviewError> {
  const error = await work.then(
    () => assert.fail('It was not refused'),
    (reason: unknown) => reason,
  );
  return error as PlanReviewError;
}

test('what nobody has answered is empty, and says what is missing', async () => {
  const { deps, disk } = await reviewed();
  const view = await responseView(deps, path);
  assert.equal(view.version, null);
  assert.deepEqual(
    view.findings.map(({ id }) => id),
    ['F1'],
  );
  assert.deepEqual(
    view.problems.map(({ about, field }) => [about, field]),
    [
      ['F1', 'disposition'],
      [undefined, 'author'],
    ],
  );
  assert.equal(disk.texts().has(`${folder}/response.json`), false, 'looking stores nothing');
});

test('a draft is stored as JSON and as a document, and read back', async () => {
  const { deps, disk } = await reviewed();
  const saved = await saveResponse(deps, path, draftOf(await responseView(deps, path), answered));
  assert.equal(saved.response.state, 'draft');
  assert.deepEqual(await responseView(deps, path), saved);
  assert.match(disk.texts().get(`${folder}/response.md`) ?? '', /\*\*Disposition:\*\* Accepted/);
});

test('whoever has not seen what is stored does not write over it', async () => {
  const { deps } = await reviewed();
  const seen = draftOf(await responseView(deps, path), { author: 'Ada' });
  await saveResponse(deps, path, seen);
  const error = await refusal(saveResponse(deps, path, { ...seen, author: 'Bob' }));
  assert.equal(error.code, 'response-outdated');
  assert.equal(error.isRetryable, true);
  assert.equal((await responseView(deps, path)).response.author, 'Ada');
});

test('what is written into response.md by hand counts, and is not written over unseen', async () => {
  const { deps, disk } = await reviewed();
  const saved = await saveResponse(deps, path, draftOf(await responseView(deps, path), answered));
  const edited = saved.document.text.replace('Right.', 'Right, and late.');
  disk.write(`${folder}/response.md`, edited);
  const error = await refusal(saveResponse(deps, path, draftOf(saved, { summary: 'x' })));
  assert.equal(error.code, 'response-outdated');
  const view = await responseView(deps, path);
  assert.equal(view.isEdited, true);
  assert.equal(view.response.findings[0]?.response, 'Right, and late.');
  const taken = await saveResponse(deps, path, draftOf(view));
  assert.equal(taken.isEdited, false);
});

test('a submitted response says what changed, and what it says by hand afterwards is a draft again', async () => {
  const { deps, plan, disk } = await reviewed();
  const view = await responseView(deps, path);
  const incomplete = await refusal(submitResponse(deps, path, draftOf(view)));
  assert.equal(incomplete.code, 'response-incomplete');
  assert.match(incomplete.message, /F1 is major and has no answer yet\. The author is not named\./);
  plan.text = text.replace('Do it.', 'Do it on Monday.');
  const submitted = await submitResponse(deps, path, draftOf(view, answered));
  assert.equal(submitted.response.state, 'submitted');
  assert.deepEqual(submitted.response.answered?.changes, [
    { section: '1 Steps', change: 'Said when', rationale: 'Address F1' },
  ]);
  assert.deepEqual(
    submitted.proofs.map(({ finding, state }) => [finding, state]),
    [['F1', 'proved']],
  );
  disk.write(`${folder}/response.md`, submitted.document.text.replace('Right.', 'Wrong.'));
  assert.equal((await responseView(deps, path)).response.state, 'draft');
});

test('answers to what was not asked, or asked in another round, are refused', async () => {
  const { deps } = await reviewed();
  const view = await responseView(deps, path);
  const stray = { ...accepted, finding: 'F9' };
  const unknown = await refusal(saveResponse(deps, path, draftOf(view, { findings: [stray] })));
  assert.deepEqual([unknown.code, /F9/.test(unknown.message)], ['response-malformed', true]);
  const old = await refusal(saveResponse(deps, path, draftOf(view, { round: 7 })));
  assert.equal(old.code, 'response-outdated');
  const malformed = await refusal(draftFromText(deps, { path, text: '# Nothing\n', name: 'a.md' }));
  assert.match(malformed.message, /a\.md:1: There is no heading/);
});

test('a round that was followed keeps its response as it is', async () => {
  const { deps, store } = await reviewed();
  const view = await responseView(deps, path);
  await runRound(store, path, { text, findings: 0 });
  const error = await refusal(saveResponse(deps, path, draftOf(view)));
  assert.equal(error.code, 'response-outdated');
});

test('a response that nobody can use is told of, and harms no round', async () => {
  const { deps, disk, store } = await reviewed();
  disk.write(`${folder}/response.json`, '{');
  const error = await refusal(responseView(deps, path));
  assert.equal(error.code, 'store-inconsistent');
  assert.match(error.message, /round-1\/response\.json" is not valid JSON/);
  assert.equal((await store.load(path))?.rounds.length, 1);
});
