import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { roundSchema, type Round } from '../../src/core/domain/round.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { packetAnswer, type PacketAnswer } from '../support/packets/packetAnswers.ts';
import { nothingShared } from '../support/panel/panelScript.ts';
import { startPanelServer } from '../support/panel/panelWorld.ts';
import { runCli } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const fixtures = path.join(import.meta.dirname, '..', 'fixtures', 'packets');

interface Shape {
  readonly file: string;
  /** How many questions each area asks. */
  readonly asked: readonly number[];
  /** What is wrong with the packet itself. */
  readonly faults: readonly string[];
  /** What of its checklist is ticked once every question is answered. */
  readonly ticked: readonly boolean[];
  /** A question to leave out. */
  readonly leftOut: string;
}

const shapes: readonly Shape[] = [
  // As many areas and questions as a real one, with lanes of which two claim one file.
  {
    file: 'ledger.md',
    asked: [4, 4, 4, 3, 4],
    faults: ['Claimed by two lanes: src/ledger/index.ts'],
    ticked: [true, true, true, false],
    leftOut: '5.4',
  },
  // Other names, another order, and areas that are items of a list.
  { file: 'search.md', asked: [2, 1], faults: [], ticked: [true, false], leftOut: '2.1' },
  // Areas without a scope around them, and parts that are missing.
  {
    file: 'handover.md',
    asked: [2, 1],
    faults: ['Constraints', 'Deliverables', 'Mission', 'Role', 'Verification'].map(
      (part) => `Part missing: ${part}`,
    ),
    ticked: [],
    leftOut: '1.2',
  },
  { file: 'cutover.html', asked: [2, 1], faults: [], ticked: [true], leftOut: '1.1' },
];

interface Reviewed {
  readonly round: Round;
  readonly titles: readonly string[];
  readonly calls: number;
  readonly out: string;
}

/** Reviews a packet against a server that answers each reviewer as `said` has it. */
async function reviewShape(
  context: TestContext,
  file: string,
  said: Readonly<Record<string, PacketAnswer>>,
  options: readonly string[] = [],
): Promise<Reviewed> {
  const text = await readFile(path.join(fixtures, file), 'utf8');
  const root = await temporaryFolder(context);
  await mkdir(path.join(root, 'docs'));
  await writeFile(path.join(root, 'docs', file), text);
  const server = await startPanelServer(context, ({ key }) =>
    key === 'analysis' ? answer(nothingShared) : packetAnswer(text, said[key], `docs/${file}`),
  );
  const reviewers = Object.keys(said).join(',');
  const args = ['packet', `docs/${file}`, '--provider', 'anthropic', '--reviewers', reviewers, ...options];
  const environment = { HOME: root, ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: server.url };
  const result = await runCli(args, { cwd: root, environment });
  assert.ok(result.status === 0 || result.status === 1, result.err);
  const slug = `docs-${file.replace(/\..*$/, '')}`;
  const folder = path.join(root, '.plan-review', 'reviews', slug, 'round-1');
  const found = JSON.parse(await readFile(path.join(folder, 'findings.json'), 'utf8')) as {
    findings: { title: string }[];
  };
  return {
    round: roundSchema.parse(JSON.parse(await readFile(path.join(folder, 'round.json'), 'utf8'))),
    titles: found.findings.map(({ title }) => title).toSorted(),
    calls: server.calls(),
    out: result.out,
  };
}

const statesIn = ({ packet }: Round): readonly string[] =>
  packet?.areas.flatMap(({ questions }) => questions.map(({ id, state }) => `${id} ${state}`)) ?? [];

const uncoveredIn = ({ verdict }: Round): readonly string[] =>
  verdict.reasons.filter(({ code }) => code === 'question-uncovered').map(({ text }) => text);

for (const { file, asked, faults, ticked, leftOut } of shapes) {
  describe(`the packet ${file}`, () => {
    test('is covered, area by area and question by question', async (t) => {
      const { round, titles } = await reviewShape(t, file, { lead: {} });
      assert.deepEqual(
        statesIn(round),
        asked.flatMap((count, area) =>
          Array.from({ length: count }, (_, question) => `${area + 1}.${question + 1} answered`),
        ),
      );
      assert.deepEqual(
        titles.filter((title) => /^(?:Part|Area|Claimed)/.test(title)),
        faults,
      );
      assert.deepEqual(uncoveredIn(round), []);
      assert.deepEqual(
        round.packet?.checklist.map(({ isTicked }) => isTicked),
        ticked,
      );
      assert.deepEqual(
        round.packet?.areas.map(({ risks, recommendations }) => [risks.length, recommendations.length]),
        asked.map(() => [1, 1]),
      );
    });

    test('is told what was left out, and gets no GO', async (t) => {
      const { round, out, calls } = await reviewShape(t, file, { lead: { leftOut: [leftOut] } });
      assert.deepEqual(
        statesIn(round).filter((state) => !state.endsWith('answered')),
        [`${leftOut} uncovered`],
      );
      assert.match(
        uncoveredIn(round).join(),
        new RegExp(`^Question ${leftOut} of the packet is uncovered: `),
      );
      assert.notEqual(round.verdict.value, 'GO');
      assert.match(out, new RegExp(`uncovered ${leftOut}: `));
      // Asked once more, and not again.
      assert.equal(calls, 2);
    });
  });
}

test('reviewers may share the areas of a packet, and nobody is asked again for another one’s', async (t) => {
  const own = { lead: { areas: ['1', '3', '5'] }, operations: { areas: ['2', '4'] } };
  const { round, calls } = await reviewShape(t, 'ledger.md', own, ['--share-areas']);
  assert.deepEqual(uncoveredIn(round), []);
  assert.deepEqual(
    round.packet?.areas.map(({ risks }) => risks.map(({ reviewer }) => reviewer)),
    [
      ['Lead reviewer'],
      ['Operations engineer'],
      ['Lead reviewer'],
      ['Operations engineer'],
      ['Lead reviewer'],
    ],
  );
  assert.equal(calls, 2);
});

test('an area that its reviewer leaves out is uncovered, whoever else might have answered it', async (t) => {
  const own = { lead: { areas: ['1', '3'] }, operations: { areas: ['2', '4', '5'] } };
  const { round, calls } = await reviewShape(t, 'ledger.md', own, ['--share-areas']);
  assert.deepEqual(
    statesIn(round).filter((state) => !state.endsWith('answered')),
    ['5.1', '5.2', '5.3', '5.4'].map((id) => `${id} uncovered`),
  );
  assert.notEqual(round.verdict.value, 'GO');
  // The lead was asked once more.
  assert.equal(calls, 3);
});
