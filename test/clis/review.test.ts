import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { before, describe, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { roundSchema, type Round } from '../../src/core/domain/round.ts';
import { taskMetadataSchema, type TaskMetadata } from '../../src/core/domain/task.ts';
import { installClis } from '../support/clis/installClis.ts';
import {
  canaries,
  sitAtClis,
  type CliDesk,
  type CliScript,
  type Move,
  type Vendor,
} from '../support/clis/reviewDesk.ts';
import { wronglyShapedReview } from '../support/messagesServer/reviews.ts';
import { nothingShared, reviewOf } from '../support/panel/panelScript.ts';
import { builtInPersonas, planPath, quote, readArtifacts, writePlan } from '../support/panel/panelWorld.ts';

const specialists = ['reliability', 'testing', 'newcomer'];
const everybody = ['lead', ...specialists, 'analysis'];
const correction = 'That answer cannot be used';

/** A plan that the checks find nothing against. */
const plan = `# Move the ledger

## Goal

${quote}

## Steps

Copy, then compare.

## Success criteria

- [ ] Copy, then compare, shows 0 rows that differ.
`;

before(async () => {
  await installClis();
});

/** What a well-behaved model says. */
function usual(key: string): Move {
  return { says: key === 'analysis' ? nothingShared : reviewOf(key, quote) };
}

/** One vendor alone. */
function only(provider: Vendor['provider'], script: CliScript): Parameters<typeof sit>[1] {
  return { [provider]: script };
}

async function sit(
  context: TestContext,
  scripts: Partial<Record<Vendor['provider'], CliScript>>,
): Promise<CliDesk> {
  const desk = await sitAtClis(context, scripts, await builtInPersonas());
  await writePlan(desk.root, plan);
  return desk;
}

function artifactsOf({ root }: CliDesk): Promise<ReadonlyMap<string, string>> {
  return readArtifacts(path.join(root, '.plan-review/reviews/docs-plan/round-1'));
}

async function taskOf(desk: CliDesk, key: string): Promise<TaskMetadata | undefined> {
  const id = key === 'analysis' ? key : `reviewer-${key}`;
  const text = (await artifactsOf(desk)).get(`tasks/${id}/metadata.json`);
  return text === undefined ? undefined : taskMetadataSchema.parse(JSON.parse(text));
}

async function roundOf(desk: CliDesk): Promise<Round> {
  return roundSchema.parse(JSON.parse((await artifactsOf(desk)).get('round.json') ?? 'null'));
}

/** The keys of the user are in nothing that was written, in the workspace or in the home of Plan Review, or was said. */
async function assertSecret(desk: CliDesk, ...said: readonly string[]): Promise<void> {
  const stored = await readArtifacts(desk.root);
  const state = await readArtifacts(path.join(desk.home, '.local/state/plan-review'));
  for (const [file, text] of [...stored, ...state, ...said.map((text) => ['what was said', text] as const)]) {
    for (const canary of Object.values(canaries)) {
      assert.ok(!text.includes(canary), `${file} holds a key`);
    }
  }
}

/** The request continues the conversation of the task: the plan is there once, and what was wrong is said behind it. */
function assertContinued(text: string, key: string): void {
  assert.equal(text.split(quote).length - 1, countOf(key), `${key}: the plan is there once`);
  assert.ok(text.lastIndexOf(correction) > text.indexOf(quote), `${key}: it is told what was wrong`);
}

/** How often the quoted words are in a conversation: in the plan, in the first answer, and in what leads had found. */
function countOf(key: string): number {
  return key === 'lead' ? 1 : 2;
}

/** Waits until all of these have ended well, so that what is killed then is one reviewer alone. */
async function ended(desk: CliDesk, keys: readonly string[]): Promise<void> {
  for (let look = 0; look < 600; look += 1) {
    const tasks = await Promise.all(keys.map((key) => taskOf(desk, key)));
    if (tasks.every((task) => task?.status === 'succeeded')) {
      return;
    }
    await wait(100);
  }
  assert.fail(`${keys.join(', ')} did not all answer`);
}

/** A round that was killed while its last reviewer was asked to correct its answer. */
async function crashInCorrection(context: TestContext, provider: Vendor['provider']): Promise<CliDesk> {
  const arrived = Promise.withResolvers<void>();
  const crashing = only(provider, (key, nth) => {
    if (key !== 'newcomer' || nth > 2) {
      return usual(key);
    }
    if (nth === 1) {
      return { says: wronglyShapedReview() };
    }
    arrived.resolve();
    return 'silence';
  });
  const desk = await sit(context, crashing);
  const crash = new AbortController();
  const killed = desk.run(['review', planPath, '--provider', provider], crash.signal);
  await Promise.race([arrived.promise, killed]);
  await ended(desk, ['lead', 'reliability', 'testing']);
  crash.abort();
  assert.equal((await killed).status, null);
  assert.equal(desk.calls('newcomer'), 2);
  assert.equal(await taskOf(desk, 'newcomer'), undefined);
  return desk;
}

/** The correction was asked for once more, with all that had been said before, and nothing else was. */
async function assertOnlyCorrected(desk: CliDesk): Promise<void> {
  assert.deepEqual(
    everybody.map((key) => desk.calls(key)),
    everybody.map((key) => (key === 'newcomer' ? 3 : 1)),
  );
  assertContinued(desk.textsFor('newcomer')[2] ?? '', 'newcomer');
  assert.equal((await roundOf(desk)).verdict.value, 'GO');
}

for (const provider of ['claude-cli', 'codex-cli'] as const) {
  describe(`reviews on ${provider}`, () => {
    const ask = ['review', planPath, '--provider', provider];

    test('a whole round, in which one has to be corrected in its own session', async (t) => {
      const correcting = only(provider, (key, nth) =>
        key === 'testing' && nth === 1 ? { says: wronglyShapedReview() } : usual(key),
      );
      const desk = await sit(t, correcting);
      const { status, out, err } = await desk.run(ask);
      assert.equal(status, 0, err);
      assert.match(out, /GO/);
      const [vendor] = desk.vendors;
      assert.deepEqual(vendor?.elsewhere(), []);
      assert.deepEqual(
        everybody.map((key) => desk.calls(key)),
        everybody.map((key) => (key === 'testing' ? 2 : 1)),
      );
      assertContinued(desk.textsFor('testing')[1] ?? '', 'testing');

      const artifacts = await artifactsOf(desk);
      for (const key of everybody) {
        const task = await taskOf(desk, key);
        assert.equal(task?.status, 'succeeded', key);
        assert.ok(task.adapter.startsWith(provider), task.adapter);
        assert.match(task.session ?? '', /^[0-9a-f-]{36}$/);
        assert.deepEqual(
          task.attempts.map(({ label, session }) => ({ label, session })),
          (key === 'testing' ? ['initial', 'retry'] : ['initial']).map((label) => ({
            label,
            session: task.session,
          })),
        );
        assert.equal(task.calls.length, key === 'testing' ? 2 : 1);
        assert.ok(task.usage.output > 0, key);
        for (const name of ['initial', 'validated-output', ...(key === 'testing' ? ['retry'] : [])]) {
          assert.ok(artifacts.has(`tasks/${task.id}/${name}.json`), `${task.id}/${name}.json`);
        }
        assert.equal(artifacts.has(`reviews/${key}.md`), key !== 'analysis');
      }
      const sessions = await Promise.all(everybody.map(async (key) => (await taskOf(desk, key))?.session));
      assert.equal(new Set(sessions).size, everybody.length, 'each has a session of its own');
      assert.equal((await taskOf(desk, 'testing'))?.attempts[0]?.problems.length === 0, false);

      const round = await roundOf(desk);
      assert.equal(round.verdict.value, 'GO');
      assert.deepEqual(
        round.reviewers.map(({ id, status: how }) => `${id} ${how}`),
        ['checks', 'lead', ...specialists].map((id) => `${id} succeeded`),
      );
      const document = artifacts.get('review.md') ?? '';
      for (const key of ['lead', ...specialists]) {
        assert.ok(document.includes(`What ${key} misses`), `what ${key} found is in the review`);
      }
      await assertSecret(desk, out, err);
    });

    test('killed in the middle of a correction: the rest is asked in the session, and nobody else is', async (t) => {
      const desk = await crashInCorrection(t, provider);
      await desk.endLeftovers();
      const { status, err } = await desk.run(['resume', planPath]);
      assert.equal(status, 0, err);
      await assertOnlyCorrected(desk);
      const task = await taskOf(desk, 'newcomer');
      assert.equal(task?.attempts[1]?.session, task?.attempts[0]?.session);
    });

    test('one that fails is named and bars a GO, and one that nobody can ask is resumed in its session', async (t) => {
      let isPaid = false;
      const said = canaries[provider];
      const failing = only(provider, (key, nth) => {
        if (key === 'testing') {
          return { says: { ...wronglyShapedReview(), summary: said, [said]: said } };
        }
        if (key === 'newcomer') {
          // A model, or whoever stands between, that repeats what it was sent.
          return { says: { ...reviewOf(key, quote), summary: `The key is ${said}.`, assumptions: [said] } };
        }
        if (key === 'analysis' && nth === 1) {
          return { breaksOff: nothingShared };
        }
        return key === 'analysis' && !isPaid ? 'quota' : usual(key);
      });
      const desk = await sit(t, failing);
      const refused = await desk.run(ask);
      assert.equal(refused.status, 3, refused.err);
      assert.match(refused.err, /The round is not complete: the analysis could not be asked\./);
      const before = await taskOf(desk, 'analysis');
      assert.equal(before?.status, 'failed_blocking');
      const { session } = before;
      assert.match(session ?? '', /^[0-9a-f-]{36}$/);

      isPaid = true;
      const { status, out, err } = await desk.run(['resume', planPath]);
      assert.equal(status, 1, err);
      assert.deepEqual(
        ['lead', 'reliability', 'newcomer'].map((key) => desk.calls(key)),
        [1, 1, 1],
      );
      const after = await taskOf(desk, 'analysis');
      assert.equal(after?.status, 'succeeded');
      assert.equal(after.session, session);
      assert.equal((await taskOf(desk, 'testing'))?.status, 'failed_isolated');
      assert.equal((await roundOf(desk)).verdict.value, 'CONDITIONAL GO');
      assert.match(
        (await artifactsOf(desk)).get('review.md') ?? '',
        /Test engineer did not finish its review/,
      );
      await assertSecret(desk, refused.err, out, err);
    });
  });
}

test('Codex left running by a crash keeps its session to itself, and the correction is asked for in a new one', async (t) => {
  const desk = await crashInCorrection(t, 'codex-cli');
  const { status, err } = await desk.run(['resume', planPath]);
  assert.equal(status, 0, err);
  await assertOnlyCorrected(desk);
});

test('one vendor’s model reviews beside another’s, where the user has agreed to both', async (t) => {
  const desk = await sit(t, { 'claude-cli': usual, 'codex-cli': usual });
  const own = path.join(desk.root, '.plan-review/personas');
  await mkdir(own, { recursive: true });
  const fields = [
    'id: other-lead',
    'name: Other lead',
    'role: lead',
    'archetype: lead',
    'experience: senior',
  ];
  await writeFile(
    path.join(own, 'other-lead.md'),
    ['---', ...fields, 'provider: codex-cli', '---', 'Reads everything.', ''].join('\n'),
  );
  const ask = ['review', planPath, '--provider', 'claude-cli', '--reviewers', 'other-lead,testing'];
  const refused = await desk.run(ask);
  assert.equal(refused.status, 2, 'a file of the workspace sends nothing anywhere by itself');
  assert.match(refused.err, /Nobody has agreed that plans of this workspace are sent to codex-cli/);
  assert.deepEqual(
    desk.vendors.flatMap(({ asked }) => asked),
    [],
  );
  const { status, err } = await desk.run(['resume', planPath, '--provider', 'codex-cli']);
  assert.equal(status, 0, err);
  assert.deepEqual(
    desk.vendors.map(({ provider, asked }) => [provider, asked.map(({ key }) => key)]),
    [
      ['claude-cli', ['testing', 'analysis']],
      ['codex-cli', ['other-lead']],
    ],
  );
  const { panel } = await roundOf(desk);
  assert.deepEqual(
    panel?.reviewers.map(({ id, provider }) => `${id} ${provider}`),
    ['other-lead codex-cli', 'testing claude-cli'],
  );
  // What was shown to the second vendor's model is what the first one's had found.
  assert.ok(desk.textsFor('testing')[0]?.includes('What other-lead misses'));
});
