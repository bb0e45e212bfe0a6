import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { linkExists } from './linkExists.ts';
import { sectionExists } from './sectionExists.ts';

test('a link to what is opened later, or to the description of an open task, is asked', async () => {
  for (const [text, verdict] of [
    ['See the [engine](engine.md).', 'fail'],
    ['See the [engine](engine.md) (when opened).', 'unverifiable'],
    ['- [x] [Filter logic](task_filter.md): done', 'fail'],
    ['- [ ] [Filter logic](task_filter.md): in the page', 'unverifiable'],
    ['- [ ] As in [filter logic](task_filter.md)', 'fail'],
    ['- [ ] [Filter logic](tasks/filter.md): in the page', 'fail'],
  ] as const) {
    const { claims } = await linkExists.run(contextOf(`# Plan\n\n${text}\n`));
    assert.deepEqual(
      claims.map((claim) => claim.verdict),
      [verdict],
      text,
    );
  }
});

test('a section that is named with a title which no heading has is another document’s', async () => {
  const headings = '## 1. Goal\n\n### 1.1 The parser as it is\n\n### 1.3 The rest\n';
  for (const [text, verdict] of [
    ['It stands in Section 1.2.', 'fail'],
    ['It stands in Section 1.2 (The parser as it is).', 'fail'],
    ['It stands in Section 1.2 (No changes to it).', 'unverifiable'],
  ] as const) {
    const { claims } = await sectionExists.run(contextOf(`# Plan\n\n${headings}\n${text}\n`));
    assert.deepEqual(
      claims.map((claim) => claim.verdict),
      [verdict],
      text,
    );
  }
});
