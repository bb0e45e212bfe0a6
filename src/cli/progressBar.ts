import { printable, type JointProgress, type Progress } from '../core/index.ts';
import type { CliContext } from './context.ts';

const width = 20;
/** A line that wraps cannot be taken away again. */
const longestLine = 78;

/** How far something is, as a line that is drawn in place, with lines above it for what is done. */
interface Bar {
  draw(done: number, of: number, text: string): void;
  say(text: string): void;
  /** Takes the line away. */
  end(): void;
}

function barOn(context: CliContext): Bar {
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) {
      context.err('\r\u001B[2K');
      isDrawn = false;
    }
  };
  return {
    draw: (done, of, text) => {
      const full = of === 0 ? 0 : Math.round((width * done) / of);
      const line = `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${done}/${of} ${printable(text)}`;
      clear();
      context.err(line.slice(0, longestLine));
      isDrawn = true;
    },
    say: (text) => {
      clear();
      context.err(`… ${printable(text)}\n`);
    },
    end: clear,
  };
}

/** Progress that a person watches, until it ends. */
export interface Watched<T> {
  readonly progress: T;
  /** Takes away what was drawn. */
  readonly end: () => void;
}

/** Tells a person at the terminal how a round goes: a bar of its reviewers, and a line for each that has ended. */
export function watchRound(context: CliContext): Watched<Progress> {
  if (!context.isTerminal) {
    return silent;
  }
  const bar = barOn(context);
  const states = new Map<string, 'running' | 'done' | 'failed'>();
  return {
    end: () => bar.end(),
    progress: {
      report: (event) => {
        const endedOf = (): number => [...states.values()].filter((state) => state !== 'running').length;
        if (event.type === 'step') {
          // How far a batch is changes all the time, and is no line of its own.
          if (event.step === 'review' && states.size > 0) {
            bar.draw(endedOf(), states.size, event.text);
          } else {
            bar.say(event.text);
          }
          return;
        }
        const isNews = states.get(event.reviewer) !== event.state && event.state !== 'running';
        states.set(event.reviewer, event.state);
        if (isNews) {
          bar.say(`${event.name}: ${event.text}`);
        }
        bar.draw(endedOf(), states.size, `${event.name}: ${event.text}`);
      },
    },
  };
}

/** Tells a person at the terminal how a campaign on several plans goes: a bar of its plans, and a line for each that has ended. */
export function watchJoint(context: CliContext): Watched<JointProgress> {
  if (!context.isTerminal) {
    return silent;
  }
  const bar = barOn(context);
  let all = 0;
  const ended = new Set<string>();
  return {
    end: () => bar.end(),
    progress: {
      report: (event) => {
        switch (event.type) {
          case 'begun':
            all = event.plans.length;
            bar.say(`${event.id}: ${all} plans`);
            break;
          case 'plan':
            if (event.status !== 'in_progress' || event.text !== '') {
              ended.add(event.plan);
              bar.say(`${event.plan}: ${event.text === '' ? event.status : event.text}`);
            }
            bar.draw(ended.size, all, event.plan);
            break;
          case 'round':
            bar.draw(ended.size, all, `${event.plan}: ${event.event.text}`);
            break;
          case 'analysis':
            bar.draw(ended.size, all, event.text);
        }
      },
    },
  };
}

/** Nobody watches. */
const silent = { progress: { report: (): void => undefined }, end: (): void => undefined };
