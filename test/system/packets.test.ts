import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { packetCoverageSchema, type PacketCoverage } from '../../src/core/domain/packetReview.ts';
import { answer, type Reply } from '../support/messagesServer/reply.ts';
import type { ReceivedRequest } from '../support/messagesServer/receivedRequest.ts';
import { finding, review } from '../support/messagesServer/reviews.ts';
import { nothingShared } from '../support/panel/panelScript.ts';
import { startPanelServer } from '../support/panel/panelWorld.ts';
import { runCli, type CliResult } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const packetPath = 'docs/packet.md';
const planPath = 'docs/plan.md';
const fixture = path.join(import.meta.dirname, '..', 'fixtures', 'packets', 'queue.md');

const said = { evidence: 'The packet says so.', confidence: 'high', unanswerable: null } as const;

type Answers = readonly { readonly area: string; readonly answers: readonly object[] }[];

/** A review of the packet that answers these questions. */
function packetReview(areas: Answers, more: Parameters<typeof review>[0] = {}): Reply {
  return answer({
    ...review({ findings: [], nothingFound: 'Looked at every area.', ...more }),
    areas: areas.map((area) => ({
      ...area,
      risk: {
        likelihood: 'medium',
        impact: 'high',
        mitigation: `Try area ${area.area} behind a flag.`,
        incident: area.area === '1' ? 'A delivery is sent twice.' : null,
      },
      recommendations: [`Begin area ${area.area} with a test.`],
    })),
  });
}

const all: Answers = [
  {
    area: '1',
    answers: [
      { question: '1.1', answer: 'The worker itself.', ...said },
      { question: '1.2', answer: 'It must look at the lease again.', ...said },
    ],
  },
  { area: '2', answers: [{ question: '2.1', answer: 'It is.', ...said }] },
];

const withoutPause: Answers = [
  { area: '1', answers: [{ question: '1.1', answer: 'The worker itself.', ...said }] },
  ...all.slice(1),
];

interface Desk {
  readonly root: string;
  readonly requests: readonly ReceivedRequest[];
  readonly run: (...args: string[]) => Promise<CliResult>;
  /** What the latest round says of the packet, and its document. */
  readonly coverage: (
    round?: number,
  ) => Promise<{ packet: PacketCoverage; document: string; verdict: string }>;
}

async function sit(
  context: TestContext,
  reply: (request: ReceivedRequest, times: number) => Reply,
): Promise<Desk> {
  const root = await temporaryFolder(context);
  const home = await temporaryFolder(context);
  await mkdir(path.join(root, 'docs'), { recursive: true });
  await writeFile(path.join(root, packetPath), await readFile(fixture));
  await writeFile(path.join(root, planPath), '# A queue\n\nThe lease lives in a table of its own.\n');
  const times = new Map<string, number>();
  const server = await startPanelServer(context, (request) => {
    if (request.key === 'analysis') {
      return answer(nothingShared);
    }
    times.set(request.key, (times.get(request.key) ?? 0) + 1);
    return reply(request, times.get(request.key) ?? 1);
  });
  const environment = { HOME: home, ANTHROPIC_API_KEY: 'sk-ant-test', ANTHROPIC_BASE_URL: server.url };
  return {
    root,
    requests: server.requests,
    run: (...args) => runCli(args, { cwd: root, environment }),
    coverage: async (number = 1) => {
      const folder = path.join(root, '.plan-review', 'reviews', 'docs-packet', `round-${number}`);
      const round = JSON.parse(await readFile(path.join(folder, 'round.json'), 'utf8')) as {
        packet: unknown;
        verdict: { value: string };
      };
      return {
        packet: packetCoverageSchema.parse(round.packet),
        document: await readFile(path.join(folder, 'review.md'), 'utf8'),
        verdict: round.verdict.value,
      };
    },
  };
}

const ask = ['packet', packetPath, '--provider', 'anthropic', '--reviewers', 'lead'];

test('a packet is reviewed area by area, every question answered', async (t) => {
  const { run, coverage, requests } = await sit(t, () => packetReview(all));
  const result = await run(...ask);
  assert.equal(result.status, 0, result.err + result.out);
  assert.match(
    result.out,
    /✓ 1 Leases \(2 of 2 questions answered\)\n {2}✓ 2 Retries \(1 of 1 question answered\)/,
  );
  assert.match(result.out, /Verdict: GO/);
  assert.equal(requests.length, 1);

  const { packet, document } = await coverage();
  assert.deepEqual(
    packet.areas.flatMap(({ questions }) => questions.map(({ id, state }) => `${id} ${state}`)),
    ['1.1 answered', '1.2 answered', '2.1 answered'],
  );
  assert.deepEqual(
    packet.checklist.map(({ text, isTicked, by }) => [text, isTicked, by]),
    [
      ['Review document produced', true, 'host'],
      ['All areas covered', true, 'host'],
      ['Risks identified with mitigation suggestions', true, 'host'],
      ['Recommendations are actionable', false, 'person'],
    ],
  );
  assert.match(document, /### Area 1: Leases/);
  assert.match(
    document,
    /\*\*Question 1\.2:\*\* What does a paused worker do when it wakes up\?\n- It must look/,
  );
  assert.match(
    document,
    /\| Lead reviewer \| Medium \| High \| Try area 1 behind a flag\. \| A delivery is sent twice\. \|/i,
  );
  assert.match(document, /- \[ \] Recommendations are actionable: A person has to tell\./);
});

test('a question that is left out is asked once more, and then uncovered and in the way of a GO', async (t) => {
  const { run, coverage, requests } = await sit(t, () => packetReview(withoutPause));
  const result = await run(...ask);
  assert.equal(result.status, 1, result.err);
  assert.equal(requests.length, 2);
  assert.match(JSON.stringify(requests[1]?.body), /question 1\.2 is not answered/);
  assert.match(result.out, /uncovered 1\.2: What does a paused worker do/);
  assert.match(result.out, /Question 1\.2 of the packet is uncovered/);
  const { packet, document, verdict } = await coverage();
  assert.equal(verdict, 'CONDITIONAL GO');
  assert.deepEqual(
    packet.areas[0]?.questions.map(({ state }) => state),
    ['answered', 'uncovered'],
  );
  assert.equal(packet.checklist.find(({ text }) => text === 'All areas covered')?.isTicked, false);
  assert.match(document, /wakes up\? \*\*Uncovered: nobody has answered it\.\*\*/);
});

test('an answer that was left out at first counts when it comes', async (t) => {
  const { run, coverage } = await sit(t, (_, times) => packetReview(times === 1 ? withoutPause : all));
  const result = await run(...ask);
  assert.equal(result.status, 0, result.err);
  assert.equal((await coverage()).packet.areas[0]?.questions[1]?.state, 'answered');
});

test('a question may be called unanswerable, and an implementation is no answer', async (t) => {
  const code =
    '```ts\nconst a = 1;\nconst b = 2;\nconst c = 3;\nconst d = 4;\nconst e = 5;\nconst f = 6;\n```';
  const { run, coverage } = await sit(t, () =>
    packetReview([
      {
        area: '1',
        answers: [
          { question: '1.1', answer: code, ...said },
          {
            question: '1.2',
            answer: null,
            evidence: '',
            confidence: 'low',
            unanswerable: 'The packet does not say how workers pause.',
          },
        ],
      },
      ...all.slice(1),
    ]),
  );
  const result = await run(...ask);
  assert.equal(result.status, 1, result.err);
  const { packet, document } = await coverage();
  assert.deepEqual(
    packet.areas[0]?.questions.map(({ state }) => state),
    ['uncovered', 'unanswerable'],
  );
  assert.match(document, /wrote an implementation in place of an answer; it does not count/);
  assert.match(document, /Cannot be answered: The packet does not say how workers pause\./);
});

test('findings stand with the area whose words they quote, and criticals are blockers', async (t) => {
  const { root, run, coverage } = await sit(t, () =>
    packetReview(all, {
      findings: [
        finding({ severity: 'critical', title: 'No fence', quote: 'A lease that ends after a minute.' }),
        finding({
          severity: 'minor',
          title: 'Who stores it',
          quote: 'The lease lives in a table of its own.',
        }),
      ],
      nothingFound: null,
    }),
  );
  const result = await run(...ask, '--plan', planPath);
  assert.equal(result.status, 1, result.err);
  assert.match(result.out, /Verdict: NO-GO/);
  const { packet, document } = await coverage();
  const [first, second] = packet.areas;
  assert.equal(first?.findings.length, 1);
  assert.deepEqual(second?.findings, []);
  assert.match(document, /## Blockers\n\n- \[F\d+\] No fence/);
  assert.match(document, /The words are those of docs\/plan\.md, line 3/);
  const stored = path.join(root, '.plan-review/reviews/docs-packet/round-1/findings.json');
  const { findings } = JSON.parse(await readFile(stored, 'utf8')) as {
    findings: { inPlan?: { path: string; anchor: { quote: string } } }[];
  };
  assert.deepEqual(
    findings.map(({ inPlan }) => [inPlan?.path, inPlan?.anchor.quote]),
    [
      [undefined, undefined],
      [planPath, 'The lease lives in a table of its own.'],
    ],
  );
});

test('a later round keeps the answers to the questions that are still asked', async (t) => {
  const { root, run, coverage } = await sit(t, () => packetReview(all));
  assert.equal((await run(...ask)).status, 0);
  const text = await readFile(path.join(root, packetPath), 'utf8');
  await writeFile(
    path.join(root, packetPath),
    text.replace(
      '- Is five the right number?',
      '- Is five the right number?\n- Who is told after the fifth?',
    ),
  );
  const next = await run('next', packetPath, '--reviewers', 'checks', '--without-response');
  assert.equal(next.status, 1, next.err + next.out);
  const { packet, verdict } = await coverage(2);
  assert.equal(verdict, 'CONDITIONAL GO');
  assert.deepEqual(
    packet.areas.flatMap(({ questions }) => questions.map(({ id, state }) => `${id} ${state}`)),
    ['1.1 answered', '1.2 answered', '2.1 answered', '2.2 uncovered'],
  );
});

test('what does not say that it is a packet is no packet', async (t) => {
  const { run } = await sit(t, () => packetReview(all));
  const result = await run('packet', planPath, '--reviewers', 'checks');
  assert.equal(result.status, 2);
  assert.match(result.err, /docs\/plan\.md does not say that it is a packet\.\n {2}Put "kind: packet"/);
});

test('a new packet for a plan is printed, and can be reviewed', async (t) => {
  const { root, run } = await sit(t, () => packetReview([]));
  const template = await run('packet', planPath, '--template');
  assert.equal(template.status, 0, template.err);
  assert.match(
    template.out,
    /^---\nkind: packet\nplan: "docs\/plan\.md"\n---\n\n# Packet: review of A queue\n/,
  );
  await writeFile(path.join(root, 'docs/new-packet.md'), template.out);
  const checked = await run('packet', 'docs/new-packet.md', '--reviewers', 'checks');
  assert.equal(checked.status, 1);
  assert.match(checked.out, /✗ 1 A queue \(0 of 2 questions answered\)/);
  assert.doesNotMatch(checked.out, /Part missing|Area without/);
});
