import type { Host } from './host.ts';

/** Asks the host for snapshots, one at a time however many hints arrive. */
export interface Snapshots {
  /** Asks now, or as soon as the snapshot that is under way has arrived. */
  readonly ask: () => void;
  /** Asks now, also when an answer is missing: it may have been lost. */
  readonly askAgain: () => void;
  /** To be called with every snapshot that arrives. */
  readonly arrived: () => void;
}

/** An answer that takes longer than this is taken for lost when there is a reason to ask again. In milliseconds. */
const patience = 2_000;

export function createSnapshots(host: Pick<Host, 'send'>): Snapshots {
  let askedAt: number | undefined;
  let isOutdated = false;

  function send(): void {
    askedAt = performance.now();
    isOutdated = false;
    host.send({ type: 'state/get' });
  }

  return {
    ask() {
      if (askedAt === undefined || performance.now() - askedAt > patience) {
        send();
      } else {
        isOutdated = true;
      }
    },
    askAgain: send,
    arrived() {
      askedAt = undefined;
      if (isOutdated) {
        send();
      }
    },
  };
}
