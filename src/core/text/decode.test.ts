import assert from 'node:assert/strict';
import test from 'node:test';
import { decodePlan } from './decode.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

test('UTF-8 is read as it is, without its byte order mark', () => {
  const text = 'Ziel: \u{1f600}\r\n';
  assert.deepEqual(decodePlan(new TextEncoder().encode(text)), { ok: true, text });
  assert.deepEqual(decodePlan(bytes(0xef, 0xbb, 0xbf, 0x41)), { ok: true, text: 'A' });
});

test('what is no UTF-8 text is named for what it is', () => {
  assert.deepEqual(decodePlan(bytes(0xff, 0xfe, 0x41, 0x00)), { ok: false, problem: 'utf-16' });
  assert.deepEqual(decodePlan(bytes(0x89, 0x50, 0x4e, 0x47, 0x00)), { ok: false, problem: 'binary' });
  assert.deepEqual(decodePlan(bytes(0x41, 0x0a, 0x42, 0x0a, 0xe4, 0x0a, 0x41)), {
    ok: false,
    problem: 'invalid-utf8',
    line: 3,
  });
});
