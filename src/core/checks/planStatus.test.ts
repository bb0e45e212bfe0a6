import assert from 'node:assert/strict';
import test from 'node:test';
import { planStatus, type PlanStatus } from './planStatus.ts';

const cases: readonly (readonly [path: string, text: string, expected: PlanStatus])[] = [
  ['docs/plans/a.md', '---\nstatus: draft\n---\n', 'open'],
  ['docs/plans/a.md', '---\nstatus: "in-progress"\n---\n', 'open'],
  ['docs/plans/a.md', '---\r\nstatus: Executed\r\n---\r\n', 'closed'],
  ['docs/plans/a.md', '# A\n\n**Status**: Ready for implementation\n', 'open'],
  ['docs/plans/a.md', '# A\n\n**Status:** ✅ COMPLETE\n', 'closed'],
  ['docs/plans/a.md', '# A\n\n| Status | Draft |\n|---|---|\n', 'open'],
  ['docs/plans/a.md', '# A\n\nStatus: in progress (3 of 5 done)\n', 'open'],
  ['docs/plans/a.md', '# A\n\nStatus: not implemented\n', 'open'],
  ['docs/plans/a.md', '# A\n\nThe status of a job is done.\n', 'unstated'],
  ['docs/plans/a.md', '# A\n', 'unstated'],
  ['PRPs/executed/a.md', '# A\n', 'closed'],
  ['PRPs/executed/a.md', '---\nstatus: draft\n---\n', 'closed'],
  ['PRPs/feature-requests/a.md', '# A\n', 'open'],
  ['PRPs/feature-requests/a.md', '---\nstatus: done\n---\n', 'closed'],
  ['PRPs/templates/a.md', '---\nstatus: draft\n---\n', 'closed'],
];

for (const [path, text, expected] of cases) {
  test(`${path} with ${JSON.stringify(text)} is ${expected}`, () => {
    assert.equal(planStatus(path, text), expected);
  });
}
