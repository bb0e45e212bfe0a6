import { styleText } from 'node:util';
import type { Paint, Tone } from '../core/index.ts';
import type { CliContext } from './context.ts';

const formats = {
  good: 'green',
  bad: 'red',
  doubt: 'yellow',
  quiet: 'dim',
  strong: 'bold',
} as const satisfies Record<Tone, Parameters<typeof styleText>[0]>;

/** Colours for standard output, or none where it shows none or the user wants none. */
export function paintFor({ hasColour }: CliContext): Paint {
  return (tone, text) => (hasColour ? styleText(formats[tone], text, { validateStream: false }) : text);
}
