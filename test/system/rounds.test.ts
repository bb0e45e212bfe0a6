import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { recordSchema } from '../../src/core/domain/record.ts';
import { responseSchema } from '../../src/core/domain/response.ts';
import { reviewReportSchema } from '../../src/core/domain/reviewReport.ts';
import { createRepository, type TestRepository } from '../support/git/testRepository.ts';
import { startMessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import { editedPlan, plan, responses, script, story } from '../support/rounds/story.ts';
import { assertWholeStory } from '../support/rounds/storyDocuments.ts';
import { writtenResponse } from '../support/rounds/writtenResponse.ts';
import { runCli, type CliResult } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const { path, folder, author, signedBy } = story;

interface Story {
  readonly repository: TestRepository;
  readonly run: (...args: string[]) => Promise<CliResult>;
  /** A file of the review's folder. */
  readonly read: (name: string) => Promise<string>;
}

async function begin(t: TestContext): Promise<Story> {
  const server = await startMessagesServer(t, { script });
  const repository = await createRepository(await temporaryFolder(t));
  const home = await temporaryFolder(t);
  await repository.write(path, plan);
  repository.commit('Plan');
  return {
    repository,
    run: (...args) =>
      runCli(args, {
        cwd: repository.root,
        environment: { HOME: home, ANTHROPIC_API_KEY: 'key-1', ANTHROPIC_BASE_URL: server.url },
      }),
    read: (name) => readFile(join(repository.root, folder, name), 'utf8'),
  };
}

function tableRows(document: string, heading: string): string[] {
  const [, below = ''] = document.split(`${heading}\n\n`);
  return (below.split(/\n\n/)[0] ?? '').split('\n').slice(2);
}

test('a review is played through on the command line, from the first finding to the signed record', async (t) => {
  const { repository, run, read } = await begin(t);

  const first = await run(
    'review',
    path,
    '--reviewers',
    story.reviewers.join(','),
    '--provider',
    'anthropic',
    '--json',
  );
  assert.equal(first.status, 1, first.err);
  const report = reviewReportSchema.parse(JSON.parse(first.out));
  assert.deepEqual(
    report.findings.map(({ finding: { id, severity } }) => `${id} ${severity}`),
    ['F1 critical', 'F2 major', 'F3 minor', 'F4 suggestion'],
  );
  assert.deepEqual(
    report.round.questions.map(({ id }) => id),
    ['Q1', 'Q2'],
  );
  assert.equal(report.round.verdict.value, 'NO-GO');

  const early = await run('next', path, '--provider', 'anthropic');
  assert.equal(early.status, 2);
  assert.match(early.err, /no submitted response/);

  const template = await run('respond', path);
  assert.equal(template.status, 0, template.err);
  const incomplete = await run('respond', path, '--submit', '--author', author);
  assert.equal(incomplete.status, 2);
  assert.match(incomplete.err, /F1 is critical and has no answer yet\. F2 is major/);

  await writeFile(
    join(repository.root, folder, 'round-1/response.md'),
    writtenResponse(await read('round-1/response.md'), responses.first),
  );
  await repository.write(path, editedPlan);

  const submitted = await run('respond', path, '--submit', '--author', author);
  assert.equal(submitted.status, 0, submitted.err);
  assert.match(submitted.out, /F1 critical: Accepted: proved/);
  const stored = responseSchema.parse(JSON.parse(await read('round-1/response.json')));
  assert.equal(stored.state, 'submitted');
  assert.equal(stored.summary, 'Critical and major findings are accepted.');
  assert.deepEqual(tableRows(await read('round-1/response.md'), '### Plan Modifications'), [
    '| 1 Goal | Changed: +1 −1 lines | Answer Q1 |',
    '| 2.1 Failures | Acknowledgement after storing, three attempts, parking queue | Address F1 |',
    '| 2.2 Watching | Measurements and an alarm | Address F2 |',
    '| 3 Delivery | Temporary name and rename | Address F3 |',
  ]);

  const second = await run('next', path, '--provider', 'anthropic', '--json');
  assert.equal(second.status, 0, second.err + second.out);
  const later = reviewReportSchema.parse(JSON.parse(second.out));
  assert.equal(later.round.verdict.value, 'GO');
  assert.deepEqual(
    later.round.resolutions?.map(({ finding: id, status, proof }) => `${id} ${status} ${proof.state}`),
    ['F1 resolved proved', 'F2 resolved proved', 'F3 resolved proved', 'F4 acknowledged none'],
  );
  assert.deepEqual(
    later.findings.map(({ finding: { id, severity } }) => `${id} ${severity}`),
    ['F5 minor'],
  );
  const document = await read('round-2/review.md');
  assert.deepEqual(
    tableRows(document, '## Round 1 Concern Resolution').map((row) =>
      row.split(' | ').slice(0, 3).join(' | '),
    ),
    [
      '| F1 (A stopped worker loses its picture) | Resolved | The plan settles F1 now.',
      '| F2 (Nobody would notice a backlog) | Resolved | The plan settles F2 now.',
      '| F3 (Readers may see half a file) | Resolved | The plan settles F3 now.',
      '| F4 (Consider the hosted converter) | Acknowledged | The plan settles F4 now.',
    ],
  );

  await run('respond', path);
  const last = writtenResponse(await read('round-2/response.md'), responses.last);
  const file = join(await temporaryFolder(t), 'answer.md');
  await writeFile(file, last);
  const final = await run('respond', path, '--file', file, '--author', author, '--submit');
  assert.equal(final.status, 0, final.err);

  const proposal = await run('finalize', path, '--json');
  assert.equal(proposal.status, 0, proposal.err);
  assert.deepEqual(
    (JSON.parse(proposal.out) as { readiness: { by: string; isTicked: boolean }[] }).readiness.filter(
      ({ by, isTicked }) => by === 'person' && isTicked,
    ),
    [],
  );
  const signed = await run('finalize', path, '--by', signedBy, '--tick', story.ticked.join(','));
  assert.equal(signed.status, 0, signed.err);
  await assertWholeStory(join(repository.root, folder));
  const record = recordSchema.parse(JSON.parse(await read('record.json')));
  assert.equal(record.signedBy, 'Grace Hopper');
  assert.deepEqual(
    record.rounds.map(({ verdict, dispositions, keyChanges }) => [verdict, dispositions, keyChanges.length]),
    [
      ['NO-GO', { accepted: 3, acknowledged: 1 }, 4],
      ['GO', { deferred: 1 }, 0],
    ],
  );
  assert.deepEqual(
    record.findings?.map(({ status }) => status),
    ['resolved', 'resolved', 'resolved', 'acknowledged', 'open'],
  );
  const text = await read('record.md');
  assert.deepEqual(tableRows(text, '## Residual Risks'), [
    '| F4: Consider the hosted converter | Medium | Low | Compare its price before building. |',
    '| F5: The parking queue has no owner | Medium | Low | A task for the runbook |',
  ]);
  for (const part of [
    '### Round 1: NO-GO',
    '- **Findings:** 4 findings (1 critical, 1 major, 1 minor, 1 suggestion)',
    '- **Accepted:** 3',
    '- **Key Changes:** 1 Goal, 2.1 Failures, 2.2 Watching, 3 Delivery',
    '### Round 2: GO',
    '- **Deferred:** 1',
    '- [x] All critical concerns are resolved',
    '- [x] The testing approach is specified (Ticked by Grace Hopper)',
    '**Final Assessment: GO**',
    '**Confidence Level:** High',
    'Every finding is settled.',
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.match(await read('../docs-plans-resize-pictures/review.json'), /"status": "recorded"/);

  const view = await run('view', path);
  assert.equal(view.status, 0, view.err);
  const page = await run('view', path, '--format', 'html');
  assert.match(page.out, /^<!DOCTYPE html>[^]*Round 2: review[^]*Signed by:<\/strong> Grace Hopper/);
  repository.commit('Review');
  assert.equal((await run('view', path)).status, 0, 'committing the plan and its review takes nothing away');
  await repository.write('src/app.ts', 'export {};\n');
  repository.commit('Work');
  const moved = await run('view', path);
  assert.equal(moved.status, 1);
  assert.match(moved.out, /GO \(stale\)\n.*HEAD has moved .* src\/app\.ts/);
  await repository.write(path, `${editedPlan}\nMore.\n`);
  assert.match((await run('view', path)).out, /The plan was changed after round 2\./);
  const unsigned = await run('finalize', path, '--by', 'Grace Hopper');
  assert.equal(unsigned.status, 2);
  assert.match(unsigned.err, /CONDITIONAL GO, and no reason is given/);
});

test('a response that cannot be read is refused with its line, and what is stored stays', async (t) => {
  const { repository, run, read } = await begin(t);
  await run('review', path, '--reviewers', 'lead', '--provider', 'anthropic');
  await run('respond', path, '--author', author);
  const before = await read('round-1/response.json');
  const document = await read('round-1/response.md');
  const broken = document.replace('**Disposition:** Open', '**Disposition:** Perhaps');
  const line = broken.slice(0, broken.indexOf('Perhaps')).split('\n').length;
  await writeFile(join(repository.root, folder, 'round-1/response.md'), broken);
  for (const command of ['respond', 'next']) {
    const refused = await run(command, path, ...(command === 'next' ? ['--reviewers', 'checks'] : []));
    assert.equal(refused.status, 2, refused.out);
    assert.match(refused.err, new RegExp(`round-1/response\\.md:${line}: "Perhaps" is no disposition`));
  }
  assert.equal(await read('round-1/response.json'), before);
  assert.equal(await read('round-1/response.md'), broken);
});
