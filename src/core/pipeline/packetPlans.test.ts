import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createMemoryPlanFiles } from '../../../test/support/memory/memoryPlanFiles.ts';
import { parsePlan } from '../text/planDocument.ts';
import { packetPlans, type PacketPlans } from './packetPlans.ts';

const files = createMemoryPlanFiles({
  'docs/plans/queue.md': '# A queue',
  'docs/notes.md': '# Notes',
  'README.md': '# Read me',
  'docs/packet.md': '# Packet: it',
  '.plan-review/reviews/a/round-1/review.md': '# Peer Review',
});

const plansOf = (text: string): Promise<PacketPlans> => packetPlans(parsePlan('docs/packet.md', text), files);

test('a packet states its plan in its front matter', async () => {
  assert.deepEqual(await plansOf('---\nplan: plans/queue.md\n---\n\n# Packet: it\n'), {
    stated: 'docs/plans/queue.md',
    named: [],
  });
  assert.deepEqual(await plansOf('---\nplan: docs/none.md\n---\n\n# Packet: it\n\nSee `docs/notes.md`.\n'), {
    stated: undefined,
    named: ['docs/notes.md'],
  });
});

test('a packet names plans in its text, from its own folder and from the workspace’s', async () => {
  const text =
    '# Packet: it\n\nReview docs/plans/queue.md: it says [more](../README.md) than notes.md, packet.md and itself.\n';
  assert.deepEqual((await plansOf(text)).named, ['docs/plans/queue.md', 'README.md', 'docs/notes.md']);
});

test('what is elsewhere, is no plan, or is a review is not named', async () => {
  const text =
    '# Packet: it\n\nhttps://example.com/docs/notes.md ../../README.md /README.md .plan-review/reviews/a/round-1/review.md\n';
  assert.deepEqual(await plansOf(text), { stated: undefined, named: [] });
});

test('nothing outside the workspace folder is looked for, whatever the text', async () => {
  const looked: string[] = [];
  const watched = { read: (path: string) => (looked.push(path), files.read(path)) };
  const part = fc.constantFrom(
    '../',
    './',
    '/',
    'a.md',
    'docs/',
    'README.md',
    ' ',
    '\\',
    'C:/',
    '\n',
    '%2e%2e/',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part), async (parts) => {
      await packetPlans(parsePlan('docs/packet.md', parts.join('')), watched);
      assert.ok(looked.every((path) => !path.startsWith('/') && !path.split('/').includes('..')));
    }),
  );
});
