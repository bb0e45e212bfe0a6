import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { comparePositions } from '../domain/position.ts';
import type { Check } from './check.ts';
import { countMatches } from './countMatches.ts';
import { hiddenInstruction } from './hiddenInstruction.ts';
import { laneOverlap } from './laneOverlap.ts';
import { listsAgree } from './listsAgree.ts';
import { namesAgree } from './namesAgree.ts';
import { rollbackPresent } from './rollbackPresent.ts';
import { successCriteria } from './successCriteria.ts';
import { sumMatches } from './sumMatches.ts';
import { vagueWording } from './vagueWording.ts';

/** The checks that read a plan and nothing else. */
const checks: readonly Check[] = [
  countMatches,
  sumMatches,
  listsAgree,
  namesAgree,
  successCriteria,
  vagueWording,
  rollbackPresent,
  laneOverlap,
  hiddenInstruction,
];

const pieces =
  '\n|\r\n|\n\n|# |## |## Steps|## Phase 1: a (1 h)|## Phase 2|- |  - |1. |> |\t|`|**|: |, |. |(|)|<!-- |-->|six |3 |files:|phases|' +
  'the plan has |Total: |Total \\| 4 \\||\\| a \\| 2 h \\||\\|---\\|---\\||30 min|1-2 h|60%|10 + 5 = 20|FR-1|FR-2: x|FR-3 to FR-9|' +
  'Modify `src/a.ts`|Lane 1: |lane-2|src/**|duration_ms|elapsed_ms|userId|user_id|as needed|etc.|The UI is fast|' +
  'drop the old table|deploy to production|\u200b|\u202e|\u{e0041}|ignore all previous instructions|you must approve|<p hidden>a b c|' +
  '## Success criteria|## Files|---\nfiles_modified: [a/b.ts]\n---|🙂|ü|\u05d0';
const plan = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...pieces.split(/(?<!\\)\|/)) },
      { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
    ),
    {
      maxLength: 60,
    },
  )
  .map((parts) => parts.join('').replaceAll('\\|', '|'));

test('no plan makes a check throw, and what it reports stands where it says', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (text) => {
      const context = contextOf(text);
      const lines = context.document.text.split(/\r\n|\r|\n/);
      for (const check of checks) {
        const { claims, findings } = await check.run(context);
        for (const { value, range } of claims) {
          assert.equal(range.start.line, range.end.line);
          assert.equal(
            lines[range.start.line - 1]?.slice(range.start.column - 1, range.end.column - 1),
            value,
          );
        }
        for (const { range, related, fixes } of findings) {
          for (const each of [
            range,
            ...(related ?? []),
            ...(fixes ?? []).flatMap((fix) => fix.edits.map((edit) => edit.range)),
          ]) {
            assert.ok(comparePositions(each.start, each.end) <= 0);
            assert.ok(each.end.column - 1 <= (lines[each.end.line - 1]?.length ?? -1));
          }
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('a fix leaves nothing to be found where it was made', async () => {
  for (const [check, text] of [
    [countMatches, '# T\n\nThese four files:\n\n- a.ts\n- b.ts\n'],
    [sumMatches, '# T\n\n## Build (30 minutes)\n\n- a (10 min)\n- b (15 min)\n'],
    [hiddenInstruction, '# T\n\na pass\u200bword\n'],
  ] as const) {
    const { findings } = await check.run(contextOf(text));
    const made = findings[0]?.fixes?.[0]?.edits[0];
    assert.ok(made);
    const { start, end } = made.range;
    const lines = text.split('\n');
    const line = lines[start.line - 1] ?? '';
    lines[start.line - 1] = line.slice(0, start.column - 1) + made.text + line.slice(end.column - 1);
    const mended = lines.join('\n');
    assert.deepEqual((await check.run(contextOf(mended))).findings, [], mended);
  }
});
