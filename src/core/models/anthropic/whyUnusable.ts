import type { ModelErrorCode } from '../../domain/modelError.ts';
import type { Received } from './received.ts';

/** Why what came is no answer. */
export interface Unusable {
  readonly code: ModelErrorCode;
  /** Words for it, where the code does not say it all. */
  readonly said?: string;
}

/** The reasons to stop that leave an answer whole. */
const wholeReasons: ReadonlySet<string> = new Set(['end_turn', 'stop_sequence']);

/** Why an answer that was read to its end cannot be used; undefined for one that can. */
export function whyUnusable(received: Received): Unusable | undefined {
  if (!received.isStream) {
    return { code: 'model-request', said: 'what came back is no answer of the Messages API' };
  }
  const { stopReason } = received;
  switch (stopReason) {
    case 'max_tokens':
      return { code: 'model-truncated' };
    case 'refusal':
      return { code: 'model-refused' };
    case 'model_context_window_exceeded':
      return { code: 'model-too-long' };
    default:
      break;
  }
  if (!received.isWhole || stopReason === undefined) {
    return { code: 'model-incomplete' };
  }
  // `pause_turn` and `tool_use` wait for tools that we never offer.
  return wholeReasons.has(stopReason) && received.text !== ''
    ? undefined
    : {
        code: 'model-incomplete',
        said: stopReason === 'end_turn' ? 'it is empty' : `it stopped with ${stopReason}`,
      };
}
