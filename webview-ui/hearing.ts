import type { HostMessage } from '../src/protocol/messages.ts';
import type { Host } from './host.ts';
import type { Snapshots } from './snapshots.ts';
import type { PanelState } from './types.ts';

type Of<T extends HostMessage['type']> = Extract<HostMessage, { type: T }>;

/** What the page does with what the host says. */
export interface Listeners {
  readonly snapshots: Snapshots;
  readonly receive: (state: PanelState) => void;
  /** Both say whether the finding is there. */
  readonly reveal: (finding: string) => boolean;
  readonly respond: (finding: string) => boolean;
  /** Whether a response is there to write into. */
  readonly canRespond: () => boolean;
  /** A finding that was to be shown is in no snapshot. */
  readonly miss: (finding: string) => void;
  readonly hearRecord: (message: Of<'record/set'>) => void;
  readonly showRecord: () => void;
  readonly hearChanges: (message: Of<'changes/set' | 'changes/failed'>) => void;
  readonly hearInsights: (message: Of<'analysis/set' | 'trends/set' | 'notes/set'>) => void;
  readonly hearResponse: (message: Of<'response/set'>) => void;
  readonly addEvidence: (finding: string, evidence: string) => void;
}

/**
 * Gives each message of the host to whom it concerns. A finding that is to be shown may be newer than the snapshot at hand:
 * then the host is asked for another one, and the finding is shown when that is there.
 */
export function hearHost(host: Host, listeners: Listeners): void {
  const { snapshots } = listeners;
  let awaited: { readonly finding: string; readonly show: Listeners['reveal'] } | undefined;

  function showOrAwait(finding: string, show: Listeners['reveal'], isReady = true): void {
    if (!isReady || !show(finding)) {
      awaited = { finding, show };
      snapshots.ask();
    }
  }

  function showAwaited(): void {
    const late = awaited;
    awaited = undefined;
    if (late !== undefined && !late.show(late.finding)) {
      listeners.miss(late.finding);
    }
  }

  host.onMessage((message) => {
    switch (message.type) {
      case 'state/set':
        snapshots.arrived();
        listeners.receive(message.state);
        showAwaited();
        break;
      case 'state/changed':
        snapshots.ask();
        break;
      case 'finding/reveal':
        showOrAwait(message.finding, listeners.reveal);
        break;
      case 'finding/respond':
        showOrAwait(message.finding, listeners.respond, listeners.canRespond());
        break;
      case 'record/set':
        listeners.hearRecord(message);
        break;
      case 'record/show':
        listeners.showRecord();
        break;
      case 'changes/set':
      case 'changes/failed':
        listeners.hearChanges(message);
        break;
      case 'analysis/set':
      case 'trends/set':
      case 'notes/set':
        listeners.hearInsights(message);
        break;
      case 'response/set':
        listeners.hearResponse(message);
        break;
      case 'evidence/selected':
        listeners.addEvidence(message.finding, message.evidence);
        break;
    }
  });
}
