import type { ChangesView } from '../../core/index.ts';
import type { HostMessage, PageMessage } from '../../protocol/messages.ts';
import type { Compared } from '../../protocol/panelChanges.ts';
import { describeFailure } from '../failure.ts';
import type { Parts } from '../parts.ts';
import { openDocument, type PlanTarget } from '../planTarget.ts';
import { openComparison } from '../snapshots.ts';
import { logFailure } from '../tell.ts';
import { boundedChanges } from './boundedChanges.ts';

type ChangesRequest = Extract<PageMessage, { type: `changes/${string}` }>;

/** Whether a message of the page is about what changed in the plan. */
export function isChangesRequest(message: PageMessage): message is ChangesRequest {
  return message.type.startsWith('changes/');
}

/** Does what the page asks about changes. */
export async function answerChanges(
  parts: Parts,
  target: PlanTarget,
  { message, post }: { readonly message: ChangesRequest; readonly post: (message: HostMessage) => void },
): Promise<void> {
  const { compared, type } = message;
  if (type === 'changes/open') {
    await openComparison(target, compared);
    return;
  }
  try {
    post({ type: 'changes/set', changes: boundedChanges(await changesOf(parts, target, compared)) });
  } catch (error) {
    logFailure(error, parts.log);
    const { message: text, wayOut } = describeFailure(error);
    post({ type: 'changes/failed', compared, message: text, wayOut });
  }
}

async function changesOf(parts: Parts, target: PlanTarget, compared: Compared): Promise<ChangesView> {
  const review = await parts.engine.of(target.folder);
  const text = openDocument(target.uri)?.getText();
  return review.changes({ path: target.path, ...compared, ...(text === undefined ? {} : { text }) });
}
