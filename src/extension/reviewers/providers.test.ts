import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendingText, unfinishedText, usedProvider } from './providers.ts';

const state = (provider: string, isAvailable: boolean) => ({
  provider,
  isAvailable,
  detail: '',
  wayOut: undefined,
});

test('a provider that cannot be used any more gives way to the first that can', () => {
  const states = [state('anthropic', false), state('vscode-lm', true), state('codex-cli', true)];
  assert.equal(usedProvider(states, 'codex-cli')?.provider, 'codex-cli');
  assert.equal(usedProvider(states, 'anthropic')?.provider, 'vscode-lm');
  assert.equal(usedProvider(states, undefined)?.provider, 'vscode-lm');
  assert.equal(usedProvider([state('anthropic', false)], undefined), undefined);
});

test('the question names the endpoint', () => {
  const identity = 'anthropic/messages-v1@https://gateway.example:8443';
  const { question, detail } = sendingText({ provider: 'anthropic', identity });
  assert.equal(question, 'Send plans of this workspace to https://gateway.example:8443?');
  assert.match(detail, /They go to https:\/\/gateway\.example:8443\./);
});

test('where no endpoint is known, the question names who passes the plan on', () => {
  const { question, detail } = sendingText({ provider: 'claude-cli', identity: 'claude-cli/stream-json-1' });
  assert.equal(question, 'Send plans of this workspace to Claude Code?');
  assert.match(detail, /passes them on to the service it is signed in to/);
});

test('an unfinished round says what is kept and what it cost', () => {
  assert.equal(unfinishedText({ succeeded: 0, costUsd: 0 }), 'nobody has answered yet');
  assert.equal(unfinishedText({ succeeded: 1, costUsd: undefined }), '1 answer is kept');
  assert.equal(unfinishedText({ succeeded: 3, costUsd: 0.5 }), '3 answers are kept, paid with $0.50');
});
