import { printable, type Progress } from '../core/index.ts';
import type { CliContext } from './context.ts';

/** Tells a person at the terminal what a round is doing: a line for each change of what somebody does. */
export function showProgress(context: CliContext): Progress {
  const last = new Map<string, string>();
  return {
    report: (event) => {
      if (!context.isTerminal) {
        return;
      }
      const key = event.type === 'reviewer' ? event.reviewer : '';
      // Counts of tokens change all the time, and are no line of their own.
      const text = event.text.replace(/ \(\d+ tokens\)$/, '');
      if (last.get(key) !== text) {
        last.set(key, text);
        const name = event.type === 'reviewer' ? `${event.name}: ` : '';
        context.err(`… ${printable(`${name}${text}`)}\n`);
      }
    },
  };
}
