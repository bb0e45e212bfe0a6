import assert from 'node:assert/strict';
import test from 'node:test';
import { failure } from '../../../../test/support/models/scriptedModel.ts';
import { createJointEngine } from '../../../../test/support/panel/jointEngine.ts';
import { answer, answerAll, reviewBy, type TaskScript } from '../../../../test/support/panel/panelEngine.ts';
import { PlanReviewError } from '../../base/errors.ts';
import { reviewTogether } from './reviewTogether.ts';

const paths = ['docs/a.md', 'docs/b.md', 'docs/c.md'];
const told = { summary: 'All three wait for people.', themes: [] };

/** The plan that a request is about. */
function planIn(request: Parameters<TaskScript>[0]): string {
  return /docs\/[a-z]\.md/.exec(JSON.stringify(request.messages))?.[0] ?? '';
}

/** The analysis of a campaign over several plans speaks of several plans, and names themes by labels. */
function isJoint(request: Parameters<TaskScript>[0]): boolean {
  return JSON.stringify(request.system).includes('several plans');
}

const answerJoint: TaskScript = (request, nth) =>
  request.task === 'analysis' && isJoint(request)
    ? Promise.resolve(answer('analysis', told))
    : answerAll(request, nth);

test('several plans are one campaign: a round each, one analysis of all, in the words of a model', async () => {
  const { review, deps, engine } = createJointEngine(paths, {
    script: (request, nth) =>
      request.task === 'analysis' && isJoint(request)
        ? Promise.resolve(
            answer('analysis', {
              ...told,
              themes: [
                {
                  title: 'Work by hand',
                  description: 'Every plan has it.',
                  dimension: 'usability',
                  findings: ['P1', 'P2'],
                },
              ],
            }),
          )
        : answerAll(request, nth),
  });
  const { campaign, analysis, folder } = await review();

  assert.equal(campaign.id, 'docs+1');
  assert.equal(campaign.status, 'completed');
  assert.deepEqual(
    campaign.plans.map(({ path, status, campaign: own, verdict }) => [path, status, own, verdict]),
    paths.map((path) => [path, 'completed', `docs-${path.charAt(5)}@1`, 'GO']),
  );
  assert.deepEqual(analysis?.summary, { text: told.summary, by: 'model' });
  assert.deepEqual(
    analysis.themes.map(({ title, findings }) => [title, findings.map(({ plan }) => plan)]),
    [['Work by hand', ['docs/a.md', 'docs/a.md']]],
  );
  assert.equal(analysis.sources.length, 3);
  assert.equal(analysis.overlap?.reviewers, 3, 'all three read everything alone');
  assert.equal(analysis.unseen?.reviewers, 3);
  assert.deepEqual(
    campaign.commonKinds.map(({ kind, plans }) => [kind, plans.length]),
    [['completeness', 3]],
  );
  const texts = engine.disk.texts();
  assert.match(texts.get(`/w/${folder}/campaign.md`) ?? '', /\| `docs\/b\.md` \| `completed` \| GO \|/);
  assert.match(texts.get(`/w/${folder}/analysis.md`) ?? '', /\*\*Work by hand\*\*/);
  assert.ok(texts.has(`/w/${folder}/tasks/analysis/metadata.json`), 'the analysis is a task like any other');
  const own = [...texts.keys()].filter((path) => path.endsWith('round.json')).length;
  assert.equal(own, 3);
  assert.ok((campaign.costUsd ?? 0) > 0 && campaign.usage.output > 0);
  assert.equal((await deps.campaigns.load('docs+1'))?.campaign?.completedAt, campaign.completedAt);
});

test('a second campaign of the same plans is another one, and is compared with the first', async () => {
  const { review } = createJointEngine(paths, { script: answerJoint });
  await review();
  const second = await review();
  assert.equal(second.campaign.id, 'docs+2');
  assert.equal(second.analysis?.comparison?.with, 'docs+1');
  assert.deepEqual(second.analysis?.comparison?.reviewers, ['security', 'testing', 'operations']);
});

test('an id that was given is begun once: asking again asks nobody, and something else is refused', async () => {
  const { review, engine } = createJointEngine(paths, { script: answerJoint });
  const first = await review({ id: 'release+1' });
  const asked = engine.asked.length;
  const again = await review({ id: 'release+1' });
  assert.deepEqual(again.campaign, first.campaign);
  assert.equal(engine.asked.length, asked);
  await assert.rejects(review({ id: 'release+1', content: ['other'] }), { code: 'campaign-exists' });
  await assert.rejects(review({ id: '../release' }), { code: 'campaign-not-found' });
});

test('one plan that fails harms no other one, and the campaign says that it is partial and why', async () => {
  const { review, retry, plans, engine } = createJointEngine(paths, { script: answerJoint });
  plans.delete('docs/b.md');
  const { campaign, analysis } = await review();
  assert.equal(campaign.status, 'partial');
  assert.deepEqual(
    campaign.plans.map(({ status }) => status),
    ['completed', 'failed', 'completed'],
  );
  assert.match(campaign.plans[1]?.problem?.message ?? '', /no plan at docs\/b\.md/);
  assert.equal(analysis?.status, 'partial');

  plans.set('docs/b.md', plans.get('docs/a.md') ?? '');
  const before = engine.asked.length;
  const retried = await retry(campaign.id);
  assert.equal(retried.campaign.status, 'completed');
  assert.deepEqual(engine.asked.slice(before).toSorted(), [
    'analysis',
    'analysis',
    'reviewer-operations',
    'reviewer-security',
    'reviewer-testing',
  ]);
  await assert.rejects(retry(campaign.id), { code: 'nothing-to-retry' });
  await assert.rejects(retry('docs+9'), { code: 'campaign-not-found' });
});

test('a retry asks the reviewers that had failed and nobody else, and takes over what was answered', async () => {
  let isBroken = true;
  const { review, retry, engine, deps } = createJointEngine(paths, {
    script: (request, nth) =>
      isBroken && request.task === 'reviewer-testing' && planIn(request) === 'docs/b.md'
        ? Promise.resolve(answer(request.task, { nonsense: true }))
        : answerJoint(request, nth),
  });
  const { campaign } = await review();
  assert.deepEqual(
    campaign.plans.map(({ status }) => status),
    ['completed', 'partial', 'completed'],
  );
  isBroken = false;
  engine.clock.advance(60_000);
  const before = engine.asked.length;
  const retried = await retry(campaign.id);
  assert.deepEqual(
    engine.asked.slice(before).filter((task) => task.startsWith('reviewer-')),
    ['reviewer-testing'],
  );
  assert.equal(retried.campaign.status, 'completed');
  assert.equal(retried.campaign.plans[1]?.campaign, 'docs-b@2');
  const stored = await deps.store.load('docs/b.md');
  const [first, second] = stored?.rounds ?? [];
  assert.deepEqual(
    second?.findings.map(({ id, reviewers }) => [id, ...reviewers]).toSorted(),
    [...(first?.findings.map(({ id, reviewers }) => [id, ...reviewers]) ?? []), ['F3', 'testing']],
    'what was found before keeps its number',
  );
  const tasks = second?.round.panel?.tasks ?? [];
  assert.deepEqual(
    tasks.map(({ id, takenOverFrom, calls }) => [id, takenOverFrom, calls]),
    [
      ['reviewer-security', 1, 0],
      ['reviewer-testing', undefined, 1],
      ['reviewer-operations', 1, 0],
      ['analysis', undefined, 1],
    ],
  );
  assert.deepEqual(second?.round.panel?.remarks, ['2 reviews were taken over from round 1.']);
});

test('a campaign that was stopped is gone on with by asking again, and nothing is asked twice', async () => {
  const stop = new AbortController();
  const { review, engine } = createJointEngine(paths, {
    script: (request, nth) => {
      if (!stop.signal.aborted && request.task === 'reviewer-testing' && planIn(request) === 'docs/c.md') {
        stop.abort();
        return Promise.reject(
          new PlanReviewError({ code: 'cancelled', message: 'Stopped.', wayOut: 'Go on.' }),
        );
      }
      return answerJoint(request, nth);
    },
  });
  await assert.rejects(review({ signal: stop.signal }), { code: 'cancelled' });
  const keyOf = (request: Parameters<TaskScript>[0]): string => `${planIn(request)} ${request.task}`;
  const first = new Set(engine.requests.map(keyOf));
  const { campaign } = await review();
  assert.equal(campaign.id, 'docs+1', 'the unfinished one');
  assert.equal(campaign.status, 'completed');
  assert.deepEqual(
    campaign.plans.map(({ round }) => round),
    [1, 1, 1],
  );
  const twice = engine.requests
    .slice(first.size)
    .map(keyOf)
    .filter((key) => first.has(key));
  assert.deepEqual(twice, ['docs/c.md reviewer-testing'], 'nobody but the one that was stopped');
});

test('with a limit of costs, what is left decides what the next plan may cost', async () => {
  const limits: (number | undefined)[] = [];
  const engine = createJointEngine(paths, { script: answerJoint });
  const deps = {
    ...engine.deps,
    review: (turn: Parameters<typeof engine.deps.review>[0]) => {
      limits.push(turn.panel?.maxCostUsd);
      return engine.deps.review(turn);
    },
  };
  await reviewTogether(deps, {
    content: ['docs'],
    panel: { reviewers: ['security'], strategy: 'independent', maxCostUsd: 10 },
    askToSend: () => Promise.resolve(true),
  });
  assert.deepEqual(limits, [10, 8.5, 7]);
});

test('a provider that nobody can use stops the campaign before the others are tried', async () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((name) => `docs/${name}.md`);
  const { review } = createJointEngine(many, {
    script: () => Promise.reject(failure('model-auth', { isRetryable: false })),
  });
  const { campaign } = await review();
  assert.equal(campaign.status, 'failed');
  assert.ok(campaign.plans.some(({ status }) => status === 'pending'));
  assert.match(campaign.remarks.join(' '), /could not be asked/);
});

test('plans that have not changed are skipped where that is asked for, and their last round counts', async () => {
  const { review, plans, engine } = createJointEngine(paths, { script: answerJoint });
  await review();
  plans.set('docs/c.md', `${plans.get('docs/c.md') ?? ''}\nOne more line.\n`);
  const before = engine.asked.length;
  const panel = {
    reviewers: ['security', 'testing', 'operations'],
    strategy: 'independent',
    unchanged: 'skip',
  } as const;
  const { campaign, analysis } = await review({ panel });
  assert.deepEqual(
    campaign.plans.map(({ status, round }) => [status, round]),
    [
      ['skipped', 1],
      ['skipped', 1],
      ['completed', 2],
    ],
  );
  assert.equal(campaign.status, 'completed');
  assert.equal(analysis?.sources.length, 3);
  const asked = engine.requests.slice(before).map(planIn);
  assert.ok(
    asked.every((path) => path === 'docs/c.md' || path === 'docs/a.md'),
    'but for the analysis of all',
  );
});

test('what a reviewer says of one plan is told in its own words in that plan alone', async () => {
  const { review } = createJointEngine(paths, {
    script: (request, nth) =>
      request.task === 'reviewer-security' && planIn(request) === 'docs/b.md'
        ? Promise.resolve(
            answer(
              request.task,
              reviewBy('security', { ratings: { clarity: 2, accuracy: 2, fit: 2, usability: 2 } }),
            ),
          )
        : answerJoint(request, nth),
  });
  const { analysis } = await review();
  const scores = analysis?.dimensions?.clarity.scores.filter(({ reviewer }) => reviewer === 'security');
  assert.deepEqual(
    scores?.map(({ plan, score }) => [plan, score]),
    [
      ['docs/a.md', 8],
      ['docs/b.md', 2],
      ['docs/c.md', 8],
    ],
  );
});
