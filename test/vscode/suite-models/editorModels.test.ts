import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import * as core from '../../../src/core/index.ts';
import {
  activateExtension,
  cleanWindow,
  eventually,
  exists,
  fileUri,
  removeReviews,
  samplePlans,
} from '../suite/window.ts';
import { engine } from './editorEngine.ts';

const path = samplePlans.gaps;

const panel = { provider: 'vscode-lm', reviewers: ['lead', 'testing'] } as const;

const request = { path, panel, askToSend: () => Promise.resolve(true) };

async function answer(whom: 'Everybody' | 'Lead' | 'Nobody'): Promise<void> {
  await vscode.commands.executeCommand(`companion.answer${whom}`);
}

describe('reviewers on a model of the editor', () => {
  before(activateExtension);
  beforeEach(async () => {
    await removeReviews();
    await answer('Everybody');
  });
  afterEach(cleanWindow);

  it('say what models there are', async () => {
    const [, ...others] = await engine().providers();
    const state = others.find(({ provider }) => provider === 'vscode-lm');
    assert.equal(state?.isAvailable, true);
    assert.match(state?.detail ?? '', /Steady/);
    assert.deepEqual(state?.models, ['companion/steady']);
  });

  it('end with a stored round', async () => {
    const { round, findings, folder } = await engine().review(request);
    assert.deepEqual(
      round.reviewers.map(({ id, status }) => [id, status]),
      [
        ['checks', 'succeeded'],
        ['lead', 'succeeded'],
        ['testing', 'succeeded'],
      ],
    );
    const lead = round.panel?.reviewers[0];
    assert.deepEqual([lead?.provider, lead?.model], ['vscode-lm', 'companion/steady']);
    assert.equal(lead?.opinion?.summary, 'Lead reviewer has read it.');
    const own = findings.filter(({ finding }) => finding.reviewers.includes('lead'));
    assert.deepEqual(
      own.map(({ place }) => place.state),
      ['exact'],
    );
    assert.ok((round.panel?.usage.output ?? 0) > 0);
    assert.equal(round.panel?.costUsd, undefined);
    for (const { path: artifact } of round.artifacts) {
      assert.ok(await exists(vscode.Uri.joinPath(fileUri(folder), artifact)), artifact);
    }
  });

  it('stop when they are told to, keep what was answered, and go on from there', async () => {
    await answer('Lead');
    const ending = new AbortController();
    const waiting = new Set<string>();
    const review = engine().review({
      ...request,
      signal: ending.signal,
      progress: {
        report: (event) => {
          if (event.type === 'reviewer' && event.text === 'reading the plan') {
            waiting.add(event.reviewer);
          }
        },
      },
    });
    const ended = assert.rejects(review, { code: 'cancelled' });
    await eventually(
      'a reviewer that waits',
      () => [...waiting],
      (ids) => ids.includes('testing'),
    );
    ending.abort();
    await ended;
    const left = await engine().unfinished(path);
    assert.deepEqual([left?.succeeded, left?.isRunning], [1, false]);

    await answer('Everybody');
    const asked: string[] = [];
    const { round } = await engine().resume({
      path,
      askToSend: request.askToSend,
      progress: {
        report: (event) => {
          if (event.type === 'reviewer' && event.text === 'reading the plan') {
            asked.push(event.reviewer);
          }
        },
      },
    });
    assert.deepEqual(asked, ['testing']);
    assert.deepEqual(
      round.reviewers.map(({ status }) => status),
      ['succeeded', 'succeeded', 'succeeded'],
    );
  });

  it('leave a round to be resumed when the model takes no more requests', async () => {
    await answer('Nobody');
    await assert.rejects(engine().review(request), (error) => {
      assert.ok(error instanceof core.PlanReviewError);
      assert.equal(error.code, 'round-incomplete');
      assert.match(error.message, /companion\/steady takes no more requests/);
      return true;
    });
  });

  it('name the models there are when another one is asked for', async () => {
    const asked = { ...panel, model: 'companion/gone' };
    await assert.rejects(engine().review({ ...request, panel: asked }), (error) => {
      assert.ok(error instanceof core.PlanReviewError);
      assert.match(`${error.message} ${error.wayOut}`, /companion\/gone.*companion\/steady/s);
      return true;
    });
  });
});
