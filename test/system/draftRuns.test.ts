import assert from 'node:assert/strict';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { createPlanReview } from '../../src/core/index.ts';
import { draft, folder, path, reviewedDesk, usual } from '../support/draftDesk.ts';
import { draftBy, draftedAnswer } from '../support/drafts.ts';
import * as faults from '../support/messagesServer/faults.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { runCli } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

test('an answer that cannot be used is asked for again, once', async (t) => {
  const desk = await reviewedDesk(t);
  desk.author = (_prompt, attempt) => answer(attempt === 1 ? draftBy([draftedAnswer('F1')]) : usual);
  const mended = await desk.run(...draft);
  assert.equal(mended.status, 0, mended.err);
  assert.equal(desk.drafts().length, 2);
  assert.match(
    desk.drafts()[1]?.text ?? '',
    /cannot be used:\n- findings: F2 is not answered\.\n- findings: F3 is not answered\.\n- answers: Q1 is not answered\./,
  );
  assert.equal((await desk.response()).findings.length, 3);
});

test('a model that never makes sense leaves the response as it was, and is asked again next time', async (t) => {
  const desk = await reviewedDesk(t);
  desk.author = () => answer('I would rather not.');
  const failed = await desk.run(...draft);
  assert.equal(failed.status, 3, failed.out);
  assert.match(
    failed.err,
    /The response was not drafted\. The answer could not be used, even after one correction/,
  );
  assert.match(failed.err, /written by hand just as well/);
  assert.equal(desk.drafts().length, 2);
  await assert.rejects(desk.read('response.json'), { code: 'ENOENT' });
  desk.author = () => answer(usual);
  assert.equal((await desk.run(...draft)).status, 0);
  assert.equal(desk.drafts().length, 3);
});

test('a draft that was killed costs nothing again once it was answered', async (t) => {
  const desk = await reviewedDesk(t);
  const first = await desk.run(...draft, '--json');
  assert.equal(first.status, 0, first.err);
  const told = JSON.parse(first.out) as { isKept: boolean; costUsd: number };
  assert.equal(told.isKept, false);
  const second = await desk.run(...draft, '--json');
  const kept = JSON.parse(second.out) as { isKept: boolean; costUsd: number };
  assert.deepEqual([kept.isKept, kept.costUsd], [true, told.costUsd]);
  assert.equal(desk.drafts().length, 1);

  // Killed behind the answer and in front of everything else: the answer is all that is left of it.
  const [id = ''] = await readdir(join(desk.root, folder, 'drafts'));
  for (const name of ['metadata.json', 'validated-output.json']) {
    await rm(join(desk.root, folder, 'drafts', id, name));
  }
  await rm(join(desk.root, folder, 'response.json'));
  await rm(join(desk.root, folder, 'response.md'));
  const third = await desk.run(...draft);
  assert.equal(third.status, 0, third.err);
  assert.equal(desk.drafts().length, 1);
  assert.equal((await desk.response()).findings.length, 3);

  const anew = await desk.run(...draft, '--anew');
  assert.equal(anew.status, 0, anew.err);
  assert.equal(desk.drafts().length, 2);
});

test('a process that is killed while the model writes leaves nothing half done, and nobody locked out', async (t) => {
  const desk = await reviewedDesk(t);
  const held = Promise.withResolvers<undefined>();
  desk.author = () => answer(usual, { before: () => held.promise });
  const killer = new AbortController();
  const running = desk.runKilled(killer.signal, ...draft);
  await desk.server.arrived('plan-author');
  const busy = await desk.run(...draft);
  assert.equal(busy.status, 3);
  assert.match(busy.err, /is being drafted already/);
  const writing = await desk.run('respond', path, '--author', 'Ada');
  assert.equal(writing.status, 0, 'the author goes on writing meanwhile');
  killer.abort();
  assert.equal((await running).status, null);
  held.resolve(undefined);
  desk.author = () => answer(usual);
  const later = await desk.run(...draft);
  assert.equal(later.status, 0, later.err);
  const stored = await desk.response();
  assert.deepEqual([stored.author, stored.findings.length], ['Ada', 3]);
});

test('a draft that is cancelled lets go of everything, and the process goes on', async (t) => {
  const desk = await reviewedDesk(t);
  const planReview = createPlanReview({
    root: desk.root,
    isTrusted: true,
    version: '0.0.0-test',
    environment: {},
    models: {
      anthropic: { credential: () => Promise.resolve({ apiKey: 'key-1' }), baseUrl: desk.server.url },
    },
    personasFolder: fileURLToPath(new URL('../../personas', import.meta.url)),
  });
  const ending = new AbortController();
  const told: string[] = [];
  desk.author = () => answer(usual, { midway: () => new Promise(() => undefined) });
  const cancelled = planReview.draftResponse({
    path,
    signal: ending.signal,
    askToSend: () => Promise.resolve(true),
    progress: { report: ({ text }) => void told.push(text) },
  });
  const ended = assert.rejects(cancelled, { code: 'cancelled', message: 'Drafting was cancelled.' });
  await desk.server.arrived('plan-author');
  ending.abort();
  await ended;
  assert.equal(told[0], 'reading the findings');
  await assert.rejects(desk.read('response.json'), { code: 'ENOENT' });

  desk.author = () => answer(usual);
  const { response, isKept } = await planReview.draftResponse({
    path,
    askToSend: () => Promise.resolve(true),
  });
  assert.deepEqual([isKept, response.response.findings.length], [false, 3]);
});

test('a budget stops the draft before it is passed, and --dry-run says what it would take', async (t) => {
  const desk = await reviewedDesk(t);
  const dry = await desk.run(...draft, '--dry-run');
  assert.match(
    dry.out,
    /^Nothing was sent\. The draft would ask Plan author \(anthropic: claude-[a-z0-9-]+\): \d+ tokens in, up to 32000 out, at the most \$\d+\.\d\d\.\n$/,
  );
  const { worstCaseUsd } = JSON.parse((await desk.run(...draft, '--dry-run', '--json')).out) as {
    worstCaseUsd: number;
  };
  const little = await desk.run(...draft, '--max-cost', String(worstCaseUsd * 0.9));
  assert.equal(little.status, 3, little.out);
  assert.match(little.err, /may cost \$[\d.]+, and \$[\d.]+ of the budget are left/);
  assert.equal(desk.drafts().length, 0);
  const enough = await desk.run(...draft, '--max-cost', String(worstCaseUsd * 1.1));
  assert.equal(enough.status, 0, enough.err);
});

test('nobody who has not agreed has the plan drafted for, and no provider is no dead end', async (t) => {
  const desk = await reviewedDesk(t);
  const elsewhere = { HOME: await temporaryFolder(t), ANTHROPIC_BASE_URL: desk.server.url };
  const withKey = { ...elsewhere, ANTHROPIC_API_KEY: 'key-1' };
  const quiet = await runCli(['respond', path, '--draft'], { cwd: desk.root, environment: withKey });
  assert.equal(quiet.status, 2);
  assert.match(quiet.err, /Nobody has agreed .*\n {2}.*or write the response by hand\.\n$/);
  const without = await runCli(['respond', path, '--draft'], {
    cwd: desk.root,
    environment: { ...elsewhere, PATH: desk.root },
  });
  assert.equal(without.status, 3);
  assert.match(without.err, /No provider of models can be used here.*\n.*written by hand just as well\.\n$/);
  assert.equal(desk.drafts().length, 0);

  const named = await runCli(draft, { cwd: desk.root, environment: withKey });
  assert.equal(named.status, 0, named.err);
  assert.match(named.err, /the plan, its claims, the findings, .* are sent to anthropic/);
});

test("the workspace's own author drafts on the model that its file names, and reviews nothing", async (t) => {
  const desk = await reviewedDesk(t);
  const own = join(desk.root, '.plan-review/authors');
  await mkdir(own, { recursive: true });
  await writeFile(
    join(own, 'curt.md'),
    '---\nid: curt\nname: Plan author\narchetype: author\nexperience: staff\nprovider: anthropic\nmodel: claude-haiku-5-5\n---\n\nYou are brief.\n',
  );
  await writeFile(join(own, 'bad.md'), '---\nid: bad\nrole: lead\n---\n\nText.\n');
  const { status, err } = await desk.run(...draft, '--persona', 'curt', '--effort', 'low');
  assert.equal(status, 0, err);
  const [{ body, text } = assert.fail()] = desk.drafts();
  assert.deepEqual([body.model, body.output_config?.effort], ['claude-haiku-5-5', 'low']);
  assert.match(text, /You are: Plan author \(author, staff\)\.\n\nYou are brief\./);
  const bad = await desk.run(...draft, '--persona', 'bad');
  assert.equal(bad.status, 2);
  assert.match(bad.err, /The author "bad" cannot be used\. \.plan-review\/authors\/bad\.md/);
  const reviewer = await desk.run('review', path, '--reviewers', 'curt', '--provider', 'anthropic');
  assert.match(reviewer.err, /There is no persona "curt"/);
});

test('what is answered or submitted is not drafted, and options that contradict each other are refused', async (t) => {
  const desk = await reviewedDesk(t);
  for (const [args, message] of [
    [[...draft, '--submit'], /go with neither --submit/],
    [[...draft, '--apply', 'x'], /drafted and seen before they are applied/],
    [['respond', path, '--edits'], /about a draft/],
  ] as const) {
    const refused = await desk.run(...args);
    assert.equal(refused.status, 2, refused.out);
    assert.match(refused.err, message);
  }
  assert.equal(desk.drafts().length, 0);
  await desk.run(...draft);
  await desk.run('respond', path, '--author', 'Ada');
  const responded = await desk.run('respond', path, '--submit');
  assert.equal(responded.status, 0, responded.err);
  const late = await desk.run(...draft);
  assert.equal(late.status, 2);
  assert.match(late.err, /is submitted, and a draft changes no author's last word/);
  const view = JSON.parse((await desk.run('respond', path, '--json')).out) as { drafted: unknown[] };
  assert.deepEqual(view.drafted, [], 'submitted words are the author’s');
});

test('a failing provider is retried like a reviewer’s, and refused keys are told', async (t) => {
  const desk = await reviewedDesk(t);
  desk.author = (_prompt, attempt) =>
    attempt === 1 ? faults.overloaded({ 'retry-after-ms': '5' }) : answer(usual);
  const retried = await desk.run(...draft);
  assert.equal(retried.status, 0, retried.err);
  assert.equal(desk.drafts().length, 2);
  desk.author = () => faults.unauthorised();
  const refused = await desk.run(...draft, '--anew');
  assert.equal(refused.status, 3);
  assert.match(refused.err, /The response was not drafted\./);
  assert.equal((await desk.response()).findings.length, 3, 'the earlier draft stands');
});
