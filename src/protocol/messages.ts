import { z } from 'zod';
import { findingIdSchema } from '../core/domain/finding.ts';
import { changesHostMessages, changesPageMessages } from './panelChanges.ts';
import { insightsHostMessages, insightsPageMessages } from './panelInsights.ts';
import { recordHostMessages, recordPageMessages } from './panelRecord.ts';
import { responseHostMessages, responsePageMessages } from './panelResponse.ts';
import { panelStateSchema } from './panelState.ts';

/** What the host sends to the page. */
export const hostMessageSchema = z.discriminatedUnion('type', [
  /** The answer to `state/get`: the whole picture, never a part of it. */
  z.strictObject({ type: z.literal('state/set'), state: panelStateSchema }),
  /** Something changed; a page that is looking asks again. */
  z.strictObject({ type: z.literal('state/changed') }),
  /** Bring this finding into view and mark it. */
  z.strictObject({ type: z.literal('finding/reveal'), finding: findingIdSchema }),
  ...responseHostMessages,
  ...recordHostMessages,
  ...changesHostMessages,
  ...insightsHostMessages,
]);

/** What the page asks of the host. */
export const pageMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('state/get') }),
  /** Show a finding's words in the plan's editor. */
  z.strictObject({ type: z.literal('finding/show'), finding: findingIdSchema }),
  ...responsePageMessages,
  ...recordPageMessages,
  ...changesPageMessages,
  ...insightsPageMessages,
  z.strictObject({ type: z.literal('round/start') }),
  z.strictObject({ type: z.literal('round/cancel') }),
  /** Go on with the round that was left unfinished. */
  z.strictObject({ type: z.literal('round/resume') }),
  /** Begin it anew, and do without what was answered. */
  z.strictObject({ type: z.literal('round/restart') }),
  /** Open one of a round's documents in an editor. */
  z.strictObject({
    type: z.literal('document/open'),
    round: z.int().min(1),
    document: z.enum(['review', 'snapshot']),
  }),
]);

export type HostMessage = z.infer<typeof hostMessageSchema>;
export type PageMessage = z.infer<typeof pageMessageSchema>;
