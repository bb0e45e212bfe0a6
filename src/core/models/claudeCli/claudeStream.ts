import type { TokenUsage } from '../../domain/modelUsage.ts';
import type { ModelActivity } from '../../ports/languageModel.ts';
import type { Reading } from '../shared/processRun.ts';
import {
  readBlock,
  readEvent,
  type ClaudeEvent,
  type ClaudeResult,
  type ClaudeUsage,
} from './claudeEvents.ts';

/** The tool through which the program has a model give an answer that has a schema. */
const ANSWER_TOOL = 'StructuredOutput';

/** About as many characters make a token. */
const CHARACTERS_OF_A_TOKEN = 4;

/** What a run has said so far. */
export interface ClaudeRun {
  /** Whether the program came as far as beginning: a session that it does not know ends it before. */
  hasBegun: boolean;
  session: string | undefined;
  /** The message's id; there once the provider has begun to answer. */
  message: string | undefined;
  model: string | undefined;
  requestId: string | undefined;
  stopReason: string | undefined;
  usage: TokenUsage;
  /** What the model has written, as far as it came. */
  written: string;
  /** The answer in whole messages: what was handed to the answer's tool, or else the text. */
  answer: string | undefined;
  /** The program's word for an error, such as `rate_limit`. */
  error: string | undefined;
  isLimitReached: boolean;
  result: ClaudeResult | undefined;
}

/** The reasons to stop after which the program would ask again by itself. */
const endings: ReadonlySet<string> = new Set(['max_tokens', 'refusal', 'model_context_window_exceeded']);

/** Reads a run line by line. `stop` where the model has stopped for a reason that makes it no answer. */
export function readClaudeRun(onActivity: (activity: ModelActivity) => void): {
  readonly run: ClaudeRun;
  readonly onLine: (line: string) => Reading;
} {
  const run: ClaudeRun = {
    hasBegun: false,
    session: undefined,
    message: undefined,
    model: undefined,
    requestId: undefined,
    stopReason: undefined,
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    written: '',
    answer: undefined,
    error: undefined,
    isLimitReached: false,
    result: undefined,
  };
  return {
    run,
    onLine: (line) => {
      const event = readEvent(line);
      const isContent = event?.type === 'stream_event' && event.event.type === 'content_block_delta';
      if (event !== undefined) {
        take(run, event);
      }
      onActivity(
        isContent
          ? { kind: 'content', outputTokens: Math.ceil(run.written.length / CHARACTERS_OF_A_TOKEN) }
          : { kind: 'bytes' },
      );
      return endings.has(run.stopReason ?? '') ? 'stop' : 'go-on';
    },
  };
}

function take(run: ClaudeRun, event: ClaudeEvent): void {
  switch (event.type) {
    case 'system':
      run.hasBegun = true;
      run.session = event.session_id;
      break;
    case 'rate_limit_event':
      run.isLimitReached = event.rate_limit_info.status === 'rejected';
      break;
    case 'stream_event':
      takeStreamed(run, event.event);
      break;
    case 'assistant':
      run.requestId = event.request_id ?? run.requestId;
      if (event.is_api_error_message === true) {
        run.error = event.error;
      } else {
        run.answer = answerIn(event.message.content) ?? run.answer;
      }
      break;
    case 'result':
      run.result = event;
      run.stopReason ??= event.stop_reason;
      // What the program sums up itself is what will be billed, but it leaves out an answer that broke off.
      run.usage = event.usage === undefined || event.is_error ? run.usage : tokens(event.usage);
      break;
  }
}

function takeStreamed(run: ClaudeRun, event: Extract<ClaudeEvent, { type: 'stream_event' }>['event']): void {
  switch (event.type) {
    case 'message_start':
      run.message = event.message.id;
      run.model = event.message.model;
      run.written = '';
      run.usage = tokens(event.message.usage ?? {});
      break;
    case 'content_block_delta':
      run.written += event.delta.text ?? event.delta.partial_json ?? '';
      break;
    case 'message_delta':
      run.stopReason = event.delta.stop_reason ?? run.stopReason;
      run.usage = { ...run.usage, output: event.usage?.output_tokens ?? run.usage.output };
      break;
  }
}

function tokens(usage: ClaudeUsage): TokenUsage {
  return {
    input: usage.input_tokens ?? 0,
    output: usage.output_tokens ?? 0,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite: usage.cache_creation_input_tokens ?? 0,
  };
}

/** The answer in a message. One that the program finds not to have the schema is an answer too: the caller judges. */
function answerIn(content: readonly unknown[]): string | undefined {
  const blocks = content.map(readBlock);
  const handedIn = blocks.findLast((block) => block?.type === 'tool_use' && block.name === ANSWER_TOOL);
  if (handedIn?.type === 'tool_use') {
    return JSON.stringify(handedIn.input);
  }
  const texts = blocks.flatMap((block) => (block?.type === 'text' ? [block.text] : []));
  return texts.length === 0 ? undefined : texts.join('');
}
