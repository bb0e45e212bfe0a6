import { z } from 'zod';
import { addTokens, noTokens, type TokenUsage } from '../../domain/modelUsage.ts';
import type { ModelActivity } from '../../ports/languageModel.ts';
import type { Reading } from '../shared/processRun.ts';
import { numberIn, readLogLine, type CodexLogLine } from './codexLog.ts';

const count = z.number().int().min(0).catch(0);

/** What of the program's output is read. Everything else in it is left alone, so that newer versions are understood. */
const eventSchema = z.union([
  z.object({ type: z.literal('thread.started'), thread_id: z.string() }),
  z.object({
    type: z.literal('item.completed'),
    item: z.object({ type: z.literal('agent_message'), text: z.string() }),
  }),
  z.object({
    type: z.literal('turn.completed'),
    usage: z
      .object({
        input_tokens: count,
        cached_input_tokens: count,
        cache_write_input_tokens: count,
        output_tokens: count,
      })
      .partial(),
  }),
  z.object({ type: z.literal('turn.failed'), error: z.object({ message: z.string() }) }),
  // Also said of things that the program gets over by itself.
  z.object({ type: z.literal('error'), message: z.string() }),
]);

type CodexEvent = z.infer<typeof eventSchema>;

/** What a run has said so far. */
export interface CodexRun {
  /** Whether the program came as far as beginning: a session that it does not know ends it before. */
  hasBegun: boolean;
  session: string | undefined;
  model: string | undefined;
  requestId: string | undefined;
  /** Whether anything of an answer has come in. */
  isAnswering: boolean;
  answer: string | undefined;
  isCompleted: boolean;
  /** The status of the last request, where the log tells it. */
  status: number | undefined;
  /** The program's last sentence about an error. */
  complaint: string | undefined;
  /** What this run alone has used, as its log tells it; undefined where there is no log. */
  logged: TokenUsage | undefined;
  /** What the whole thread has used, as its end tells it; earlier runs of the session included. */
  thread: TokenUsage | undefined;
}

/** What a run has used. Its end and its log come in any order, since they are two outputs. */
export function usageOf({ logged, thread }: CodexRun): TokenUsage {
  return logged ?? thread ?? noTokens;
}

/** Reads a run line by line, from both of its outputs. */
export function readCodexRun(onActivity: (activity: ModelActivity) => void): {
  readonly run: CodexRun;
  readonly onLine: (line: string) => Reading;
  readonly onErrorLine: (line: string) => 'keep' | 'drop';
} {
  const run: CodexRun = {
    hasBegun: false,
    session: undefined,
    model: undefined,
    requestId: undefined,
    isAnswering: false,
    answer: undefined,
    isCompleted: false,
    status: undefined,
    complaint: undefined,
    logged: undefined,
    thread: undefined,
  };
  return {
    run,
    onLine: (line) => {
      const event = readEvent(line);
      if (event !== undefined) {
        take(run, event);
      }
      onActivity({ kind: event?.type === 'item.completed' ? 'content' : 'bytes' });
      return 'go-on';
    },
    onErrorLine: (line) => {
      const logged = readLogLine(line);
      if (logged === undefined) {
        return 'keep';
      }
      takeLogged(run, logged);
      onActivity({ kind: isContent(logged) ? 'content' : 'bytes' });
      return 'drop';
    },
  };
}

function readEvent(line: string): CodexEvent | undefined {
  try {
    return eventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function take(run: CodexRun, event: CodexEvent): void {
  switch (event.type) {
    case 'thread.started':
      run.hasBegun = true;
      run.session = event.thread_id;
      break;
    case 'item.completed':
      run.isAnswering = true;
      run.answer = event.item.text;
      break;
    case 'turn.completed':
      run.isCompleted = true;
      run.thread = tokens(event.usage);
      break;
    case 'turn.failed':
      run.complaint = event.error.message;
      break;
    case 'error':
      run.complaint = event.message;
      break;
  }
}

function takeLogged(run: CodexRun, line: CodexLogLine): void {
  run.model = line.fields.get('model') ?? run.model;
  if (line.event === 'codex.api_request') {
    run.status = numberIn(line, 'http.response.status_code');
    run.requestId = line.fields.get('auth.request_id') ?? run.requestId;
  } else if (isStreamed(line)) {
    run.isAnswering = true;
    const input = numberIn(line, 'input_token_count');
    if (input !== undefined) {
      run.logged = addTokens(
        run.logged ?? noTokens,
        tokens({
          input_tokens: input,
          cached_input_tokens: numberIn(line, 'cached_token_count'),
          cache_write_input_tokens: numberIn(line, 'cache_write_token_count'),
          output_tokens: numberIn(line, 'output_token_count'),
        }),
      );
    }
  }
}

function isStreamed({ event }: CodexLogLine): boolean {
  return event === 'codex.sse_event' || event === 'codex.websocket_event';
}

/** Whether the model has written something: of the answer, or of what it thinks. */
function isContent(line: CodexLogLine): boolean {
  return isStreamed(line) && line.fields.get('event.kind')?.endsWith('.delta') === true;
}

/** Tokens as we count them. Here `input` holds what was read from the cache and written to it. */
function tokens(usage: {
  readonly input_tokens?: number | undefined;
  readonly cached_input_tokens?: number | undefined;
  readonly cache_write_input_tokens?: number | undefined;
  readonly output_tokens?: number | undefined;
}): TokenUsage {
  const cacheRead = usage.cached_input_tokens ?? 0;
  const cacheWrite = usage.cache_write_input_tokens ?? 0;
  return {
    input: Math.max(0, (usage.input_tokens ?? 0) - cacheRead - cacheWrite),
    output: usage.output_tokens ?? 0,
    cacheRead,
    cacheWrite,
  };
}
