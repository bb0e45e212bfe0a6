import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { readPacket } from '../text/packet/readPacket.ts';
import { parsePlan } from '../text/planDocument.ts';
import { packetTemplate } from './packetTemplate.ts';

const plan = `# Survive a crash

## Goal

No delivery is lost.

## Steps

### Phase 1: Outbox

1. Add a table.
2. Change src/queue/enqueue.ts to write it.

### Phase 2: Drain

- Read the table at start.

## Success criteria

- 0 deliveries are lost in 100 kills.
`;

describe('the template of a packet', () => {
  test('takes its areas and its context from the plan', () => {
    const packet = readPacket(parsePlan('docs/packet.md', packetTemplate(parsePlan('docs/plan.md', plan))));
    assert.deepEqual(
      packet.areas.map(({ title, proposed }) => [title, ...proposed.map(({ text }) => text)]),
      [
        ['Phase 1: Outbox', 'Add a table.', 'Change src/queue/enqueue.ts to write it.'],
        ['Phase 2: Drain', 'Read the table at start.'],
      ],
    );
    assert.match(
      packet.areas[0]?.questions.at(-1)?.text ?? '',
      /^Is it safe to change src\/queue\/enqueue\.ts/,
    );
    assert.deepEqual(
      packet.parts.context?.statements.map(({ text }) => text),
      ['No delivery is lost.'],
    );
  });

  test('is a whole packet for any plan', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('## Steps', '- a', '', '```'), fc.string())), (lines) => {
        const text = packetTemplate(parsePlan('docs/plan.md', `# T\n\nWords.\n\n${lines.join('\n')}`));
        const document = parsePlan('docs/packet.md', text);
        assert.equal(document.kind, 'packet');
        const packet = readPacket(document);
        assert.equal(Object.keys(packet.parts).length, 6);
        assert.ok(packet.areas.length > 0);
        assert.ok(packet.areas.every(({ questions }) => questions.length >= 2));
      }),
    );
  });
});
