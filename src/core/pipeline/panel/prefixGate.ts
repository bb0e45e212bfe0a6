import type { Clock } from '../../ports/clock.ts';

/** Milliseconds for which a provider is taken to remember a prefix that nobody has read since. */
const rememberedFor = 4 * 60_000;

/** A request's way through the gate. */
export interface GatePass {
  /** Fulfilled when the request may be sent. */
  readonly open: Promise<void>;
  /** The provider has begun to answer, so that it remembers the prefix. */
  begun(): void;
  /** The request has ended, in whatever way. Who waits need not wait for it any longer. */
  ended(): void;
}

/** Lets one request of a kind start, and the others when its provider can be expected to remember what they share. */
export interface PrefixGate {
  /** Asks to send a request whose prefix is named by `key`. */
  enter(key: string): GatePass;
}

/**
 * A prefix can be read from a provider's cache only once the first request has begun to answer. So the first one goes
 * alone, and the others follow when it has begun, or has ended without: then the next one takes its place.
 */
export function createPrefixGate(clock: Clock): PrefixGate {
  const states = new Map<
    string,
    { warmAt: number | undefined; leader: object | undefined; waiting: (() => void)[] }
  >();
  return {
    enter: (key) => {
      const state = states.get(key) ?? { warmAt: undefined, leader: undefined, waiting: [] };
      states.set(key, state);
      const pass = {};
      const tryToStart = (): boolean => {
        const isWarm = state.warmAt !== undefined && clock.now() - state.warmAt < rememberedFor;
        if (isWarm || state.leader === undefined) {
          state.leader = isWarm ? state.leader : pass;
          return true;
        }
        return false;
      };
      const open = new Promise<void>((resolve) => {
        const attempt = (): void => (tryToStart() ? resolve() : void state.waiting.push(attempt));
        attempt();
      });
      const letOthersTry = (): void => {
        const waiting = state.waiting.splice(0);
        waiting.forEach((attempt) => attempt());
      };
      return {
        open,
        begun: () => {
          state.warmAt = clock.now();
          state.leader = undefined;
          letOthersTry();
        },
        ended: () => {
          if (state.leader === pass) {
            state.leader = undefined;
            letOthersTry();
          }
        },
      };
    },
  };
}
