import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { doneSchema, commandStateSchema, type StepEvidence } from '../../domain/execution.ts';
import { executionScore, mostPoints, type ScoreFacts } from './score.ts';

const range = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
const evidence = (state: StepEvidence['state']): StepEvidence => ({
  path: 'a.ts',
  intent: 'creates',
  state,
  detail: 'created',
  range,
});
const step = (id: string, ...states: readonly StepEvidence['state'][]): ScoreFacts['steps'][number] => ({
  id,
  share: null,
  evidence: states.map(evidence),
});

const whole: ScoreFacts = {
  branch: { name: 'x', state: 'checked-out', detail: 'It is there.' },
  commits: 2,
  uncommitted: 0,
  steps: [step('1', 'done'), step('2', 'done', 'done')],
  commands: [{ state: 'passed' }],
  criteria: [{ state: 'met' }],
  drift: { reliedOn: [], unnamed: [] },
};

const pointsOf = (facts: Partial<ScoreFacts>): Record<string, number> =>
  Object.fromEntries(executionScore({ ...whole, ...facts }).parts.map(({ name, points }) => [name, points]));

test('everything shown is ten', () => {
  assert.equal(executionScore(whole).value, 10);
});

test('what nobody can tell earns nothing', () => {
  const { value } = executionScore({
    branch: { name: null, state: 'unnamed', detail: 'None.' },
    commits: 0,
    uncommitted: 0,
    steps: [],
    commands: [],
    criteria: [],
    drift: { reliedOn: [], unnamed: [] },
  });
  assert.equal(value, 0);
});

test('steps count by what was done of each, and a phase by its own steps', () => {
  assert.equal(pointsOf({ steps: [step('1', 'done'), step('2', 'done', 'not-done')] })['steps'], 3);
  assert.equal(pointsOf({ steps: [step('1'), step('1.1', 'done'), step('1.2', 'done')] })['steps'], 4);
  assert.equal(pointsOf({ steps: [step('1', 'done'), step('2', 'unclear')] })['steps'], 2);
});

test('commands that were not run, or fail, earn nothing', () => {
  assert.equal(
    pointsOf({ commands: [{ state: 'passed' }, { state: 'not-agreed' }, { state: 'failed' }] })['validation'],
    1,
  );
});

test('drift by others weighs more than files that nobody named, and work without a commit less than with one', () => {
  const drift = { path: 'a.ts', change: 'modified', by: 'work' } as const;
  assert.equal(pointsOf({ drift: { reliedOn: [], unnamed: [drift] } })['drift'], 0.5);
  assert.equal(pointsOf({ drift: { reliedOn: [{ ...drift, by: 'others' }], unnamed: [] } })['drift'], 0);
  assert.equal(pointsOf({ commits: 0, uncommitted: 3 })['branch'], 0.5);
});

test('the score is the sum of its parts rounded down, each within its bounds, and never ten with anything left open', () => {
  const states = fc.array(fc.constantFrom(...doneSchema.options), { maxLength: 4 });
  const facts = fc.record({
    commits: fc.nat(3),
    uncommitted: fc.nat(3),
    steps: fc.array(states, { maxLength: 7 }),
    commands: fc.array(fc.constantFrom(...commandStateSchema.options), { maxLength: 7 }),
    criteria: fc.array(fc.constantFrom('met', 'not-met', 'unclear'), { maxLength: 7 }),
  });
  fc.assert(
    fc.property(facts, ({ steps, commands, criteria, ...counts }) => {
      const { value, parts } = executionScore({
        ...whole,
        ...counts,
        steps: steps.map((each, index) => step(String(index + 1), ...each)),
        commands: commands.map((state) => ({ state })),
        criteria: criteria.map((state) => ({ state })),
      });
      const sum = parts.reduce((total, { points }) => total + points, 0);
      assert.ok(value <= sum + 1e-6 && value > sum - 0.1 - 1e-6);
      parts.forEach(({ name, points, most }) => {
        assert.equal(most, mostPoints[name]);
        assert.ok(points >= 0 && points <= most);
      });
      const isWhole =
        steps.length > 0 &&
        steps.every((each) => each.includes('done') && !each.includes('not-done')) &&
        commands.length > 0 &&
        commands.every((state) => state === 'passed') &&
        criteria.length > 0 &&
        criteria.every((state) => state === 'met') &&
        counts.commits > 0;
      assert.equal(value === 10, isWhole);
    }),
  );
});
