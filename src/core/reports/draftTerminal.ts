import type { DraftedEdit, DraftedField, DroppedPart } from '../domain/draft.ts';
import type { TokenUsage } from '../domain/modelUsage.ts';
import { printable, type Paint } from './paint.ts';

/** What a draft came to, for a terminal: behind the response itself. Edits are shown whole, and said not to be made. */
export function draftText(
  drafted: {
    readonly filled: readonly DraftedField[];
    readonly dropped: readonly DroppedPart[];
    readonly unbacked: readonly { readonly finding: string; readonly detail: string }[];
    readonly edits:
      { readonly id: string; readonly edits: readonly DraftedEdit[]; readonly diff: string } | undefined;
    readonly provider: string;
    readonly model: string;
    readonly isKept: boolean;
    readonly usage: TokenUsage;
    readonly costUsd: number | undefined;
  },
  { wantsEdits, named, paint }: { wantsEdits: boolean; named: string; paint: Paint },
): string {
  const { filled, dropped, unbacked, edits } = drafted;
  const abouts = [...new Set(filled.map(({ about }) => about ?? 'the summary'))];
  return [
    paint('strong', printable(`Drafted by ${drafted.provider}: ${drafted.model}, ${tookText(drafted)}`)),
    printable(
      abouts.length === 0
        ? '  Nothing was filled in.'
        : `  Filled in: ${abouts.join(', ')}. Read it before you submit it: a draft is nobody's word yet.`,
    ),
    ...unbacked.map(
      ({ finding, detail }) =>
        `  ${paint('doubt', '!')} ${printable(`${finding} is accepted, and nothing answers it yet: ${detail}`)}`,
    ),
    ...dropped.map(
      ({ what, about, reason }) =>
        `  ${paint('doubt', '!')} ${printable(`Not taken: ${what === 'edit' ? `the edit of "${about}"` : `the answer to ${about}`}. ${reason}`)}`,
    ),
    ...(edits === undefined
      ? wantsEdits
        ? ['  No edit of the plan is proposed.']
        : []
      : editLines(edits, named, paint)),
    '',
  ].join('\n');
}

function tookText({
  isKept,
  usage,
  costUsd,
}: {
  readonly isKept: boolean;
  readonly usage: TokenUsage;
  readonly costUsd: number | undefined;
}): string {
  const tokens = `${usage.input + usage.cacheRead + usage.cacheWrite} tokens in, ${usage.output} out`;
  const cost = costUsd === undefined ? 'at a price that is not known' : `$${costUsd.toFixed(4)}`;
  return `${tokens}, ${cost}${isKept ? ' (drafted before; nothing was sent)' : ''}`;
}

function editLines(
  { id, edits, diff }: { readonly id: string; readonly edits: readonly DraftedEdit[]; readonly diff: string },
  named: string,
  paint: Paint,
): string[] {
  const count = edits.length === 1 ? 'One edit' : `${edits.length} edits`;
  return [
    '',
    `${count} of the plan proposed:`,
    ...edits.map((edit) => printable(`  ${edit.for.join(', ')}: ${edit.reason}`)),
    '',
    ...diff
      .trimEnd()
      .split(/\r\n|\r|\n/)
      .map((line) => paint(lineTone(line), printable(line))),
    '',
    printable(
      `Nothing was applied. To apply exactly these edits: plan-review respond ${named} --apply ${id}`,
    ),
  ];
}

function lineTone(line: string): 'good' | 'bad' | 'quiet' {
  return line.startsWith('+') ? 'good' : line.startsWith('-') ? 'bad' : 'quiet';
}
