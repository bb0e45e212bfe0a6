import type { DraftedResponse } from '../../core/index.ts';
import { usdText } from '../../protocol/usdText.ts';

/** What a draft came to, in a few sentences: what was filled in, and what the author still has to look at. */
export function draftedText(name: string, drafted: DraftedResponse): string {
  const { filled, unbacked, dropped, isKept } = drafted;
  const count = new Set(filled.map(({ about }) => about).filter((about) => about !== undefined)).size;
  const cost = drafted.costUsd === undefined || isKept ? '' : ` It cost ${usdText(drafted.costUsd)}.`;
  return [
    count === 0
      ? `Nothing of the response to ${name} was left to draft.`
      : `${count === 1 ? 'One answer' : `${count} answers`} of the response to ${name} drafted${isKept ? ' before, and nothing was sent' : ''}. Read ${count === 1 ? 'it' : 'them'} before you submit.`,
    ...(unbacked.length === 0
      ? []
      : [
          `Accepted, and not answered in the plan yet: ${unbacked.map(({ finding }) => finding).join(', ')}.`,
        ]),
    ...(dropped.length === 0
      ? []
      : [`${dropped.length === 1 ? '1 part was' : `${dropped.length} parts were`} not taken.`]),
  ]
    .join(' ')
    .concat(cost);
}

/** Why parts of a draft were not taken, and what of the plan does not answer a finding yet, a line each. */
export function draftDetails({ unbacked, dropped }: Pick<DraftedResponse, 'unbacked' | 'dropped'>): string {
  return [
    ...unbacked.map(({ finding, detail }) => `${finding} is accepted, and nothing answers it yet: ${detail}`),
    ...dropped.map(({ what, about, reason }) =>
      what === 'edit' ? `The edit of “${about}”: ${reason}` : `The answer to ${about}: ${reason}`,
    ),
  ].join('\n');
}
