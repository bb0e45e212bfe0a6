import type { PanelState } from '../../../src/protocol/panelState.ts';
import { answerable, noWords } from './responseHost.ts';
import { reviewedOnce } from './states.ts';

const words = {
  ...noWords,
  author: 'Ada Lovelace',
  summary: 'Originals are kept for 30 days now, and the cleanup is a step of its own.',
  assessment: 'CONDITIONAL GO' as const,
  confidence: 'medium' as const,
  findings: [
    {
      finding: 'F1',
      disposition: 'accepted' as const,
      response: 'Valid concern. The plan left open what happens when a scale factor is wrong.',
      action: 'Added Section 4.2: originals are kept for 30 days.',
      evidence: 'Section 4.2, lines 45-78',
    },
    {
      finding: 'F2',
      disposition: 'partially-accepted' as const,
      response: '',
      action: 'Corrected the path.',
      evidence: 'Section 9',
    },
    { finding: 'F5', disposition: 'acknowledged' as const, response: '', action: '', evidence: '' },
  ],
};

/** A response that is half done. */
export const halfDone = answerable(reviewedOnce, {
  version: 'v0',
  words,
  proofs: [
    { finding: 'F1', state: 'proved', detail: 'Section 4.2, lines 45-78 was changed.' },
    { finding: 'F2', state: 'evidence not found', detail: 'The plan has no such place: Section 9.' },
  ],
  places: [{ finding: 'F1', references: ['Section 4.2, lines 45-78'] }],
});

const reasons = { response: 'Taken up in the next round.', action: '', evidence: '' };

/** One that was submitted. */
export const submitted = answerable(reviewedOnce, {
  version: 'v1',
  state: 'submitted',
  words: {
    ...words,
    confidenceReason: 'The retention was never tried at this size.',
    findings: words.findings.map((answer) => (answer.finding === 'F2' ? { ...answer, ...reasons } : answer)),
  },
  problems: [],
});

/** One that somebody has edited as a file. */
export const editedByHand = answerable(reviewedOnce, { version: 'v2', isEdited: true, words });

/** One that cannot be read. */
export const unreadable: PanelState = {
  ...reviewedOnce,
  response: {
    kind: 'unreadable',
    round: 1,
    message:
      'The response cannot be read: .plan-review/reviews/plan/round-1/response.md:31: "Perhaps" is no disposition.',
    wayOut: 'Mend those lines, or delete the file to have it written again from what is stored.',
  },
};
