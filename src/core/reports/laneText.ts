import type { LaneReport } from '../domain/laneReport.ts';
import { counted } from './markdown.ts';
import { printable } from './paint.ts';

/** So many entries of a list are printed; JSON has all of them. */
const mostLines = 40;

/** Lanes for a terminal: who owns what, where they meet, and how to divide it. */
export function laneText({ lanes, overlaps, shared, split, groups, limits }: LaneReport): string {
  const sections = [
    ...(lanes.length === 0
      ? ['No lanes are named.']
      : [
          part(
            'Lanes',
            lanes.map(
              ({ name, claims, files, after }) =>
                `${name}: ${claims.join(', ')} (${counted(files, 'file')})${after.length === 0 ? '' : `, after ${after.join(', ')}`}`,
            ),
          ),
          part(
            'Claimed by two lanes',
            overlaps.map(({ lanes: [one, other], claims: [first, second] }) =>
              first === second
                ? `${first}: ${one} and ${other}`
                : `${first} of ${one} and ${second} of ${other}`,
            ),
          ),
          part(
            'Imported by several lanes',
            shared.map(
              ({ file, importedBy, claimedBy }) =>
                `${file}: ${importedBy.join(', ')}${claimedBy.length === 0 ? '' : `; claimed by ${claimedBy.join(', ')}`}`,
            ),
          ),
          part(
            'Proposed split',
            split.map(({ file, lane, reason }) => `${file}: ${lane ?? 'before the lanes begin'}. ${reason}`),
          ),
        ]),
    ...(groups.length === 0
      ? []
      : [
          part(
            'Files that go together',
            groups.map((files) => files.join(', ')),
          ),
        ]),
    ...limits,
  ];
  return `${sections.join('\n\n')}\n`;
}

function part(title: string, lines: readonly string[]): string {
  const more = lines.length - mostLines;
  const shown = lines.slice(0, mostLines).map((line) => `  ${printable(line)}`);
  return [
    title,
    ...(lines.length === 0 ? ['  none'] : shown),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}
