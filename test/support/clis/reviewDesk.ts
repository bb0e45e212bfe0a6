import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { TestContext } from 'node:test';
import type { Persona } from '../../../src/core/domain/persona.ts';
import type { MessagesBody } from '../messagesServer/receivedRequest.ts';
import * as faults from '../messagesServer/faults.ts';
import { answer, type Reply } from '../messagesServer/reply.ts';
import { startMessagesServer } from '../messagesServer/startMessagesServer.ts';
import { keyOfPersonas } from '../panel/panelScript.ts';
import { refuses, says, type ResponsesReply } from '../responsesServer/responsesReply.ts';
import { startResponsesServer, type ResponsesBody } from '../responsesServer/startResponsesServer.ts';
import { runCli, type CliResult } from '../runCli.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { installClis } from './installClis.ts';
import { groupsOf } from './processGroups.ts';

/** What a model does with a request, whichever vendor's it is. */
export type Move =
  | { readonly says: unknown }
  /** Half of it, and then the stream ends. */
  | { readonly breaksOff: unknown }
  | 'silence'
  /** A server that cannot, which is not asked again within a test. */
  | 'quota';

/** A request as a server saw it. */
export interface Asked {
  /** Whom it was for: a persona's id, `analysis`, or `selection`. */
  readonly key: string;
  /** All that the model would read, from the first word to the last. */
  readonly text: string;
}

/** What a model does with the n-th request for a key, from 1. */
export type CliScript = (key: string, nth: number) => Move;

/** A vendor's command line, set up against a server of this machine by the user's own means. */
export interface Vendor {
  readonly provider: 'claude-cli' | 'codex-cli';
  /** Every request for an answer, in the order of arrival. */
  readonly asked: readonly Asked[];
  /** Requests for anything else. */
  readonly elsewhere: () => readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Shaped like keys, and nowhere else in the world. */
export const canaries = {
  'claude-cli': 'sk-ant-canary-0123456789',
  'codex-cli': 'sk-canary-9876543210',
} as const;

/** A workspace, a user with a home, and `plan-review` as that user runs it. */
export interface CliDesk {
  readonly root: string;
  readonly home: string;
  readonly vendors: readonly Vendor[];
  /** Runs `plan-review`; a run is ended as by a crash when `kill` is aborted. */
  readonly run: (args: readonly string[], kill?: AbortSignal) => Promise<CliResult>;
  /** Ends what a crash has left running, as the end of the machine does. */
  readonly endLeftovers: () => Promise<void>;
  readonly calls: (key: string) => number;
  /** Every request for a key, in the order of arrival. */
  readonly textsFor: (key: string) => readonly string[];
}

/** Sets up the command lines that a script is given for. What a crash leaves running is ended with the test. */
export async function sitAtClis(
  test: Pick<TestContext, 'after'>,
  scripts: Partial<Record<Vendor['provider'], CliScript>>,
  personas: readonly Pick<Persona, 'id' | 'name'>[],
): Promise<CliDesk> {
  const root = await temporaryFolder(test);
  const home = await temporaryFolder(test);
  const temporary = join(home, 'tmp');
  await mkdir(temporary);
  // The folder's name is in the command line of every process that works for this desk.
  const endLeftovers = (): Promise<void> => endGroups(temporary);
  test.after(endLeftovers);
  const programs = await installClis();
  const keyOf = keyOfPersonas(personas);
  const { 'claude-cli': claude, 'codex-cli': codex } = scripts;
  const vendors = [
    ...(claude === undefined ? [] : [await claudeVendor(test, claude, { keyOf, program: programs.claude })]),
    ...(codex === undefined
      ? []
      : [await codexVendor(test, codex, { keyOf, program: programs.codex, home })]),
  ];
  const textsFor = (key: string): readonly string[] =>
    vendors.flatMap(({ asked }) => asked.filter((one) => one.key === key).map(({ text }) => text));
  const none = join(home, 'no-such-program');
  const environment = Object.assign(
    { HOME: home, TMPDIR: temporary, PLAN_REVIEW_CLAUDE: none, PLAN_REVIEW_CODEX: none },
    ...vendors.map((vendor) => vendor.environment),
  ) as Readonly<Record<string, string>>;
  return {
    root,
    home,
    vendors,
    run: (args, kill) => runCli(args, { cwd: root, environment, ...(kill === undefined ? {} : { kill }) }),
    endLeftovers,
    calls: (key) => textsFor(key).length,
    textsFor,
  };
}

/** Ends the processes that have `mark` in their command lines, with all that they have started. */
async function endGroups(mark: string): Promise<void> {
  for (const group of await groupsOf(mark)) {
    process.kill(-group, 'SIGKILL');
  }
}

interface VendorSetUp {
  readonly keyOf: (body: MessagesBody) => string;
  readonly program: string;
}

async function claudeVendor(
  test: Pick<TestContext, 'after'>,
  script: CliScript,
  { keyOf, program }: VendorSetUp,
): Promise<Vendor> {
  const server = await startMessagesServer(test, {
    keyOf,
    script: ({ key, attempt }) => messageOf(script(key, attempt)),
  });
  return {
    provider: 'claude-cli',
    asked: server.requests,
    elsewhere: () => server.otherRequests,
    environment: {
      PLAN_REVIEW_CLAUDE: program,
      ANTHROPIC_BASE_URL: server.url,
      // A key of Claude Code's own that is no setting of ours would be taken for the API's.
      ANTHROPIC_API_KEY: canaries['claude-cli'],
    },
  };
}

/** Claude Code has a model hand in what has a shape by calling a tool. */
function messageOf(move: Move): Reply {
  if (move === 'silence') {
    return faults.silence();
  }
  if (move === 'quota') {
    return faults.unpaid();
  }
  const isWhole = 'says' in move;
  return answer('', {
    toolUse: { name: 'StructuredOutput', input: isWhole ? move.says : move.breaksOff },
    stopReason: 'tool_use',
    ...(isWhole ? {} : { interruption: { at: 'text', how: { kind: 'cut' } } }),
  });
}

async function codexVendor(
  test: Pick<TestContext, 'after'>,
  script: CliScript,
  { keyOf, program, home }: VendorSetUp & { readonly home: string },
): Promise<Vendor> {
  const asked: Asked[] = [];
  const server = await startResponsesServer(test, ({ body, text }) => {
    const key = keyOf(asMessages(body));
    asked.push({ key, text });
    return responseOf(script(key, asked.filter((one) => one.key === key).length));
  });
  await mkdir(join(home, '.codex'));
  await writeFile(
    join(home, '.codex', 'config.toml'),
    [
      'model = "gpt-loop"',
      'model_provider = "loop"',
      '[model_providers.loop]',
      'name = "loop"',
      `base_url = "${server.url}"`,
      'wire_api = "responses"',
      'env_key = "LOOP_PROVIDER"',
    ].join('\n'),
  );
  return {
    provider: 'codex-cli',
    asked,
    elsewhere: () => [],
    environment: { PLAN_REVIEW_CODEX: program, LOOP_PROVIDER: canaries['codex-cli'] },
  };
}

function responseOf(move: Move): ResponsesReply {
  if (move === 'silence') {
    return { kind: 'silence' };
  }
  if (move === 'quota') {
    return refuses(429, 'insufficient_quota', 'You exceeded your current quota.');
  }
  return 'says' in move ? says(move.says) : says(move.breaksOff, { midway: 'cut' });
}

/** What one API is asked in the words of the other, as far as it tells whom a request is for. */
function asMessages({ input = [], text }: ResponsesBody): MessagesBody {
  const messages = input.map(({ role = '', content }) => ({
    role,
    content: Array.isArray(content) ? content : [],
  }));
  const schema = text?.format?.schema;
  return { messages, ...(schema === undefined ? {} : { output_config: { format: { type: '', schema } } }) };
}
