import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createPlanReview } from '../../src/core/index.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { review } from '../support/messagesServer/reviews.ts';
import { startMessagesServer, type MessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import { prefixReuse } from '../support/panel/prefixReuse.ts';

/** How long a round of many reviewers takes beside one reviewer, and how much of the prompt they share. */
export interface ReviewersResult {
  readonly reviewers: number;
  /** How long the server takes for each answer, which begins at once. In milliseconds, as all that follows. */
  readonly answerMs: number;
  /** The whole round, from the call to the stored artifacts: the median of `runs`, and all of them. */
  readonly roundMs: number;
  readonly runs: readonly number[];
  /** What is to be reached: 1.05 times an answer, and 300. */
  readonly reachMs: number;
  /** The same reviewers one after the other. */
  readonly sequentialMs: number;
  /** The same of six personas on a book, one second each. */
  readonly six: Pick<ReviewersResult, 'answerMs' | 'roundMs' | 'runs' | 'reachMs' | 'sequentialMs'>;
  /** Of a round of five reviewers: what was read of what could be, from 0 to 1, by strategy. */
  readonly prefixShare: { readonly complementary: number; readonly independent: number };
}

const many = 20;
const answerMs = 2_000;
const rounds = 5;

/** The plan: as long as a real one, with nothing in it to be found wrong. */
const plan = `# Move the ledger\n\n${Array.from({ length: 60 }, (_, part) => `## Part ${part + 1}\n\n${'The job copies rows and compares them. '.repeat(12)}\n`).join('\n')}`;

/** Measures rounds against a server on this machine that takes as long for an answer as it is told. */
export async function measureReviewers(): Promise<ReviewersResult> {
  const cleaning: (() => unknown)[] = [];
  const hook = { after: (clean: () => unknown): void => void cleaning.push(clean) } as Parameters<
    typeof startMessagesServer
  >[0];
  try {
    const timesOf = async (count: number, takesMs: number): Promise<number[]> => {
      const ids = Array.from({ length: count }, (_, index) => `reader-${index + 1}`);
      const runs: number[] = [];
      for (let run = 0; run < rounds; run += 1) {
        const { elapsedMs } = await round(hook, { ids, strategy: 'independent', takesMs });
        runs.push(Math.round(elapsedMs));
      }
      return runs;
    };
    const runs = await timesOf(many, answerMs);
    const ofSix = await timesOf(6, 1_000);
    const five = ['lead', 'reliability', 'testing', 'newcomer', 'operations'];
    const shareOf = async (strategy: 'complementary' | 'independent'): Promise<number> =>
      (await round(hook, { ids: five, strategy, takesMs: 200 })).share;
    return {
      reviewers: many,
      answerMs,
      roundMs: median(runs),
      runs,
      reachMs: answerMs * 1.05 + 300,
      sequentialMs: many * answerMs,
      six: {
        answerMs: 1_000,
        roundMs: median(ofSix),
        runs: ofSix,
        reachMs: 1_000 * 1.05 + 300,
        sequentialMs: 6_000,
      },
      prefixShare: {
        complementary: await shareOf('complementary'),
        independent: await shareOf('independent'),
      },
    };
  } finally {
    for (const clean of cleaning.toReversed()) {
      await clean();
    }
  }
}

function median(runs: readonly number[]): number {
  return runs.toSorted((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN;
}

/** One round in a workspace of its own, asked of a server of its own. */
async function round(
  hook: Parameters<typeof startMessagesServer>[0],
  {
    ids,
    strategy,
    takesMs,
  }: {
    readonly ids: readonly string[];
    readonly strategy: 'complementary' | 'independent';
    readonly takesMs: number;
  },
): Promise<{ readonly elapsedMs: number; readonly share: number }> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'plan-review-bench-'));
  const server = await startMessagesServer(hook, {
    // The first words come at once, the last ones when the time is over.
    script: () => answer(review(), { midway: takesMs }),
  });
  try {
    await mkdir(path.join(root, '.plan-review/personas'), { recursive: true });
    await writeFile(path.join(root, 'plan.md'), plan);
    for (const id of ids.filter((name) => name.startsWith('reader-'))) {
      await writeFile(
        path.join(root, `.plan-review/personas/${id}.md`),
        `---\nid: ${id}\nname: ${id}\narchetype: reader\nexperience: senior\n---\n\nYou read as ${id}.\n`,
      );
    }
    const planReview = engine(root, server);
    // What is loaded once is not what is measured.
    await planReview.check({ path: 'plan.md' });
    const startedAt = performance.now();
    await planReview.review({
      path: 'plan.md',
      panel: { reviewers: ids, strategy, provider: 'anthropic' },
      askToSend: () => Promise.resolve(true),
    });
    return { elapsedMs: performance.now() - startedAt, share: prefixReuse(server.requests).share };
  } finally {
    await server.close();
    await rm(root, { recursive: true, force: true });
  }
}

function engine(root: string, server: MessagesServer) {
  return createPlanReview({
    root,
    isTrusted: true,
    version: '0',
    environment: { PATH: process.env['PATH'] },
    models: {
      anthropic: { credential: () => Promise.resolve({ apiKey: 'key-1' }), baseUrl: server.url },
    },
    personasFolder: path.resolve(import.meta.dirname, '../../personas'),
  });
}
