import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import test from 'node:test';
import { modelRequest } from '../support/messagesServer/modelRequest.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { startMessagesServer } from '../support/messagesServer/startMessagesServer.ts';

test("Anthropic's SDK is loaded with the first request, and not before", async (context) => {
  const loaded: string[] = [];
  const hooks = registerHooks({
    load(url, loading, nextLoad) {
      if (url.includes('@anthropic-ai/sdk')) {
        loaded.push(url);
      }
      return nextLoad(url, loading);
    },
  });
  context.after(() => hooks.deregister());
  const server = await startMessagesServer(context, { script: () => answer('{}') });

  const { createAnthropicModel } = await import('../../src/core/models/anthropic/createAnthropicModel.ts');
  const model = createAnthropicModel({ apiKey: 'key-1', baseUrl: server.url, clock: { now: () => 0 } });
  model.profile(undefined);
  assert.deepEqual(loaded, []);

  await model.complete(modelRequest());
  assert.notDeepEqual(loaded, []);
});
