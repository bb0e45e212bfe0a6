import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { z } from 'zod';
import {
  activateExtension,
  cleanWindow,
  eventually,
  fileUri,
  panelTabs,
  readText,
  removeReviews,
  waitForMarks,
  writeText,
} from './window.ts';

const plan = `# Count the deliveries

## Goal

Every delivery is counted.

## Implementation steps

### Step 1: Count

Create \`src/queue/counted.ts\`.

### Step 2: Show

Create \`src/queue/shown.ts\`.
`;

const executionSchema = z.object({
  steps: z.array(z.object({ id: z.string(), state: z.string() })),
  score: z.object({ value: z.number(), parts: z.array(z.object({ name: z.string() })) }),
});

describe('Review Execution', () => {
  const uri = fileUri('docs/plans/count.md');
  const made = fileUri('src/queue/counted.ts');
  before(activateExtension);
  beforeEach(async () => {
    await removeReviews(0);
    await writeText(uri, plan);
    await writeText(made, 'export const counted = 0;\n');
  });
  afterEach(async () => {
    await cleanWindow();
    await vscode.workspace.fs.delete(uri);
    await vscode.workspace.fs.delete(made);
  });

  it('scores the work, marks what was not done and opens the panel, and a next round looks at the work again', async () => {
    await vscode.commands.executeCommand('planReview.reviewExecution', uri);
    const folder = fileUri('.plan-review/reviews/docs-plans-count');
    const read = async (round: number): Promise<z.infer<typeof executionSchema>> =>
      executionSchema.parse(
        JSON.parse(await readText(vscode.Uri.joinPath(folder, `round-${round}`, 'execution.json'))),
      );
    const first = await read(1);
    assert.deepEqual(
      first.steps.map(({ id, state }) => [id, state]),
      [
        ['1', 'done'],
        ['2', 'not-done'],
      ],
    );
    assert.deepEqual(
      first.score.parts.map(({ name }) => name),
      ['branch', 'steps', 'validation', 'criteria', 'drift'],
    );
    await waitForMarks(uri, 'the step that was not done', (all) =>
      all.some(({ title, words }) => title.includes('Not done: Step 2') && words.includes('Step 2: Show')),
    );
    await eventually('one panel', panelTabs, (panels) => panels.length === 1);

    const rest = fileUri('src/queue/shown.ts');
    await writeText(rest, 'export const shown = 0;\n');
    await vscode.commands.executeCommand('planReview.nextWithoutResponse', uri);
    const second = await read(2);
    assert.ok(second.steps.every(({ state }) => state === 'done'));
    assert.ok(second.score.value > first.score.value);
    await vscode.workspace.fs.delete(rest);
  });
});
