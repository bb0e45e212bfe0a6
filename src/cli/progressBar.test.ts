import assert from 'node:assert/strict';
import test from 'node:test';
import type { CliContext } from './context.ts';
import { watchJoint, watchRound } from './progressBar.ts';

/** A terminal, and what a person sees on it: what is drawn in place is taken away by what follows. */
function terminal(isTerminal = true): { context: CliContext; lines: () => readonly string[] } {
  let written = '';
  const context: CliContext = {
    argv: [],
    cwd: '/',
    environment: {},
    out: () => undefined,
    err: (text) => {
      written += text;
    },
    isTerminal,
    hasColour: false,
    signal: new AbortController().signal,
  };
  return {
    context,
    lines: () => written.split('\n').map((line) => line.split('\r\u001B[2K').at(-1) ?? ''),
  };
}

test('a round has a bar of its reviewers, in place, and a line for each that has ended', () => {
  const { context, lines } = terminal();
  const { progress, end } = watchRound(context);
  const reviewer = (id: string, state: 'running' | 'done' | 'failed', text: string): void =>
    progress.report({ type: 'reviewer', reviewer: id, name: `The ${id}`, state, text });
  progress.report({ type: 'step', step: 'snapshot', text: 'Reading plan.md' });
  reviewer('lead', 'running', 'waiting');
  reviewer('testing', 'running', 'answering (20 tokens)');
  assert.deepEqual(lines(), [
    '… Reading plan.md',
    '[....................] 0/2 The testing: answering (20 tokens)',
  ]);
  reviewer('lead', 'done', '3 findings');
  assert.deepEqual(lines().slice(1), [
    '… The lead: 3 findings',
    '[##########..........] 1/2 The lead: 3 findings',
  ]);
  reviewer('testing', 'failed', `went wrong: ${'x'.repeat(200)}\u001B[31m`);
  assert.ok(
    lines().every((line) => !line.includes('\u001B')),
    'what others say moves no cursor',
  );
  assert.ok((lines().at(-1) ?? '').length <= 78, 'a bar does not wrap');
  end();
  assert.equal(lines().at(-1), '');
});

test('a campaign has a bar of its plans, and nobody who watches no terminal gets one', () => {
  const { context, lines } = terminal();
  const { progress, end } = watchJoint(context);
  progress.report({ type: 'begun', id: 'docs+1', plans: ['a.md', 'b.md'] });
  progress.report({ type: 'plan', plan: 'a.md', status: 'in_progress', text: '' });
  progress.report({
    type: 'round',
    plan: 'a.md',
    event: { type: 'step', step: 'snapshot', text: 'Reading a.md' },
  });
  assert.deepEqual(lines(), ['… docs+1: 2 plans', '[....................] 0/2 a.md: Reading a.md']);
  progress.report({ type: 'plan', plan: 'a.md', status: 'completed', text: 'GO' });
  progress.report({ type: 'plan', plan: 'b.md', status: 'failed', text: 'There is no plan.' });
  assert.deepEqual(lines().slice(1), [
    '… a.md: GO',
    '… b.md: There is no plan.',
    '[####################] 2/2 b.md',
  ]);
  end();

  const pipe = terminal(false);
  watchJoint(pipe.context).progress.report({ type: 'begun', id: 'docs+1', plans: ['a.md'] });
  assert.deepEqual(pipe.lines(), ['']);
});
