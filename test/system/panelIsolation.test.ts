import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { TaskMetadata } from '../../src/core/domain/task.ts';
import type { PanelRequest } from '../../src/core/pipeline/panel/assignReviewers.ts';
import * as faults from '../support/messagesServer/faults.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { reviewOf, type Turn } from '../support/panel/panelScript.ts';
import { reviewerFailures, type ReviewerFailure } from '../support/panel/reviewerFailures.ts';
import { quote } from '../support/panel/panelWorld.ts';
import {
  assertUnharmed,
  metadataOf,
  openStage,
  own,
  type Played,
  type PlayedWith,
  type Stage,
} from '../support/panel/stage.ts';

/** Rounds at a time: most of what the slow ones do is wait. */
const lanes = 6;

let stage: Stage | undefined;
test.before(async () => {
  stage = await openStage();
});
test.after(() => stage?.close());

function play(...round: Parameters<Stage['play']>): Promise<Played> {
  return stage?.play(...round) ?? assert.fail();
}

/** Runs a test for each failure, several at a time. */
async function forEachFailure(
  t: TestContext,
  failing: Readonly<Record<string, ReviewerFailure>>,
  check: (context: TestContext, failure: ReviewerFailure) => Promise<void>,
): Promise<void> {
  await Promise.all(
    Object.entries(failing).map(([name, failure]) => t.test(name, (context) => check(context, failure))),
  );
}

/** What goes wrong with one reviewer. Made anew each time: what fails once and then goes well counts. */
function failuresOf(persona: string, status?: TaskMetadata['status']): Record<string, ReviewerFailure> {
  const all = Object.entries(reviewerFailures(reviewOf(persona, quote)));
  return Object.fromEntries(all.filter(([, failure]) => status === undefined || failure.status === status));
}

const specialists = ['reliability', 'testing', 'newcomer'];
const panel = { reviewers: ['lead', ...specialists] };
const alone: PanelRequest = { ...panel, strategy: 'independent' };

/** A round like those in which somebody fails, in which nobody does. The one before it fills the provider's cache. */
async function undisturbedRound(t: TestContext, round: PlayedWith): Promise<Played> {
  await play(t, round);
  return play(t, round);
}

/** A round in which one of those who run side by side fails, beside one in which nobody did. */
async function assertIsolated(
  played: Played,
  undisturbed: Played,
  { persona, others, failure }: { persona: string; others: readonly string[]; failure: ReviewerFailure },
): Promise<void> {
  const { status, code } = failure;
  assertUnharmed(played, undisturbed, others);
  const metadata = metadataOf(played.artifacts, persona);
  assert.deepEqual(
    [metadata.status, code === undefined ? undefined : metadata.error?.code],
    [status, code],
    metadata.error?.message,
  );
  assert.deepEqual(
    [...own(played.artifacts, persona).keys()].filter((file) => /\/(?:initial|retry)\.json$/.test(file)),
    metadata.attempts.map(({ label }) => `tasks/reviewer-${persona}/${label}.json`),
    'every answer is on the disk',
  );
  if (status === 'failed_blocking') {
    await assertIncomplete(played, persona);
  } else {
    assertComplete(played, undisturbed, { persona, failure });
  }
}

test(
  'one reviewer that fails harms no other one, in whatever way it fails',
  { concurrency: lanes },
  async (t) => {
    const persona = 'reliability';
    const undisturbed = await undisturbedRound(t, { asked: panel, together: specialists });
    assert.equal(undisturbed.came, 'GO', undisturbed.error?.message);
    await forEachFailure(t, failuresOf(persona), async (context, failure) => {
      const turns = { [persona]: failure.turn };
      const played = await play(context, { asked: panel, turns, together: specialists });
      await assertIsolated(played, undisturbed, {
        persona,
        others: ['lead', 'testing', 'newcomer'],
        failure,
      });
    });
  },
);

for (const persona of ['lead', 'reliability']) {
  test(`the same for ${persona} where everybody reads alone`, { concurrency: lanes }, async (t) => {
    const together = ['lead', ...specialists];
    const undisturbed = await undisturbedRound(t, { asked: alone, together });
    assert.equal(undisturbed.came, 'GO', undisturbed.error?.message);
    await forEachFailure(t, failuresOf(persona), async (context, failure) => {
      const played = await play(context, { asked: alone, turns: { [persona]: failure.turn }, together });
      const others = together.filter((other) => other !== persona);
      if (others.some((other) => played.calls(other) > 0)) {
        await assertIsolated(played, undisturbed, { persona, others, failure });
      } else {
        await assertToldForAll(played, undisturbed, { together, failure });
      }
    });
  });
}

/** Who is asked first finds out for everybody that the provider answers nobody now: they are asked when it does. */
async function assertToldForAll(
  played: Played,
  undisturbed: Played,
  { together, failure }: { together: readonly string[]; failure: ReviewerFailure },
): Promise<void> {
  assert.match(failure.code ?? '', /^model-(?:auth|quota|rate-limited)$/);
  assert.equal(played.came, 'round-incomplete');
  const { came, asked } = await played.resume();
  assert.equal(came, 'GO');
  assert.deepEqual(asked.toSorted(), [...together, 'analysis'].toSorted());
  const artifacts = await played.world.artifacts();
  assertUnharmed({ ...played, artifacts }, undisturbed, together.slice(1));
}

/** The round has no verdict, waits, and asks only the one that failed when it is resumed. */
async function assertIncomplete(played: Played, persona: string): Promise<void> {
  const { artifacts, error } = played;
  const { message = '?' } = metadataOf(artifacts, persona).error ?? {};
  assert.equal(played.came, 'round-incomplete');
  assert.match(
    error?.message ?? '',
    /^The round is not complete: \w+ (?:reviewer|engineer) could not be asked\./,
  );
  assert.ok(error?.message.includes(message));
  assert.match(error?.wayOut ?? '', /resume the round/);
  assert.equal(artifacts.has('round.json'), false);
  assert.equal(played.calls('analysis'), 0);
  assert.deepEqual(await played.resume(), { came: 'GO', asked: [persona, 'analysis'] });
}

/** The round is complete: the failure is named, and bars a GO. */
function assertComplete(
  played: Played,
  undisturbed: Played,
  { persona, failure }: { persona: string; failure: ReviewerFailure },
): void {
  if (failure.status === 'succeeded') {
    assert.equal(played.came, 'GO');
    assert.equal(played.artifacts.has(`reviews/${persona}.md`), true);
    const files = [`tasks/reviewer-${persona}/validated-output.json`, `reviews/${persona}.md`];
    for (const file of failure.saysOther === true ? [] : files) {
      assert.equal(played.artifacts.get(file), undisturbed.artifacts.get(file));
    }
    return;
  }
  const document = played.artifacts.get('review.md') ?? '';
  assert.equal(played.came, 'CONDITIONAL GO');
  assert.match(document, /(?:Lead reviewer|Reliability engineer) did not finish its review/);
  assert.match(
    document,
    /\| (?:Lead reviewer|Reliability engineer) \| (?:lead|specialist) \| .* \| `failed_isolated` \| 0 \|/,
  );
  assert.equal(played.artifacts.has(`reviews/${persona}.md`), false);
}

test(
  'a lead that fails by itself is replaced, and those behind it do the same however it failed',
  { concurrency: lanes },
  async (t) => {
    const turns = (turn: Turn): Readonly<Record<string, Turn>> => ({ lead: turn });
    const declined = { asked: panel, turns: turns(faults.declined()), together: specialists };
    const first = await undisturbedRound(t, declined);
    const document = first.artifacts.get('review.md') ?? '';
    assert.match(document, /Lead reviewer failed, and Staff engineer led in its place\./);
    assert.equal(first.came, 'CONDITIONAL GO');
    await forEachFailure(t, failuresOf('lead', 'failed_isolated'), async (context, { turn }) => {
      const played = await play(context, { asked: panel, turns: turns(turn), together: specialists });
      assertUnharmed(played, first, ['staff-engineer', ...specialists]);
      assert.equal(metadataOf(played.artifacts, 'lead').status, 'failed_isolated');
      assert.equal(played.came, 'CONDITIONAL GO');
      assert.deepEqual(
        metadataOf(played.artifacts, 'testing').dependencies.map(({ task }) => task),
        ['reviewer-staff-engineer'],
      );
    });
  },
);

test(
  'a lead that cannot be asked holds up the specialists, and nothing is paid for twice',
  { concurrency: lanes },
  async (t) => {
    const undisturbed = await undisturbedRound(t, { asked: panel, together: specialists });
    await forEachFailure(t, failuresOf('lead', 'failed_blocking'), async (context, { turn, code }) => {
      const played = await play(context, { asked: panel, turns: { lead: turn }, together: [] });
      assert.equal(played.came, 'round-incomplete');
      const { status, error } = metadataOf(played.artifacts, 'lead');
      assert.equal(status, 'failed_blocking');
      assert.equal(error?.code, code ?? error?.code);
      for (const persona of [...specialists, 'staff-engineer']) {
        assert.equal(
          played.calls(persona),
          0,
          `${persona} waits: one that was not asked is no lead that failed`,
        );
      }
      const { came, asked } = await played.resume();
      assert.equal(came, 'GO');
      assert.deepEqual(asked.toSorted(), ['lead', ...specialists, 'analysis'].toSorted());
      const { world } = played;
      assertUnharmed({ ...played, artifacts: await world.artifacts() }, undisturbed, specialists);
    });
  },
);

test('with nobody left to lead, the specialists read alone, and the review says so', async (t) => {
  const turns = {
    lead: faults.declined(),
    'staff-engineer': faults.cutMidway(reviewOf('staff-engineer', quote)),
  };
  const played = await play(t, { asked: panel, turns, together: specialists });
  assert.equal(played.came, 'CONDITIONAL GO');
  for (const persona of specialists) {
    const metadata = metadataOf(played.artifacts, persona);
    assert.equal(metadata.status, 'succeeded');
    assert.deepEqual(metadata.dependencies, []);
  }
  assert.match(
    played.artifacts.get('review.md') ?? '',
    /Lead reviewer, Staff engineer failed and nobody was left to lead, so the specialists read alone\./,
  );
  assert.match(played.artifacts.get('review.md') ?? '', /Lead reviewer did not finish its review/);
});

test('two leads read beside each other, and one that fails leaves the other to lead', async (t) => {
  const asked = { reviewers: ['lead', 'staff-engineer', 'testing'] };
  const played = await play(t, { asked, turns: { lead: faults.declined() }, together: ['lead', 'testing'] });
  assert.equal(played.came, 'CONDITIONAL GO');
  assert.equal(metadataOf(played.artifacts, 'staff-engineer').status, 'succeeded');
});

test('where the provider is of no use to anybody, those who wait are not asked', async (t) => {
  const asked: PanelRequest = { reviewers: 'all_core', strategy: 'independent' };
  const played = await play(t, { asked, turns: {}, together: [] });
  assert.equal(played.came, 'GO');
  const script: Turn = faults.unauthorised();
  const everyone = Object.fromEntries(
    [...played.artifacts.keys()].flatMap((path) => {
      const persona = /^tasks\/reviewer-(.*)\/metadata\.json$/.exec(path)?.[1];
      return persona === undefined ? [] : [[persona, script] as const];
    }),
  );
  assert.equal(Object.keys(everyone).length, 9);
  const refused = await play(t, { asked, turns: everyone, together: [] });
  assert.equal(refused.came, 'round-incomplete');
  const calls = Object.keys(everyone).reduce((sum, key) => sum + refused.calls(key), 0);
  assert.equal(calls, 1, 'the first one told it for all');
});

test('one that has to be asked again keeps nobody else waiting', async (t) => {
  const asked: PanelRequest = { ...panel, strategy: 'independent' };
  const keys = ['lead', ...specialists];
  const attempts = new Map<string, number>();
  const othersAsked = Promise.withResolvers<void>();
  let first: string | undefined;
  const turn: Turn = ({ key }) => {
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    first ??= key;
    if (attempts.size === keys.length) {
      othersAsked.resolve();
    }
    if (key !== first) {
      return answer(reviewOf(key, quote));
    }
    // Its second answer begins when all others have been asked.
    return attempt === 1
      ? faults.serverError()
      : answer(reviewOf(key, quote), { before: () => othersAsked.promise });
  };
  const turns = Object.fromEntries(keys.map((key) => [key, turn]));
  const played = await play(t, { asked, turns, together: [] });
  assert.equal(played.came, 'GO', played.error?.message);
  assert.deepEqual(
    keys.map((key) => attempts.get(key)),
    keys.map((key) => (key === first ? 2 : 1)),
  );
});
