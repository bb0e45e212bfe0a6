import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { readCodexRun, usageOf } from './codexStream.ts';

const end = JSON.stringify({
  type: 'turn.completed',
  usage: { input_tokens: 500, cached_input_tokens: 300, output_tokens: 90 },
});
const logged = (input: number, output: number): string =>
  `2026-11-21T05:15:36Z  INFO codex_otel.log_only: event.name="codex.sse_event" event.kind=response.completed input_token_count=${input} cached_token_count=0 output_token_count=${output}`;

function read(lines: readonly { readonly from: 'end' | 'log'; readonly text: string }[]) {
  const { run, onLine, onErrorLine } = readCodexRun(() => undefined);
  for (const { from, text } of lines) {
    if (from === 'end') {
      onLine(text);
    } else {
      onErrorLine(text);
    }
  }
  return usageOf(run);
}

test('a run has used what its log says, whichever of its two outputs is read first', () => {
  const lines = [
    { from: 'log' as const, text: logged(100, 20) },
    { from: 'log' as const, text: logged(7, 3) },
    { from: 'end' as const, text: end },
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length, maxLength: lines.length }), (order) => {
      assert.deepEqual(read(order), { input: 107, output: 23, cacheRead: 0, cacheWrite: 0 });
    }),
  );
});

test('without a log, what the thread has used stands for it', () => {
  assert.deepEqual(read([{ from: 'end', text: end }]), {
    input: 200,
    output: 90,
    cacheRead: 300,
    cacheWrite: 0,
  });
  assert.deepEqual(read([]), { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 });
});
