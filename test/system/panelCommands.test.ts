import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import * as faults from '../support/messagesServer/faults.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { finding, review } from '../support/messagesServer/reviews.ts';
import type { MessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import { panelScript, reviewOf, type Turn } from '../support/panel/panelScript.ts';
import { planPath, quote, readArtifacts, startPanelServer, writePlan } from '../support/panel/panelWorld.ts';
import { runCli, type CliResult } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Shaped like a key, and nowhere else in the world. */
const canary = 'sk-ant-api03-cAnArY0123456789-wAtChMeSiNg-AA';

/** A plan that the real checks find nothing against. */
const plan = `# Move the ledger

## Goal

${quote}

## Steps

Copy, then compare.

## Success criteria

- [ ] Copy, then compare, shows 0 rows that differ.
`;

interface Desk {
  readonly root: string;
  readonly server: MessagesServer;
  /** Those who do not answer as usual; may be changed at any time. */
  readonly turns: Record<string, Turn>;
  readonly run: (...args: string[]) => Promise<CliResult>;
  readonly files: () => Promise<ReadonlyMap<string, string>>;
}

/** A workspace with a plan, and a command line whose user has a key for the server. */
async function sit(context: TestContext): Promise<Desk> {
  const root = await temporaryFolder(context);
  const home = await temporaryFolder(context);
  await writePlan(root, plan);
  const turns: Record<string, Turn> = {};
  const server = await startPanelServer(context, (request) => panelScript(quote, turns)(request));
  const environment = { HOME: home, ANTHROPIC_API_KEY: canary, ANTHROPIC_BASE_URL: server.url };
  return {
    root,
    server,
    turns,
    run: (...args) => runCli(args, { cwd: root, environment }),
    files: async () => {
      const all = await Promise.all([root, home].map(readArtifacts));
      return new Map(all.flatMap((files) => [...files]));
    },
  };
}

const ask = ['review', planPath, '--provider', 'anthropic'];

/** What was said beside the announcement of the sending. */
function complaint({ err }: CliResult): string {
  return err.replace(/^plan-review: the plan, its claims and the prompts are sent to .*\n/, '');
}

function asked(server: MessagesServer): readonly string[] {
  return server.requests.map(({ key }) => key);
}

test('a review whose provider refuses is incomplete, and resuming it asks only who is missing', async (t) => {
  const { server, turns, run, files } = await sit(t);
  turns['testing'] = faults.unpaid();
  const refused = await run(...ask);
  assert.equal(refused.status, 3, refused.err);
  assert.match(
    complaint(refused),
    /^plan-review: The round is not complete: .*Test engineer.* could not be asked\. .*\n {2}.*resume the round\. .*\n$/,
  );
  assert.equal(
    [...(await files()).keys()].some((file) => file.endsWith('round.json')),
    false,
  );
  const before = asked(server);

  const still = await run('resume', planPath);
  assert.equal(still.status, 3, still.err);
  const again = asked(server).slice(before.length);
  assert.ok(again.includes('testing'));
  for (const key of again) {
    assert.ok(key === 'testing' || !before.includes(key) || key === 'analysis', `${key} was asked again`);
  }

  delete turns['testing'];
  const count = server.calls();
  const { status, out, err } = await run('resume', planPath);
  assert.equal(status, 0, err);
  assert.match(out, /GO/);
  const last = asked(server).slice(count);
  assert.ok(last.includes('testing') && last.at(-1) === 'analysis');
  for (const persona of ['lead', 'reliability', 'newcomer']) {
    assert.ok(server.calls(persona) === 1, `${persona} was asked once`);
  }

  const nothing = await run('resume', planPath);
  assert.equal(nothing.status, 2);
  assert.match(nothing.err, /^plan-review: No round of docs\/plan\.md was left unfinished\.\n {2}.*\n$/);
});

test('an unfinished round is not thrown away by asking for something else, unless one says so', async (t) => {
  const { server, turns, run } = await sit(t);
  turns['analysis'] = faults.unauthorised();
  assert.equal((await run(...ask)).status, 3);
  const before = server.calls();

  for (const other of [
    [...ask, '--reviewers', 'lead,testing'],
    [...ask, '--model', 'claude-haiku-5-5'],
    [...ask, '--strategy', 'independent'],
    ['review', planPath, '--reviewers', 'checks'],
  ]) {
    const { status, err } = await run(...other);
    assert.equal(status, 2, err);
    assert.match(
      err,
      /Round 1 was not finished, asks for something else, and holds 4 tasks that were answered/,
    );
  }
  assert.equal(server.calls(), before);

  delete turns['analysis'];
  const again = await run(...ask);
  assert.equal(again.status, 0, again.err);
  assert.deepEqual(asked(server).slice(before), ['analysis'], 'asking for the same goes on with it');

  turns['analysis'] = faults.unauthorised();
  assert.equal((await run(...ask)).status, 3, 'round 2');
  delete turns['analysis'];
  const count = server.calls();
  const restarted = await run(...ask, '--reviewers', 'lead,testing', '--restart');
  assert.equal(restarted.status, 0, restarted.err);
  assert.deepEqual(asked(server).slice(count), ['lead', 'testing', 'analysis']);
});

test('a failure that never passes: another model for who is missing, or the round without them', async (t) => {
  const { root, server, turns, run } = await sit(t);
  const missing: Turn = ({ body }) =>
    body.model === 'claude-haiku-5-5' ? answer(reviewOf('testing', quote)) : faults.modelNotFound('m');
  turns['testing'] = missing;
  turns['newcomer'] = faults.promptTooLong();
  assert.equal((await run(...ask)).status, 3);
  const stuck = await run('resume', planPath);
  assert.equal(stuck.status, 3, 'asking the same again comes to the same');
  assert.match(stuck.err, /resumed with another model for who is missing, or without them\.\n$/);

  const before = server.calls();
  const moved = await run('resume', planPath, '--model', 'claude-haiku-5-5');
  assert.equal(moved.status, 3, moved.err);
  assert.deepEqual(asked(server).slice(before).toSorted(), ['newcomer', 'testing']);
  assert.match(moved.err, /Newcomer.* could not be asked/);
  const count = server.calls();
  const without = await run('resume', planPath, '--without', 'newcomer');
  assert.equal(without.status, 1, without.err);
  assert.match(without.out, /CONDITIONAL GO/);
  assert.deepEqual(asked(server).slice(count), ['analysis']);
  assert.equal(server.requests.at(-1)?.body.model, 'claude-haiku-5-5');
  const round = path.join(root, '.plan-review/reviews/docs-plan/round-1');
  assert.match(await readFile(path.join(round, 'review.md'), 'utf8'), /did not finish its review/);
  for (const persona of ['lead', 'reliability']) {
    assert.equal(server.calls(persona), 1, `${persona} was asked once`);
  }
});

test('what there is not is refused with what there is, and nothing is sent', async (t) => {
  const { server, turns, run, files } = await sit(t);
  const nonsense = await run('review', planPath, '--provider', 'nonsense');
  assert.equal(nonsense.status, 2, nonsense.err);
  assert.equal(
    nonsense.err,
    'plan-review: There is no provider "nonsense" here.\n  Choose from: anthropic, claude-cli, codex-cli.\n',
  );
  assert.deepEqual([...(await files()).keys()], [planPath]);
  turns['testing'] = faults.unpaid();
  assert.equal((await run(...ask)).status, 3);
  const before = server.calls();
  for (const [option, said] of [
    ['--provider=nonsense', /There is no provider "nonsense" here/],
    ['--without=nobody', /"nobody" is not asked in this round\.\n {2}Choose from .*testing/],
    ['--without=lead', /"lead" has answered/],
  ] as const) {
    const { status, err } = await run('resume', planPath, option);
    assert.equal(status, 2, err);
    assert.match(err, said);
  }
  assert.equal(server.calls(), before);
});

test('a plan that was edited meanwhile: the round is resumed on its snapshot, and gets no GO', async (t) => {
  const { root, server, turns, run } = await sit(t);
  turns['testing'] = faults.unauthorised();
  assert.equal((await run(...ask)).status, 3);
  await writeFile(path.join(root, planPath), `${plan}\nAnd then delete the old one.\n`);
  delete turns['testing'];
  const { status, out, err } = await run('resume', planPath);
  assert.equal(status, 1, err);
  assert.match(out, /changed after the snapshot was taken/);
  assert.ok(server.requests.every(({ text }) => !text.includes('delete the old one')));
});

test('--dry-run says what would be sent, and sends nothing', async (t) => {
  const { server, run, files } = await sit(t);
  const { status, out } = await run(...ask, '--dry-run');
  assert.equal(status, 0);
  assert.match(
    out,
    /^Nothing was sent\. The round would ask:\n {2}Lead reviewer \(anthropic: claude-[a-z0-9-]+\): \d+ tokens in, up to 32000 out, \$\d+\.\d\d\n/,
  );
  assert.match(out, /At the most \$\d+\.\d\d/);
  const json = JSON.parse((await run(...ask, '--dry-run', '--json', '--reviewers', 'all_core')).out) as {
    reviewers: unknown[];
    worstCaseUsd: number;
  };
  assert.equal(json.reviewers.length, 9);
  assert.ok(json.worstCaseUsd > 1);
  assert.equal(server.calls(), 0);
  assert.deepEqual(server.otherRequests, []);
  assert.deepEqual([...(await files()).keys()], [planPath]);
});

test('--max-cost stops the round before it is passed, and more money goes on from there', async (t) => {
  const { server, run, files } = await sit(t);
  const dry = JSON.parse((await run(...ask, '--dry-run', '--json')).out) as {
    reviewers: { worstCaseUsd: number }[];
  };
  const lead = dry.reviewers[0]?.worstCaseUsd ?? 0;

  const none = await run(...ask, '--max-cost', String(lead * 0.9));
  assert.equal(none.status, 3, none.err);
  assert.match(complaint(none), /may cost \$[\d.]+, and \$[\d.]+ of the budget are left/);
  assert.equal(server.calls(), 0, 'what may pass the budget is not sent');

  // Enough for the lead and for one specialist at a time, as long as each costs little.
  const some = await run('resume', planPath, '--max-cost', String(lead * 1.2));
  assert.equal(some.status, 3, some.err);
  assert.equal(server.calls('lead'), 1);
  const costs = [...(await files())]
    .filter(([file]) => file.endsWith('/metadata.json'))
    .map(([, text]) => (JSON.parse(text) as { costUsd?: number }).costUsd ?? 0);
  assert.ok(costs.reduce((sum, cost) => sum + cost, 0) <= lead * 1.2);

  const before = new Map(
    ['lead', 'testing', 'reliability', 'newcomer'].map((key) => [key, server.calls(key)]),
  );
  const all = await run('resume', planPath, '--max-cost', '50');
  assert.equal(all.status, 0, all.err);
  for (const [key, calls] of before) {
    assert.equal(server.calls(key), 1, `${key} had ${calls} calls`);
  }
});

test('nobody who has not agreed has a plan sent, not even by resuming', async (t) => {
  const { root, server, run } = await sit(t);
  const quiet = await run('review', planPath);
  assert.equal(quiet.status, 0);
  assert.match(quiet.err, /reviewed by the checks alone\. Nobody has agreed .* --provider to agree/);
  const named = await run('review', planPath, '--reviewers', 'lead');
  assert.equal(named.status, 2);
  assert.match(named.err, /Nobody has agreed that plans of this workspace are sent to anthropic/);
  assert.equal(server.calls(), 0);

  // Without a home nothing can be remembered, so whoever resumes has to say it again.
  const environment = { ANTHROPIC_API_KEY: canary, ANTHROPIC_BASE_URL: server.url };
  const homeless = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: root, environment });
  const resumed = await homeless('resume', planPath);
  assert.equal(resumed.status, 2);
  assert.equal(server.calls(), 0);
  const agreed = await homeless('resume', planPath, '--provider', 'anthropic');
  assert.equal(agreed.status, 0, agreed.err);
});

test('a key is in no byte of what is written and said, whatever happens', async (t) => {
  const { root, server, turns, run, files } = await sit(t);
  const said: string[] = [];
  const all = async (...args: string[]): Promise<number | null> => {
    const { status, out, err } = await run(...args);
    said.push(out, err);
    return status;
  };
  // A provider, or whoever stands between, that repeats what it was sent.
  turns['lead'] = faults.unauthorised(`invalid x-api-key ${canary}`);
  assert.equal(await all(...ask), 3);
  turns['lead'] = faults.badRequest(`cannot read header x-api-key: ${canary}`);
  assert.equal(await all('resume', planPath), 3);
  turns['lead'] = answer(
    review({
      summary: `The key is ${canary}.`,
      findings: [finding({ quote, title: `Uses ${canary}`, observation: `It says ${canary}.` })],
    }),
    { model: `claude-${canary}`, headers: { 'request-id': canary } },
  );
  turns['testing'] = answer(`no JSON but ${canary}`);
  turns['newcomer'] = faults.declined(`I will not use ${canary}.`);
  assert.equal(await all('resume', planPath), 1);
  assert.equal(
    await all('review', planPath, '--json', '--provider', 'anthropic', '--strategy', 'independent'),
    1,
  );
  await all('doctor');
  await all('review', planPath, '--dry-run', '--json');

  assert.ok(server.calls() > 8);
  assert.ok(server.requests.every(({ headers }) => headers['x-api-key'] === canary));
  const stored = await files();
  assert.ok(stored.size > 30);
  for (const [file, text] of stored) {
    assert.ok(!text.includes(canary) && !text.includes(canary.slice(12)), file);
  }
  for (const text of said) {
    assert.ok(!text.includes(canary.slice(12)), text);
  }
  assert.ok(
    server.requests.every(({ text }) => !text.includes(canary)),
    'a later reviewer is not told it either',
  );
  assert.match(
    await readFile(path.join(root, '.plan-review/reviews/docs-plan/round-1/review.md'), 'utf8'),
    /Uses /,
  );
});
