import type { HostMessage, PageMessage } from '../src/protocol/messages.ts';

/** Whoever shows the page: VS Code, or a test's stand-in for it. */
export interface Host {
  send(message: PageMessage): void;
  /** Calls `listener` for every message of the host; anything else that reaches the window is ignored. */
  onMessage(listener: (message: HostMessage) => void): void;
  /** What `save` was last given, also before a reload of the page; undefined at first. */
  restore(): unknown;
  /** Keeps a JSON value over a reload of the page. */
  save(value: unknown): void;
}

declare function acquireVsCodeApi(): {
  readonly postMessage: (message: unknown) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
};

/** The host that VS Code gives to a webview. Can be called once in the life of a page. */
export function connectVsCode(): Host {
  const api = acquireVsCodeApi();
  return {
    send: api.postMessage,
    onMessage(listener) {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isHostMessage(event.data)) {
          listener(event.data);
        }
      });
    },
    restore: api.getState,
    save: api.setState,
  };
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
