import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answer,
  answerAll,
  createPanelEngine,
  planPath,
  reviewBy,
} from '../../../../test/support/panel/panelEngine.ts';
import { createRoundsEngine } from '../../../../test/support/rounds/roundsEngine.ts';
import { checkAnalysis, type Analysis } from '../../domain/campaignAnalysis.ts';
import { analysisDocument } from '../../reports/analysisDocument.ts';
import { planHistory } from '../history.ts';
import { reviewPlan } from '../reviewPlan.ts';

const readers = ['lead', 'security', 'testing', 'operations'] as const;

function analysisIn(files: ReadonlyMap<string, string>): Analysis {
  const checked = checkAnalysis(JSON.parse(files.get('analysis.json') ?? 'null'));
  assert.ok(checked.ok, checked.ok ? '' : checked.problems.join(' '));
  return checked.analysis;
}

test('a round with reviewers on models is stored with its analysis, and the same for people', async () => {
  const engine = createPanelEngine();
  const { round } = await engine.review({ reviewers: [...readers] });
  const analysis = analysisIn(engine.files());

  assert.equal(engine.files().get('analysis.md'), analysisDocument(analysis));
  const listed = new Set(round.artifacts.map(({ path }) => path));
  assert.ok(listed.has('analysis.json') && listed.has('analysis.md'));
  assert.deepEqual(analysis.summary, { text: 'Work by hand is the trouble.', by: 'model' });
  assert.equal(analysis.strategy, 'complementary');
  assert.equal(analysis.overlap, null);
  assert.deepEqual(
    analysis.personas.map(({ id, archetype, depth }) => [id, archetype, depth.findings]),
    [
      ['lead', 'lead', 1],
      ['security', 'engineer', 1],
      ['testing', 'engineer', 1],
      ['operations', 'operator', 1],
    ],
  );
  assert.ok(analysis.personas.every(({ depth, elapsedMs }) => depth.words > 5 && elapsedMs !== null));
});

test('themes are a model’s, hold the numbers of findings, and are asked for again where a label is invented', async () => {
  const theme = {
    title: 'Work by hand',
    description: 'Nobody says who does it.',
    dimension: 'usability',
    findings: ['lead-1', 'testing-1', 'testing-1'],
  } as const;
  const engine = createPanelEngine({
    script: (request, nth) =>
      request.task === 'analysis'
        ? Promise.resolve(
            answer('analysis', {
              summary: 'Work by hand is the trouble.',
              groups: [],
              themes: nth === 1 ? [{ ...theme, findings: ['nobody-1'] }] : [theme],
            }),
          )
        : answerAll(request, nth),
  });
  await engine.review({ reviewers: [...readers] });
  assert.equal(engine.asked.filter((task) => task === 'analysis').length, 2);
  assert.deepEqual(analysisIn(engine.files()).themes, [
    {
      ...theme,
      findings: [
        { plan: planPath, finding: 'F1' },
        { plan: planPath, finding: 'F3' },
      ],
    },
  ]);
  assert.match(engine.files().get('analysis.md') ?? '', /\*\*Work by hand\*\* \(F1, F3\)/);
});

test('readers who read alone are compared, and what nobody found is estimated', async () => {
  const shared = { title: 'Nobody owns the cache', quote: 'Decide who owns the cache.' };
  const engine = createPanelEngine({
    script: (request, nth) => {
      const persona = request.task.replace('reviewer-', '');
      const own = reviewBy(persona);
      const [first] = own.findings;
      return persona === 'lead' || persona === 'testing'
        ? Promise.resolve(
            answer(request.task, {
              ...own,
              findings: [
                first,
                { ...first, ...shared, observation: 'owner', concern: 'owner', recommendation: 'owner' },
              ],
            }),
          )
        : answerAll(request, nth);
    },
  });
  await engine.review({ reviewers: [...readers], strategy: 'independent' });
  const { overlap, unseen, independent, priorities } = analysisIn(engine.files());
  assert.deepEqual(independent, [...readers]);
  assert.deepEqual([overlap?.findings, overlap?.shared], [5, 1]);
  // 3/4 * 4 * 3 / (2 * 2) = 2.25
  assert.deepEqual([unseen?.atLeast, unseen?.once, unseen?.twice], [2, 4, 1]);
  assert.deepEqual(priorities[0]?.agreement, { raised: 2, of: 4 });
});

test('without an answer to be analysed by a model, the host says what there is to say', async () => {
  const engine = createPanelEngine();
  await engine.review({ reviewers: ['lead'] });
  const { summary } = analysisIn(engine.files());
  assert.equal(summary.by, 'host');
  assert.match(summary.text, /^1 reviewer answered\. 1 finding is open/);
});

test('a round that lacks a reviewer is partial, and says who is missing', async () => {
  const engine = createPanelEngine({
    script: (request, nth) =>
      request.task === 'reviewer-testing'
        ? Promise.resolve(answer(request.task, { nothing: 'of use' }))
        : answerAll(request, nth),
  });
  await engine.review({ reviewers: [...readers] });
  const { status, personas } = analysisIn(engine.files());
  assert.equal(status, 'partial');
  assert.deepEqual(
    personas.filter(({ scores }) => scores === null).map(({ id }) => id),
    ['testing'],
  );
});

test('a round of the checks alone has no analysis', async () => {
  const engine = createPanelEngine();
  await reviewPlan(engine.deps, { path: planPath, mode: 'plan', signal: undefined, progress: undefined });
  assert.deepEqual(
    [...engine.files().keys()].filter((name) => name.startsWith('analysis')),
    [],
  );
});

test('the next round is compared with the one before, and knows too much to be called independent', async () => {
  const finding = { severity: 'major', title: 'No owner', quote: 'Somebody does it.' } as const;
  const engine = createRoundsEngine('# Plan\n\nSomebody does it.\n', [
    { lead: { findings: [finding] } },
    { lead: { decisions: { F1: 'resolved' } } },
  ]);
  await engine.review();
  engine.plan.text = '# Plan\n\nThe storage team does it.\n';
  await engine.respond([{ finding: 'F1', action: 'Named the team.', evidence: 'Section "Plan"' }]);
  await engine.next();
  const view = await planHistory(engine.deps, { path: planPath });
  const [first, second] = view?.rounds.map(({ analysis }) => analysis) ?? [];
  assert.equal(first?.comparison, null);
  assert.deepEqual(second?.comparison?.findings, { new: 0, persisting: 0, gone: 1, regressed: 0 });
  assert.equal(second?.comparison?.with, 'round 1');
  assert.deepEqual(second?.comparison?.reviewers, ['lead']);
  assert.deepEqual(second?.priorities, []);
});

test('an analysis that was damaged takes nothing from its round, and is told of with what is wrong', async () => {
  const engine = createPanelEngine();
  await engine.review({ reviewers: [...readers] });
  const path = [...engine.disk.texts().keys()].find((name) => name.endsWith('analysis.json')) ?? '';
  const broken = { ...analysisIn(engine.files()), priorities: [] };
  engine.disk.write(path, JSON.stringify(broken));
  const view = await planHistory(engine.deps, { path: planPath });
  assert.equal(view?.rounds.length, 1);
  assert.equal(view.rounds[0]?.analysis, undefined);
  assert.match(
    view.problems.join(' '),
    /analysis\.json" is not a valid analysis.*priorities: is empty though/,
  );
});
