import type { ChangesView } from '../../core/index.ts';
import type { PanelChanges } from '../../protocol/panelChanges.ts';

/** More lines than this are no reading any more, and slow to draw; the editor's own comparison has them all. */
const mostLines = 1_000;

/** Longer lines are cut, in UTF-16 units. */
const longestLine = 2_000;

/** As much of the changes as a page shows; the rest is counted. */
export function boundedChanges({ from, to, isTooDifferent, parts }: ChangesView): PanelChanges {
  let room = mostLines;
  let linesLeft = 0;
  const shown: PanelChanges['parts'] = [];
  for (const { section, lines, findings } of parts) {
    const some = lines.slice(0, room);
    room -= some.length;
    linesLeft += lines.slice(some.length).filter(({ kind }) => kind !== 'same').length;
    if (some.length > 0) {
      shown.push({
        section: [...section],
        findings: [...findings],
        lines: some.map(({ kind, text, before, after }) => ({
          kind,
          text: text.length > longestLine ? `${text.slice(0, longestLine)}…` : text,
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
        })),
      });
    }
  }
  return { from, to, isTooDifferent, parts: shown, linesLeft };
}
