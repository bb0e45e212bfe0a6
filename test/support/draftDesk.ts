import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { responseSchema, type Response } from '../../src/core/domain/response.ts';
import { draftBy, draftedAnswer } from './drafts.ts';
import { answer, type Reply } from './messagesServer/reply.ts';
import { finding, review } from './messagesServer/reviews.ts';
import {
  startMessagesServer,
  type MessagesServer,
  type RecordedRequest,
} from './messagesServer/startMessagesServer.ts';
import { runCli, type CliResult } from './runCli.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** The plan that was reviewed. */
export const path = 'docs/plan.md';
/** The folder of its first round. */
export const folder = '.plan-review/reviews/docs-plan/round-1';

/** What it says. */
export const plan = `# Resize pictures

## 1. Goal

Uploads answer at once.

## 2. Approach

A worker takes the entry and resizes the picture.

## 3. Delivery

The picture is stored beside the original. Nobody looks at the queue. Nobody looks at the queue.

## Success criteria

- [ ] Copy, then compare, shows 0 rows that differ.

## Steps

Copy, then compare.
`;

const found = [
  finding({ severity: 'critical', title: 'A crash loses a picture', quote: 'A worker takes the entry' }),
  finding({ severity: 'major', title: 'Readers may see half a file', quote: 'stored beside the original' }),
  finding({ severity: 'minor', title: 'Nobody watches', quote: 'Nobody looks at the queue.' }),
];

/** An answer that accepts the first finding and says what was done. */
export const acceptF1 = draftedAnswer('F1', {
  disposition: 'accepted',
  response: 'Right: a crash would lose it.',
  action: 'Entries are acknowledged after storing.',
  evidence: 'Section 2',
});

/** The edit that does it. */
export const edit = {
  for: ['F1'],
  old: 'resizes the picture.',
  new: 'resizes the picture. The entry is acknowledged when the picture is stored.',
  reason: 'Acknowledge late',
};

/** What the plan says then. */
export const edited = plan.replace(edit.old, edit.new);

/** What the author’s model drafts where a test does not care. */
export const usual = draftBy([acceptF1, draftedAnswer('F2'), draftedAnswer('F3')], {
  answers: [{ question: 'Q1', answer: 'Up to 20.' }],
});

/** A workspace whose plan has been reviewed, and a command line whose user has a model. */
export interface Desk {
  readonly root: string;
  readonly server: MessagesServer;
  /** What the author's model says; may be changed at any time. */
  author: (prompt: string, attempt: number) => Reply | Promise<Reply>;
  readonly run: (...args: string[]) => Promise<CliResult>;
  /** Runs the command line until `kill` is aborted, as a crash ends it. */
  readonly runKilled: (kill: AbortSignal, ...args: string[]) => Promise<CliResult>;
  readonly read: (name: string) => Promise<string>;
  readonly response: () => Promise<Response>;
  readonly drafts: () => readonly RecordedRequest[];
}

/** A workspace whose plan has been reviewed once, with three findings and a question. */
export async function reviewedDesk(t: TestContext): Promise<Desk> {
  const root = await temporaryFolder(t);
  const home = await temporaryFolder(t);
  const server = await startMessagesServer(t, {
    script: ({ key, text, attempt }) => {
      switch (key) {
        case 'lead-reviewer':
          return answer(review({ verdict: 'NO-GO', findings: found, questions: ['How many pictures?'] }));
        case 'plan-author':
          return desk.author(text, attempt);
        default:
          return answer({ summary: 'They differ.', groups: [] });
      }
    },
  });
  const environment = { HOME: home, ANTHROPIC_API_KEY: 'key-1', ANTHROPIC_BASE_URL: server.url };
  const read = (name: string): Promise<string> => readFile(join(root, folder, name), 'utf8');
  const desk: Desk = {
    root,
    server,
    author: () => answer(usual),
    run: (...args) => runCli(args, { cwd: root, environment }),
    runKilled: (kill, ...args) => runCli(args, { cwd: root, environment, kill }),
    read,
    response: async () => responseSchema.parse(JSON.parse(await read('response.json'))),
    drafts: () => server.requests.filter(({ key }) => key === 'plan-author'),
  };
  await mkdir(join(root, 'docs'));
  await writeFile(join(root, path), plan);
  const first = await desk.run('review', path, '--reviewers', 'lead', '--provider', 'anthropic');
  assert.equal(first.status, 1, first.err);
  return desk;
}

/** The command that drafts. */
export const draft = ['respond', path, '--draft', '--provider', 'anthropic'];
