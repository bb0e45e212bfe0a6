import type { CampaignHostMessage, CampaignPageMessage } from '../src/protocol/campaignPage.ts';
import type { HostMessage, PageMessage } from '../src/protocol/messages.ts';

/** Whoever shows a page: VS Code, or a test's stand-in for it. The page sends `Sent`, and is told `Told`. */
export interface HostOf<Sent, Told> {
  send(message: Sent): void;
  /** Calls `listener` for every message of the host; anything else that reaches the window is ignored. */
  onMessage(listener: (message: Told) => void): void;
  /** What `save` was last given, also before a reload of the page; undefined at first. */
  restore(): unknown;
  /** Keeps a JSON value over a reload of the page. */
  save(value: unknown): void;
}

/** Whoever shows the panel of a plan. */
export type Host = HostOf<PageMessage, HostMessage>;
/** Whoever shows the page of a campaign. */
export type CampaignHost = HostOf<CampaignPageMessage, CampaignHostMessage>;

declare function acquireVsCodeApi(): {
  readonly postMessage: (message: unknown) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
};

/** The host that VS Code gives to the panel of a plan. Can be called once in the life of a page. */
export function connectPanel(): Host {
  return connect(isHostMessage);
}

/** The same for the page of a campaign. */
export function connectCampaign(): CampaignHost {
  return connect(isCampaignMessage);
}

function connect<Sent, Told>(isTold: (data: unknown) => data is Told): HostOf<Sent, Told> {
  const api = acquireVsCodeApi();
  return {
    send: api.postMessage,
    onMessage(listener) {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isTold(event.data)) {
          listener(event.data);
        }
      });
    },
    restore: api.getState,
    save: api.setState,
  };
}

function isCampaignMessage(data: unknown): data is CampaignHostMessage {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    (data.type === 'campaign/set' || data.type === 'campaign/changed' || data.type === 'campaign/notes')
  );
}

/**
 * Whether `data` is one of the host's messages. Only the extension can post to its webview, and the compiler holds what
 * it posts to the protocol's types; so the page tells messages apart and looks no deeper: zod would double its size.
 */
function isHostMessage(data: unknown): data is HostMessage {
  if (typeof data !== 'object' || data === null || !('type' in data)) {
    return false;
  }
  switch (data.type) {
    case 'state/set':
      return 'state' in data && typeof data.state === 'object' && data.state !== null;
    case 'state/changed':
    case 'record/set':
    case 'record/show':
    case 'changes/set':
    case 'changes/failed':
    case 'analysis/set':
    case 'trends/set':
    case 'notes/set':
      return true;
    case 'response/set':
      return 'response' in data && typeof data.response === 'object' && data.response !== null;
    case 'evidence/selected':
    case 'finding/respond':
    case 'finding/reveal':
      return 'finding' in data && typeof data.finding === 'string';
    default:
      return false;
  }
}
