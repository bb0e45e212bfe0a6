import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { z } from 'zod';
import {
  activateExtension,
  cleanWindow,
  diagnostics,
  engine,
  eventually,
  exists,
  fileUri,
  findingsOf,
  type Mark,
  panelTabs,
  readText,
  removeReviews,
  samplePlans,
  waitForMarks,
  writeText,
} from './window.ts';

const roundSchema = z.object({
  number: z.number(),
  verdict: z.object({ value: z.string() }),
  artifacts: z.array(z.object({ path: z.string() })),
});

/** Where the reviews of a plan are stored. */
async function reviewFolder(): Promise<vscode.Uri> {
  const reviews = fileUri('.plan-review/reviews');
  const [only, ...others] = await vscode.workspace.fs.readDirectory(reviews);
  assert.ok(only, 'no review is stored');
  assert.deepEqual(others, []);
  return vscode.Uri.joinPath(reviews, only[0]);
}

async function readRound(number: number): Promise<z.infer<typeof roundSchema>> {
  const file = vscode.Uri.joinPath(await reviewFolder(), `round-${number}`, 'round.json');
  return roundSchema.parse(JSON.parse(await readText(file)));
}

describe('Review Plan', () => {
  before(activateExtension);
  beforeEach(removeReviews.bind(undefined, 0));
  afterEach(cleanWindow);

  it('stores the round, marks its findings and opens the panel beside the plan', async () => {
    const uri = fileUri(samplePlans.falseClaims);
    const editor = await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);

    const findings = await findingsOf(samplePlans.falseClaims);
    const found = await waitForMarks(uri, 'its marks', (all) => all.length === findings.length);
    assert.deepEqual(
      found.map(({ code }) => code).toSorted(),
      findings.map((_, index) => `F${index + 1}`).toSorted(),
    );
    const round = await readRound(1);
    assert.equal(round.verdict.value, 'CONDITIONAL GO');
    const folder = vscode.Uri.joinPath(await reviewFolder(), 'round-1');
    for (const { path } of round.artifacts) {
      assert.ok(await exists(vscode.Uri.joinPath(folder, path)), `${path} is missing`);
    }
    assert.equal(await readText(vscode.Uri.joinPath(folder, 'snapshot.md')), editor.document.getText());

    const [panel] = await eventually('one panel', panelTabs, (panels) => panels.length === 1);
    assert.ok(panel);
    assert.notEqual(panel.group.viewColumn, editor.viewColumn);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
  });

  it('links the code of a finding to its place in the panel, and to nothing else', async () => {
    const uri = fileUri(samplePlans.falseClaims);
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    // What is checked as one types is marked before, and has no place in the panel.
    const isNumbered = ({ code }: Mark): boolean => /^F\d+$/.test(code);
    await waitForMarks(uri, 'the marks of the round', (all) => all.length > 0 && all.every(isNumbered));
    const [first] = diagnostics(uri);
    assert.ok(typeof first?.code === 'object');
    assert.equal(first.code.target.scheme, vscode.env.uriScheme);
    assert.equal(first.code.target.authority, 'plan-review.plan-review');
    assert.match(first.code.target.path, /^\/finding\/F\d+\/[\w-]+$/);
    assert.equal(first.code.target.query, '');
  });

  it('saves a changed plan first, and reviews what it has saved', async () => {
    const uri = fileUri('docs/plans/draft.md');
    await writeText(uri, '# Draft\n');
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), '\nSee `src/queue/workr.ts`.\n'));
    await vscode.commands.executeCommand('planReview.reviewPlan');
    assert.equal(editor.document.isDirty, false);
    const snapshot = vscode.Uri.joinPath(await reviewFolder(), 'round-1', 'snapshot.md');
    assert.equal(await readText(snapshot), '# Draft\n\nSee `src/queue/workr.ts`.\n');
    await waitForMarks(uri, 'a mark', (all) => all.some(({ words }) => words === 'src/queue/workr.ts'));
    await vscode.workspace.fs.delete(uri);
  });

  it('finds the words again when the file was changed by somebody else', async () => {
    const uri = fileUri('docs/plans/later.md');
    await writeText(uri, '# Later\n\nSee `src/queue/workr.ts`.\n\nSee `src/queue/jobQeue.ts`.\n');
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    await waitForMarks(uri, 'its marks', (all) => all.some(({ words }) => words === 'src/queue/jobQeue.ts'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await writeText(uri, '# Later\n\nOne more paragraph.\n\nSee `src/queue/workr.ts`.\n');
    const found = await waitForMarks(uri, 'the mark at its new place', (all) =>
      all.some(({ words, line }) => words === 'src/queue/workr.ts' && line === 5),
    );
    assert.ok(found.every(({ words }) => words !== 'src/queue/jobQeue.ts'));
    await vscode.workspace.fs.delete(uri);
  });

  it('leaves no round behind when it is cancelled, and the next one is round 1', async () => {
    const uri = fileUri('docs/plans/long.md');
    const claims = Array.from(
      { length: 4000 },
      (_, index) => `- Modify \`src/file${index}.ts\`, see Section ${index}.9`,
    );
    await writeText(uri, `# Long\n\n${claims.join('\n')}\n`);
    const review = vscode.commands.executeCommand('planReview.reviewPlan', uri).then(() => 'ended');
    const soon = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return 'running';
    };
    // The round has to be running before it can be cancelled, and nothing outside says when it is.
    while ((await Promise.race([review, soon()])) === 'running') {
      await vscode.commands.executeCommand('planReview.cancelReview');
    }
    const rounds = await vscode.workspace.findFiles('.plan-review/reviews/**/round.json');
    assert.deepEqual(rounds, []);
    assert.deepEqual(panelTabs(), []);
    assert.equal(diagnostics(uri).length, 0);
    await writeText(uri, '# Long\n\nSee `src/queue/workr.ts`.\n');
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    assert.equal((await readRound(1)).number, 1);
    await vscode.workspace.fs.delete(uri);
  });

  it('runs one round of a plan at a time', async () => {
    const uri = fileUri(samplePlans.gaps);
    await Promise.all([
      vscode.commands.executeCommand('planReview.reviewPlan', uri),
      vscode.commands.executeCommand('planReview.reviewPlan', uri),
    ]);
    assert.equal((await readRound(1)).number, 1);
    assert.equal(await exists(vscode.Uri.joinPath(await reviewFolder(), 'round-2')), false);
  });

  it('shows a round that somebody else has stored', async () => {
    const uri = fileUri('docs/plans/shared.md');
    await writeText(uri, '# Shared\n\nSee `src/queue/workr.ts`.\n');
    await vscode.window.showTextDocument(uri);
    await engine().review({ path: 'docs/plans/shared.md' });
    await waitForMarks(uri, 'its marks', (all) => all.some(({ words }) => words === 'src/queue/workr.ts'));
    await vscode.workspace.fs.delete(uri);
  });
});

describe('The menus', () => {
  it('offer their commands for Markdown and HTML, in Explorer, editor and tab', () => {
    const manifest = z
      .object({
        contributes: z.object({
          menus: z.record(
            z.string(),
            z.array(z.object({ command: z.string(), when: z.string().optional() })),
          ),
        }),
      })
      .parse(vscode.extensions.getExtension('plan-review.plan-review')?.packageJSON);
    for (const menu of ['explorer/context', 'editor/context', 'editor/title/context']) {
      // What is for folders has conditions of its own.
      const entries = (manifest.contributes.menus[menu] ?? []).filter(
        ({ command }) => command !== 'planReview.reviewFolder',
      );
      assert.deepEqual(
        entries.map(({ command }) => command),
        [
          'planReview.reviewPacket',
          'planReview.reviewPlan',
          'planReview.checkPlan',
          'planReview.reviewExecution',
        ],
        menu,
      );
      assert.ok(
        entries.every(({ when }) => when?.includes('markdown|html')),
        menu,
      );
    }
  });
});
