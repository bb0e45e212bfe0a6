import process from 'node:process';
import { createInterface } from 'node:readline/promises';

/** A question at the terminal. Anything but a plain yes, an interruption among it, is a no. */
export function askAtTerminal(signal: AbortSignal): (question: string) => Promise<boolean> {
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answer = await terminal.question(`${question} [y/N] `, { signal });
      return /^y(?:es)?$/i.test(answer.trim());
    } catch (error) {
      if (signal.aborted) {
        return false;
      }
      throw error;
    } finally {
      terminal.close();
    }
  };
}
