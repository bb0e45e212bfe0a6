import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { createPlanReview, PlanReviewError, type PlanReview } from '../../src/core/index.ts';
import { notesSchema } from '../../src/core/domain/notes.ts';
import { happen } from '../support/reviewIndex/makeReviews.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

function engineOf(root: string): PlanReview {
  return createPlanReview({ root, isTrusted: true, version: '0.0.0-test', environment: {} });
}

function refusedWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof PlanReviewError && error.code === code;
}

test('notes of a person on the analysis of a round', async (t) => {
  const root = await temporaryFolder(t);
  await mkdir(join(root, 'plans'));
  const happening = {
    type: 'round',
    plan: 0,
    findings: [0],
    decisions: [],
    rating: 7,
    fails: false,
  } as const;
  await happen(storeOf(root), root, happening);
  const engine = engineOf(root);
  const id = 'plans-plan-0@1';
  const folder = join(root, '.plan-review/reviews/plans-plan-0/round-1');

  await t.test('are stored beside the round, for people and for programs', async () => {
    assert.deepEqual(await engine.notes(id), { version: null, notes: undefined, problem: undefined });
    const stored = await engine.saveNotes(id, {
      author: ' Ada ',
      text: 'Take *F1* first.\n# Not a title',
      seen: null,
    });
    assert.equal(stored.notes?.author, 'Ada');
    const json = notesSchema.parse(JSON.parse(await readFile(join(folder, 'notes.json'), 'utf8')));
    assert.equal(json.text, 'Take *F1* first.\n# Not a title');
    assert.match(
      await readFile(join(folder, 'notes.md'), 'utf8'),
      /^# Notes on campaign [^]*\*\*By:\*\* Ada, [^]*\\# Not a title/,
    );
    assert.deepEqual(
      (await readdir(folder)).filter((name) => /lock|tmp/.test(name)),
      [],
    );
  });

  await t.test('leave the round whole, and are in what is exported', async () => {
    const plan = 'plans/plan-0.md';
    await writeFile(join(root, plan), await engine.snapshot(plan, 1));
    assert.deepEqual((await engine.history({ path: plan }))?.inconsistent, []);
    assert.equal((await engine.campaigns({})).total, 1);
    const exported = await engine.export({ path: plan, format: 'md' });
    assert.match(exported, /# Notes on round 1\n\n\*\*By:\*\* Ada/);
    assert.match(await engine.export({ path: plan, format: 'html' }), /Round 1: notes/);
  });

  await t.test('are not written over what the writer has not seen', async () => {
    const { version } = await engine.notes(id);
    await assert.rejects(
      engine.saveNotes(id, { author: 'Grace', text: 'Mine.', seen: null }),
      refusedWith('notes-outdated'),
    );
    assert.equal((await engine.notes(id)).version, version);
    const both = await engine.saveNotes(id, { author: 'Grace', text: 'Both.', seen: version });
    assert.equal(both.notes?.text, 'Both.');
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((text) =>
        engineOf(root).saveNotes(id, { author: 'Ada', text, seen: both.version }),
      ),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1, 'one of three at once');
  });

  await t.test('want a name and an end, and go when they are blank', async () => {
    const { version } = await engine.notes(id);
    for (const draft of [
      { author: ' ', text: 'x' },
      { author: 'Ada', text: 'x'.repeat(50_001) },
    ]) {
      await assert.rejects(
        engine.saveNotes(id, { ...draft, seen: version }),
        refusedWith('notes-incomplete'),
      );
    }
    assert.equal((await engine.saveNotes(id, { author: '', text: ' \n', seen: version })).version, null);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith('notes')),
      [],
    );
  });

  await t.test('that cannot be used take nothing from the round, and say what to do', async () => {
    await writeFile(join(folder, 'notes.json'), '{"schemaVersion": 2}');
    const { notes, problem, version } = await engine.notes(id);
    assert.equal(notes, undefined);
    assert.match(problem ?? '', /newer Plan Review[^]*Update/);
    assert.equal((await engine.campaigns({})).total, 1);
    await engine.saveNotes(id, { author: 'Ada', text: 'Anew.', seen: version });
  });

  await t.test('are on finished campaigns alone, and go through no link', async () => {
    for (const unknown of ['plans-plan-0@2', 'plans-plan-9@1', 'plans+1', '../outside@1', 'nonsense']) {
      await assert.rejects(engine.notes(unknown), refusedWith('campaign-not-found'));
      await assert.rejects(
        engine.saveNotes(unknown, { author: 'Ada', text: 'x', seen: null }),
        refusedWith('campaign-not-found'),
      );
    }
    await symlink(folder, join(root, '.plan-review/reviews/plans-plan-0/round-7'));
    await assert.rejects(engine.notes('plans-plan-0@7'), refusedWith('campaign-not-found'));
  });
});
