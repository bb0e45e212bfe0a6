/** Saves what is written, soon after it was written and at the latest when the page may go. */
export interface Autosave {
  /** Something was written. */
  readonly touch: () => void;
  /** Saves now what is not saved, also while an answer is awaited: the page may be gone in a moment. */
  readonly flush: () => void;
  /** The host has answered; `retry`: what was asked did not work and may work in a moment. */
  readonly answered: (how: 'done' | 'retry' | 'stuck') => void;
  readonly isWaiting: () => boolean;
}

/** How long a pause in the writing has to be, in milliseconds. */
const pauseMs = 400;

/** Who writes without a pause is saved after so long, in milliseconds. */
const longestMs = 2_000;

/** How long to wait before what did not work is tried again, in milliseconds. */
const retryMs = 2_000;

/** An answer that takes longer than this is taken for lost, in milliseconds. */
export const patienceMs = 10_000;

/** `isNeeded` says whether there is anything to save, and `save` sends it. */
export function createAutosave(deps: {
  readonly isNeeded: () => boolean;
  readonly save: () => void;
}): Autosave {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since: number | undefined;
  let sentAt: number | undefined;

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  }

  function run(): void {
    const isAwaited = sentAt !== undefined && performance.now() - sentAt < patienceMs;
    if (isAwaited) {
      later(pauseMs);
    } else {
      now();
    }
  }

  function now(): void {
    clearTimeout(timer);
    timer = undefined;
    since = undefined;
    if (deps.isNeeded()) {
      sentAt = performance.now();
      deps.save();
    }
  }

  return {
    touch() {
      since ??= performance.now();
      later(Math.max(0, Math.min(pauseMs, since + longestMs - performance.now())));
    },
    flush() {
      if (timer !== undefined) {
        now();
      }
    },
    answered(how) {
      sentAt = undefined;
      if (how === 'stuck') {
        clearTimeout(timer);
        timer = undefined;
      } else if (timer === undefined && deps.isNeeded()) {
        later(how === 'retry' ? retryMs : pauseMs);
      }
    },
    isWaiting: () => sentAt !== undefined,
  };
}

/** Calls `flush` whenever the page may be about to go: hidden, left, or a key combination that may close it. */
export function flushBeforeLeaving(flush: () => void): void {
  window.addEventListener('blur', flush);
  window.addEventListener('pagehide', flush);
  document.addEventListener('focusout', flush);
  document.addEventListener('visibilitychange', flush);
  // The editor hears of a key after the page has; what is posted first arrives first.
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        flush();
      }
    },
    { capture: true },
  );
}
