import { InvalidArgumentError, Option } from 'commander';
import type { ReviewMode } from '../core/index.ts';

/** The modes and the other names they go by. */
const modes: Readonly<Record<string, ReviewMode>> = {
  plan: 'plan',
  prp: 'plan',
  execution: 'execution',
  exe: 'execution',
};

/** The mode that a word names, in whatever case, or undefined. */
export function modeOf(word: string): ReviewMode | undefined {
  return Object.hasOwn(modes, word.toLowerCase()) ? modes[word.toLowerCase()] : undefined;
}

/** What is said of a word that names no mode. */
export function invalidMode(word: string): string {
  return `Invalid mode: ${word} (use plan or execution; prp and exe are accepted)`;
}

/** `--mode <mode>` */
export function modeOption(): Option {
  return new Option(
    '--mode <mode>',
    'plan (before the work) or execution (after it); prp and exe are accepted',
  )
    .default('plan' satisfies ReviewMode)
    .argParser((word) => {
      const mode = modeOf(word);
      if (mode === undefined) {
        throw new InvalidArgumentError(invalidMode(word));
      }
      return mode;
    });
}
