import { InvalidArgumentError, Option } from 'commander';

/** `--limit <number>`: how much of a long list is printed. */
export function limitOption(): Option {
  return new Option('--limit <number>', 'print at most so many').default(100).argParser((text) => {
    if (!/^[1-9]\d{0,8}$/.test(text)) {
      throw new InvalidArgumentError('Give a number from 1.');
    }
    return Number(text);
  });
}
