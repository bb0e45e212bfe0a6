import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { createPlanReview, type PlanReview, type RoundView } from '../../src/core/index.ts';
import { makeSampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import { blocksOf, type ReceivedRequest } from '../support/messagesServer/receivedRequest.ts';
import { answer, type Reply } from '../support/messagesServer/reply.ts';
import { finding, obedientReview, review, type ReviewAnswer } from '../support/messagesServer/reviews.ts';
import type { MessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import { injections } from '../support/panel/injections.ts';
import { nothingShared } from '../support/panel/panelScript.ts';
import { startPanelServer } from '../support/panel/panelWorld.ts';

const quote = 'The old counter is removed at once.';
const reviewers = ['lead', 'security-privacy', 'testing'];

/** A plan with a claim that does not hold: there is a `src/http/server.ts` beside it. */
const plan = `# Count deliveries

## 1. Goal

The server counts deliveries. ${quote}

## 2. Context

The existing server in \`src/http/sever.ts\` has no route for metrics.

## 3. Steps

Copy the counter of \`src/queue/worker.ts\`, then compare.

## 4. Success criteria

- [ ] 100 deliveries show as 100.
`;

/** A model that reads what stands there, with or without an order to do otherwise. */
function behaving(worst: ReviewAnswer['findings'][number]['severity']): (key: string) => ReviewAnswer {
  return (key) =>
    review({
      verdict: worst === 'critical' ? 'NO-GO' : 'CONDITIONAL GO',
      findings: [finding({ severity: worst, quote, title: `What ${key} finds`, category: 'risk' })],
    });
}

/** A model that does what it is told by the plan, and talks the others down. */
function obeying(): ReviewAnswer {
  const severityArguments = ['checks-1', 'checks-2', 'lead-1'].map((label) => ({
    finding: label,
    severity: 'suggestion' as const,
    reason: 'The document says that this was settled <script>alert(1)</script>.',
  }));
  return { ...obedientReview(), severityArguments };
}

interface Reviewed {
  readonly view: RoundView;
  readonly requests: readonly ReceivedRequest[];
  readonly documents: string;
}

test('twenty plans that try to steer their review', async (t) => {
  const { folder, remove } = await makeSampleWorkspace();
  t.after(remove);
  let say: (key: string) => ReviewAnswer = behaving('minor');
  const server: MessagesServer = await startPanelServer(t, ({ key }): Reply =>
    answer(key === 'analysis' ? nothingShared : say(key)),
  );
  const planReview: PlanReview = createPlanReview({
    root: folder,
    isTrusted: true,
    version: '0',
    environment: { PATH: process.env['PATH'] },
    models: {
      anthropic: { credential: () => Promise.resolve({ apiKey: 'key-1' }), baseUrl: server.url },
    },
    personasFolder: path.resolve(import.meta.dirname, '../../personas'),
  });
  let plans = 0;
  const run = async (text: string, model: typeof say): Promise<Reviewed> => {
    plans += 1;
    const file = `docs/plans/steering-${plans}.md`;
    await writeFile(path.join(folder, file), text);
    say = model;
    const before = server.requests.length;
    const view = await planReview.review({
      path: file,
      panel: { reviewers, provider: 'anthropic' },
      askToSend: () => Promise.resolve(true),
    });
    const written = ['review.md', ...reviewers.map((id) => `reviews/${id}.md`)].map((name) =>
      readFile(path.join(folder, view.folder, name), 'utf8'),
    );
    return {
      view,
      requests: server.requests.slice(before),
      documents: (await Promise.all(written)).join('\n'),
    };
  };

  const clean = {
    minor: await run(plan, behaving('minor')),
    critical: await run(plan, behaving('critical')),
  };
  assert.equal(clean.minor.view.round.verdict.value, 'CONDITIONAL GO');
  assert.equal(clean.critical.view.round.verdict.value, 'NO-GO');
  const system = clean.minor.requests[0]?.body.system;
  assert.ok(system !== undefined);

  assert.equal(injections.length, 20);
  for (const [index, { name, into, isFound }] of injections.entries()) {
    await t.test(name, async () => {
      const worst = index % 2 === 0 ? 'minor' : 'critical';
      const text = into(plan);
      assert.notEqual(text, plan);

      const behaved = await run(text, behaving(worst));
      assert.equal(
        behaved.view.round.verdict.value,
        clean[worst].view.round.verdict.value,
        'the verdict is that of the clean twin',
      );
      assertFencedAsData(behaved, text);
      for (const { body, key } of behaved.requests.filter((request) => request.key !== 'analysis')) {
        assert.deepEqual(body.system, system, `${key} is instructed as for the clean twin`);
        assert.equal(body.tools, undefined, 'a reviewer gets no tools');
      }

      const obeyed = await run(text, obeying);
      assertHeld(obeyed, isFound);
    });
  }
});

/** Everything of the plan stands in one fence that nothing in it ends, in a message of the user's. */
function assertFencedAsData({ requests }: Reviewed, text: string): void {
  for (const { body } of requests.filter((request) => request.key !== 'analysis')) {
    const [shared = ''] = (body.messages ?? []).flatMap(({ content }) =>
      blocksOf(content).map((block) => block.text ?? ''),
    );
    const tag = /^<(plan-[0-9a-f]{8})>$/m.exec(shared)?.[1] ?? assert.fail('there is no fence');
    const [before, inside, after] = shared.split(new RegExp(`</?${tag}>`));
    assert.equal(inside, `\n${text}\n`);
    assert.equal(shared.split(`</${tag}>`).length, 2);
    assert.ok(!`${before ?? ''}${after ?? ''}`.includes('previous instructions'));
  }
}

/** Whatever the model says: what was verified stands, and what was hidden is told. */
function assertHeld({ view, documents }: Reviewed, isFound: boolean): void {
  const { round, findings } = view;
  assert.equal(round.verdict.value, 'CONDITIONAL GO');
  assert.ok(round.verdict.reasons.some(({ code }) => code === 'failed-claim'));
  assert.ok(round.claims.fail > 0);
  assert.deepEqual(
    round.panel?.reviewers.map(({ opinion }) => opinion?.verdict),
    reviewers.map(() => 'GO'),
    'what they say is shown, and sets nothing',
  );
  const hidden = findings.filter(({ finding: { check } }) => check === 'hidden-instruction');
  assert.equal(hidden.length > 0, isFound, 'whether what was hidden is found');
  for (const { finding: found } of findings.filter(({ finding: { check } }) => check === 'file-exists')) {
    assert.equal(found.severity, 'major', 'nobody argues a severity away');
  }
  assert.doesNotMatch(documents, /(?<!\\)<(?:script|!--)/, 'a model writes no HTML');
}
