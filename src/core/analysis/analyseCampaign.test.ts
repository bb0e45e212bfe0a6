import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import {
  campaignFacts,
  openFinding,
  reading,
  samplePlan,
} from '../../../test/support/analysis/campaignFacts.ts';
import { checkAnalysis } from '../domain/campaignAnalysis.ts';
import { compareSeverity, severitySchema } from '../domain/finding.ts';
import { personaFrontMatterSchema } from '../domain/persona.ts';
import { strategySchema } from '../domain/roundRequest.ts';
import { analyseCampaign } from './analyseCampaign.ts';

describe('priorities', () => {
  test('severity goes before agreement, agreement before the number', () => {
    const { priorities } = analyseCampaign(
      campaignFacts({
        readings: [reading('a', 5), reading('b', 5), reading('c', 5)],
        findings: [
          openFinding('F1', ['a', 'b', 'c'], { severity: 'minor' }),
          openFinding('F2', ['a']),
          openFinding('F3', ['b', 'c']),
          openFinding('F10', ['a', 'checks'], { check: 'file-exists' }),
          openFinding('F4', ['c'], { severity: 'critical' }),
        ],
      }),
    );
    assert.deepEqual(
      priorities.map(({ rank, finding, agreement }) => [rank, finding, agreement?.raised, agreement?.of]),
      [
        [1, 'F4', 1, 3],
        [2, 'F3', 2, 3],
        [3, 'F2', 1, 3],
        [4, 'F10', 1, 3],
        [5, 'F1', 3, 3],
      ],
    );
    assert.deepEqual([priorities[3]?.raisedBy, priorities[3]?.check], [['a'], 'file-exists']);
  });

  test('for any findings: nothing stands above what is more severe, however many raised it', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { priorities } = analyseCampaign(facts);
        assert.equal(priorities.length, facts.findings.length);
        for (const [index, { severity }] of priorities.slice(1).entries()) {
          assert.ok(compareSeverity(priorities[index]?.severity ?? 'suggestion', severity) <= 0);
        }
      }),
    );
  });
});

describe('dimensions and breakdowns', () => {
  const ratings = (clarity: number, fit: number) => ({ clarity, accuracy: 7, fit, usability: 7 });
  const answer = (clarity: number, fit: number, strengths: readonly string[]) => ({
    answer: { ratings: ratings(clarity, fit), strengths, findings: 2, words: 30 },
  });
  const analysis = analyseCampaign(
    campaignFacts({
      readings: [
        reading('new', 0, { ...answer(2, 4, ['Short']), archetype: 'newcomer', experience: 'junior' }),
        reading('old', 0, { ...answer(8, 8, ['Tested', 'Short']), experience: 'principal' }),
        reading('ops', 0, { ...answer(8, 9, ['Short']), experience: 'senior' }),
      ],
      findings: [
        openFinding('F1', ['new'], { category: 'clarity', title: 'Words nobody explains' }),
        openFinding('F2', ['new', 'old'], { category: 'consistency', severity: 'minor' }),
        openFinding('F3', ['ops'], { category: 'clarity', severity: 'minor' }),
      ],
    }),
  );

  test('a dimension has its average, its spread and what its findings are about', () => {
    const { clarity } = analysis.dimensions ?? {};
    assert.equal(clarity?.average, 6);
    assert.equal(clarity?.spread, Math.sqrt(8));
    assert.deepEqual([clarity?.lowest, clarity?.highest], [2, 8]);
    assert.deepEqual(clarity?.themes, [
      'clarity: Words nobody explains (major) and 1 more',
      'consistency: Title of F2 (minor)',
    ]);
    assert.deepEqual(analysis.dimensions?.fit.themes, []);
  });

  test('readers are told apart by archetype and by experience, each with strengths and struggles', () => {
    const { archetype, experience } = analysis.breakdowns;
    assert.deepEqual(
      archetype.map(({ name, reviewers, averages }) => [name, reviewers, averages?.clarity]),
      [
        ['newcomer', ['new'], 2],
        ['engineer', ['old', 'ops'], 8],
      ],
    );
    assert.deepEqual(
      experience.map(({ name }) => name),
      ['junior', 'senior', 'principal'],
    );
    assert.deepEqual(archetype[1]?.strengths, ['Tested', 'Short']);
    assert.deepEqual(
      archetype[0]?.struggles.map(({ finding }) => finding),
      ['F1', 'F2'],
    );
  });

  test('where nobody has answered there are no scores, and it is told who did not', () => {
    const failed = analyseCampaign(
      campaignFacts({
        readings: [
          reading('lead', 0, { answer: undefined, status: 'failed_isolated', elapsedMs: undefined }),
        ],
        findings: [],
      }),
    );
    assert.equal(failed.dimensions, null);
    assert.equal(failed.status, 'partial');
    assert.equal(failed.personas[0]?.elapsedMs, null);
    assert.match(failed.summary.text, /without The lead/);
    assert.equal(checkAnalysis(failed).ok, true);
  });
});

describe('what only means something between readers who read alone', () => {
  const readings = [reading('mild', 9), reading('hard', 3), reading('usual', 6)];
  const findings = [
    openFinding('F1', ['mild', 'hard'], {
      statements: [
        { reviewer: 'mild', severity: 'minor' },
        { reviewer: 'hard', severity: 'critical' },
      ],
    }),
    openFinding('F2', ['hard']),
    openFinding('F3', ['usual']),
  ];

  test('strictness, overlap and what nobody found are computed for an independent campaign', () => {
    const analysis = analyseCampaign(campaignFacts({ readings, findings }));
    assert.deepEqual(
      analysis.personas.map(({ id, strictness }) => [id, strictness?.scores, strictness?.severity]),
      [
        ['mild', 4.5, -2],
        ['hard', -4.5, 2],
        ['usual', 0, null],
      ],
    );
    // mild and hard share one of two, usual none of three and none of two.
    assert.deepEqual(analysis.overlap, { reviewers: 3, findings: 3, shared: 1, likeness: 0.5 / 3 });
    assert.deepEqual(analysis.unseen, { atLeast: 0, reviewers: 3, findings: 3, once: 2, twice: 1 });
    assert.equal(analysis.whyNotIndependent, null);
  });

  for (const [name, fields] of Object.entries({
    'a complementary campaign': { strategy: 'complementary' },
    'a round that decides earlier findings': {
      sources: campaignFacts().sources.map((source) => ({ ...source, isResolution: true })),
    },
  } as const)) {
    test(`${name} has none of it, and says why`, () => {
      const analysis = analyseCampaign(campaignFacts({ readings, findings, ...fields }));
      assert.deepEqual([analysis.overlap, analysis.unseen, analysis.independent], [null, null, []]);
      assert.ok(analysis.personas.every(({ strictness }) => strictness === null));
      assert.ok(analysis.priorities.every(({ agreement }) => agreement === null));
      assert.match(analysis.whyNotIndependent ?? '', /\w/);
      assert.match(analysis.summary.text, /agreement between them is not counted/);
    });
  }

  test('who did not answer for every plan is not counted among them', () => {
    const elsewhere = { plan: 'docs/other.md' };
    const analysis = analyseCampaign(
      campaignFacts({
        readings: [
          ...readings,
          reading('mild', 9, elsewhere),
          reading('hard', 3, { ...elsewhere, answer: undefined, status: 'failed_isolated' }),
          reading('usual', 6, elsewhere),
        ],
        findings,
      }),
    );
    assert.deepEqual(analysis.independent, ['mild', 'usual']);
    assert.equal(analysis.unseen, null);
    assert.equal(analysis.overlap?.reviewers, 2);
  });
});

const ids = ['a', 'b', 'c', 'd', 'e'] as const;
const score = fc.integer({ min: 1, max: 10 });
const anyReading = (id: string) =>
  fc
    .record({
      ratings: fc.record({ clarity: score, accuracy: score, fit: score, usability: score }),
      archetype: fc.constantFrom('engineer', 'newcomer', 'operator'),
      experience: fc.constantFrom(...personaFrontMatterSchema.shape.experience.options),
      hasAnswered: fc.boolean(),
    })
    .map(({ ratings, archetype, experience, hasAnswered }) =>
      reading(id, 5, {
        archetype,
        experience,
        status: hasAnswered ? 'succeeded' : 'failed_isolated',
        answer: hasAnswered ? { ratings, strengths: ['Short'], findings: 0, words: 4 } : undefined,
      }),
    );
const anyFacts = fc
  .record({
    readings: fc.subarray([...ids], { minLength: 1 }).chain((chosen) => fc.tuple(...chosen.map(anyReading))),
    raised: fc.array(
      fc.record({
        reviewers: fc.subarray([...ids, 'checks'], { minLength: 1 }),
        severity: fc.constantFrom(...severitySchema.options),
      }),
      { maxLength: 20 },
    ),
    strategy: fc.constantFrom(...strategySchema.options),
  })
  .map(({ readings, raised, strategy }) =>
    campaignFacts({
      readings,
      strategy,
      findings: raised.map(({ reviewers, severity }, index) =>
        openFinding(`F${index + 1}`, reviewers, { severity, plan: samplePlan }),
      ),
    }),
  );

test('for any campaign: the analysis is one that passes its own schema, and the same whoever answered first', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const analysis = analyseCampaign(facts);
      assert.deepEqual(checkAnalysis(analysis), { ok: true, analysis });
      const turned = analyseCampaign({ ...facts, findings: facts.findings.toReversed() });
      assert.deepEqual(turned, analysis);
    }),
  );
});
