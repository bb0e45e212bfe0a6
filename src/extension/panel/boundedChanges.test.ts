import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelChangesSchema } from '../../protocol/panelChanges.ts';
import { boundedChanges } from './boundedChanges.ts';

const line = (kind: 'same' | 'added', text: string) => ({ kind, text, before: undefined, after: 1 }) as const;

test('long changes are cut, and what is left out is counted by lines that changed', () => {
  const lines = Array.from({ length: 700 }, (_, index) => line(index % 2 === 0 ? 'added' : 'same', 'x'));
  const part = { section: ['A'], lines, findings: ['F1'] };
  const changes = boundedChanges({ from: 1, to: 'now', isTooDifferent: false, parts: [part, part, part] });
  assert.deepEqual(panelChangesSchema.parse(changes), changes);
  assert.deepEqual(
    changes.parts.map((shown) => shown.lines.length),
    [700, 300],
  );
  assert.equal(changes.linesLeft, 200 + 350);
});

test('an endless line is cut', () => {
  const part = { section: [], lines: [line('added', 'x'.repeat(9_000))], findings: [] };
  const { parts, linesLeft } = boundedChanges({ from: 1, to: 2, isTooDifferent: false, parts: [part] });
  assert.equal(parts[0]?.lines[0]?.text, `${'x'.repeat(2_000)}…`);
  assert.equal(linesLeft, 0);
});
