import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createPlanReview, type PlanReview } from '../../src/core/index.ts';
import { plainEnvironment, runCommand } from '../support/editor/commands.ts';
import { makeSampleWorkspace, type SampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import { eventually, openEditor, waitForStatus, type Editor } from './support/driver.ts';
import { openFile } from './support/explorer.ts';
import {
  openReviewsView,
  pressTitleAction,
  waitForReviewsIcon,
  unfoldReviewsRow,
  waitForReviewsBelow,
  waitForReviews,
} from './support/reviewsView.ts';
import { waitForCursor } from './support/textEditor.ts';

const claims = 'docs/plans/PRP-7-delivery-metrics.md';
const good = 'docs/plans/retry-failed-deliveries.md';
const goodName = 'retry-failed-deliveries.md';

describe('the view of reviews', () => {
  let sample: SampleWorkspace;
  let engine: PlanReview;
  let editor: Editor;

  before(async () => {
    sample = await makeSampleWorkspace();
    engine = createPlanReview({
      root: sample.folder,
      isTrusted: true,
      version: '0.0.0-test',
      environment: process.env,
    });
    editor = await openEditor({
      open: sample.folder,
      size: { width: 1500, height: 1100 },
      // The Explorer opens folders by itself otherwise, just when a click is to do it.
      settings: { 'files.autoSave': 'off', 'explorer.autoReveal': false },
    });
  });
  after(async () => {
    await editor?.close();
    await sample?.remove();
  });

  it('offers to review a plan where none was reviewed', async () => {
    await openReviewsView(editor);
    const button = editor.page.getByRole('button', { name: 'Review a Plan…' });
    await button.waitFor();
    await waitForReviewsIcon(editor, 'Plan Review');
  });

  it('lists what somebody else reviews, and counts what is open', async () => {
    await engine.review({ path: claims });
    await engine.review({ path: good });
    await engine.finalize({ path: good, by: 'Ada', confidence: 'high', confidenceReason: 'It is small.' });
    await mkdir(path.join(sample.folder, '.plan-review/reviews/torn'));
    await writeFile(path.join(sample.folder, '.plan-review/reviews/torn/review.json'), '{');
    const found = await waitForReviews(
      editor,
      'both plans, and the damaged review',
      (all) => all.length === 3 && all.some(({ description }) => description.includes('signed by Ada')),
    );
    assert.deepEqual(
      found.map(({ label, icon }) => [label, icon]),
      [
        ['PRP-7-delivery-metrics.md', 'warning'],
        [goodName, 'pass'],
        ['torn', 'warning'],
      ],
    );
    assert.match(found[0]?.description ?? '', /^CONDITIONAL GO · round 1 · \d+ open$/);
    assert.match(found[2]?.description ?? '', /review\.json" cannot be used/);
    const [summary] = await engine.reviews();
    const blocking = (summary?.open.critical ?? 0) + (summary?.open.major ?? 0);
    assert.ok(blocking > 1);
    await waitForReviewsIcon(editor, `Plan Review - ${blocking} critical and major findings are open`);
  });

  it('shows what is open by severity, and opens the plan at its words', async () => {
    await unfoldReviewsRow(editor, 'PRP-7-delivery-metrics.md');
    const found = await waitForReviews(editor, 'its findings', (all) => all.some(({ level }) => level === 3));
    assert.deepEqual(
      found.filter(({ level }) => level === 2).map(({ label }) => label),
      ['Major', 'Minor', 'Round 1'],
    );
    await editor.page
      .locator('.customview-tree')
      .getByText('No such file: src/queue/stats.ts')
      .first()
      .click();
    const { selected } = await waitForCursor(editor, { line: 35, column: 20 });
    assert.equal(selected, 'src/queue/stats.ts'.length);
  });

  it('greys what a later round has settled, and leaves it out on request', async () => {
    const file = path.join(sample.folder, claims);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('src/http/sever.ts', 'src/http/server.ts'));
    await engine.next({ path: claims, response: 'not-needed' });
    await waitForReviews(editor, 'the second round', (all) => all.some(({ label }) => label === 'Round 2'));
    const settled = await waitForReviewsBelow(editor, 'Settled', 'the settled finding', (all) =>
      all.some(({ label }) => label.endsWith('No such file: src/http/sever.ts')),
    );
    assert.ok(settled.some(({ description }) => description.startsWith('resolved · ')));
    const hasGroup = (all: readonly { readonly label: string }[]): boolean =>
      all.some(({ label }) => label === 'Settled');
    await pressTitleAction(editor, 'Show Open Findings Only');
    await waitForReviews(editor, 'open findings alone', (all) => !hasGroup(all));
    await pressTitleAction(editor, 'Show All Findings');
    await waitForReviews(editor, 'all findings again', hasGroup);
  });

  it('marks an approval that is stale by a commit of other files, in the status bar too', async () => {
    await openFile(editor, good);
    await waitForStatus(editor, /^GO, signed by Ada$/);
    await writeFile(path.join(sample.folder, 'src/another.ts'), 'export const another = 1;\n');
    const git = async (...args: readonly string[]): Promise<unknown> =>
      await runCommand({
        program: 'git',
        args: ['-c', 'user.name=Sam Sample', '-c', 'user.email=sam@example.com', ...args],
        folder: sample.folder,
        environment: plainEnvironment(),
      });
    await git('add', 'src/another.ts');
    await git('commit', '--quiet', '--message=Change something else');
    await waitForStatus(editor, /^GO \(stale\), signed by Ada$/);
    await openReviewsView(editor);
    const found = await waitForReviews(editor, 'the stale mark', (all) =>
      all.some(({ label, description }) => label === goodName && description.startsWith('GO (stale) · ')),
    );
    assert.equal(found.find(({ label }) => label === goodName)?.icon, 'history');
    // The editor gives up on a lens that is to be drawn anew when it loses the focus, and makes up for it when it is back.
    await openFile(editor, good);
    const lens = editor.page.locator('.contentWidgets .codelens-decoration, .codelens-decoration').first();
    await eventually({
      what: 'the lens above the title',
      read: async () => await lens.innerText(),
      until: (text) => text.startsWith('GO (stale)'),
    });
  });
});
