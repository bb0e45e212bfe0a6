import type { HostMessage, PageMessage } from '../../../src/protocol/messages.ts';
import type { Compared, PanelChanges } from '../../../src/protocol/panelChanges.ts';
import type { PanelReviewRecord } from '../../../src/protocol/panelRecord.ts';
import type { PanelResolution, PanelState } from '../../../src/protocol/panelState.ts';
import { firstRound, panel, round, secondRound } from './states.ts';

/** Two rounds: the second has decided what the first one raised. */
export const resolutions: PanelResolution[] = [
  {
    finding: 'F1',
    status: 'resolved',
    by: ['operations'],
    notes: 'The originals stay **30 days**, which is long enough to see a wrong scale.',
    proof: { state: 'proved', detail: 'Section 4.2, lines 45-52 were changed' },
    answer: {
      finding: 'F1',
      disposition: 'accepted',
      response: 'Valid: nothing would have brought an image back.',
      action: 'Originals are moved below `originals/` and deleted after 30 days.',
      evidence: 'Section 4.2, lines 45-52',
    },
  },
  {
    finding: 'F2',
    status: 'unresolved',
    by: ['checks'],
    notes: 'The check finds it still.',
    proof: { state: 'evidence not found', detail: 'Section 9 is not in the plan' },
    answer: {
      finding: 'F2',
      disposition: 'accepted',
      response: 'The name is corrected.',
      action: 'Corrected.',
      evidence: 'Section 9',
    },
  },
  {
    finding: 'F3',
    status: 'partially-resolved',
    by: ['host'],
    notes: '',
    proof: { state: 'proved', detail: 'line 70 was changed' },
    answer: {
      finding: 'F3',
      disposition: 'partially-accepted',
      response: 'A number is there now.',
      action: 'Added 2 s.',
      evidence: 'line 70',
    },
  },
  {
    finding: 'F4',
    status: 'withdrawn',
    by: ['checks'],
    notes: 'It was a miscount.',
    proof: { state: 'not changed', detail: 'the section is as it was' },
  },
  {
    finding: 'F5',
    status: 'acknowledged',
    by: ['operations'],
    notes: 'Reasonable.',
    proof: { state: 'none', detail: '' },
  },
];

export const decidedRound = round({
  ...secondRound,
  resolutions,
  outcome: { raised: 2, settled: 3, open: 4 },
  dropped: [
    {
      reviewer: 'security',
      severity: 'minor',
      title: 'The overview could be shorter',
      code: 'unchanged-text',
      reason: 'It is about text that was not changed, and is neither critical nor major.',
    },
  ],
  residual: ['F7'],
});

/** A review that has gone through its second round. */
export const decided: PanelState = panel([firstRound, decidedRound]);

/** What changed between the rounds of `decided`. */
export const changes: PanelChanges = {
  from: 1,
  to: 2,
  isTooDifferent: false,
  linesLeft: 0,
  parts: [
    {
      section: ['Approach', 'Steps', 'Step 4: Clean up'],
      findings: ['F1', 'F6'],
      lines: [
        { kind: 'same', text: '### Step 4: Clean up', before: 44, after: 44 },
        { kind: 'same', text: '', before: 45, after: 45 },
        {
          kind: 'removed',
          text: 'When all three sizes are written, the worker deletes the original, so that storage does not grow.',
          before: 46,
        },
        {
          kind: 'added',
          text: 'When all three sizes are written, the worker moves the original below `originals/`.',
          after: 46,
        },
        { kind: 'added', text: 'It is deleted after 30 days.', after: 47 },
        { kind: 'same', text: '', before: 47, after: 48 },
      ],
    },
    {
      section: ['Success criteria'],
      findings: [],
      lines: [
        { kind: 'removed', text: 'Resizing is fast enough for the editors.', before: 70 },
        { kind: 'added', text: 'Nine of ten images are resized within 2 s.', after: 71 },
      ],
    },
  ],
};

const zero = { critical: 0, major: 0, minor: 0, suggestion: 0 };

/** What there is to sign after `decided`. */
export const toSign: PanelReviewRecord = {
  proposal: {
    head: '8c1f0de2b7a94c55e0d3aa41c6f7790b1d2e3f40',
    rounds: [
      {
        number: 1,
        verdict: 'NO-GO',
        findings: { ...zero, critical: 1, major: 2, minor: 1, suggestion: 1 },
        dispositions: { accepted: 2, 'partially-accepted': 1 },
        keyChanges: ['Step 4: Clean up', 'Success criteria'],
      },
      {
        number: 2,
        verdict: 'CONDITIONAL GO',
        findings: { ...zero, major: 1, minor: 1 },
        dispositions: {},
        keyChanges: [],
      },
    ],
    findings: [...firstRound.findings, ...decidedRound.findings].map(({ finding }) => {
      const resolution = resolutions.find((known) => known.finding === finding.id);
      const status = resolution?.status ?? 'open';
      return {
        finding: finding.id,
        title: finding.title,
        severity: finding.severity,
        round: finding.round,
        status,
        isOpen: ['open', 'unresolved', 'partially-resolved'].includes(status),
        by: resolution?.by ?? [],
        notes: resolution?.notes ?? '',
      };
    }),
    verdict: {
      value: 'CONDITIONAL GO',
      reasons: [
        { code: 'open-major', text: 'F2 is open (major): There is no `src/queue/worker.ts`', finding: 'F2' },
        { code: 'failed-claim', text: '2 claims of the plan do not hold' },
      ],
    },
    risks: [
      {
        risk: 'There is no `src/queue/worker.ts`; the nearest file is `src/queues/worker.ts`',
        likelihood: 'medium',
        impact: 'medium',
        mitigation: 'Say what is meant.',
        finding: 'F2',
      },
      {
        risk: 'Consider a metric for the age of the oldest image in the queue',
        likelihood: 'medium',
        impact: 'low',
        mitigation: 'Look at the queue by hand in the first week.',
        finding: 'F5',
      },
    ],
    readiness: [
      {
        id: 'criticals-resolved',
        text: 'All critical concerns are resolved',
        isTicked: true,
        by: 'host',
        detail: '',
      },
      {
        id: 'majors-resolved',
        text: 'All major concerns are resolved',
        isTicked: false,
        by: 'host',
        detail: 'Open: F2, F3, F6',
      },
      {
        id: 'claims-hold',
        text: 'What the plan claims about the repository holds',
        isTicked: false,
        by: 'host',
        detail: '23 hold, 2 do not, 1 cannot be verified',
      },
      { id: 'testing', text: 'The testing approach is specified', isTicked: false, by: 'person', detail: '' },
      { id: 'monitoring', text: 'Monitoring is specified', isTicked: false, by: 'person', detail: '' },
    ],
    recommendation: 'Deal with F2 before the work begins.',
    confidence: 'medium',
    confidenceReason: 'The retention was not tried at scale.',
  },
  approval: { state: 'none', verdict: 'CONDITIONAL GO', reasons: [] },
};

/** `toSign`, signed, and changed since. */
export const signed: PanelReviewRecord = {
  ...toSign,
  approval: {
    state: 'stale',
    verdict: 'CONDITIONAL GO',
    reasons: ['The plan was changed after round 2.', 'HEAD was moved from 8c1f0de2 to 77aa01bc.'],
  },
  record: {
    schemaVersion: 1,
    plan: decided.plan,
    revision: decidedRound.revision,
    head: toSign.proposal.head,
    rounds: toSign.proposal.rounds,
    findings: toSign.proposal.findings,
    verdict: toSign.proposal.verdict,
    risks: toSign.proposal.risks,
    readiness: toSign.proposal.readiness,
    recommendation: 'Go on, and correct the file’s name on the way.',
    confidence: 'high',
    confidenceReason: 'The rest was answered.',
    signedBy: 'Grace Hopper',
    signedAt: '2026-03-14T10:00:00.000Z',
    reason: 'F2 is a name, and will be corrected in the first step.',
  },
};

/** A host that knows this record and these changes; `sign` says what becomes of a signature. */
export function storyHost(
  told: PanelReviewRecord = toSign,
  compare: (compared: Compared) => PanelChanges = (compared) => ({ ...changes, ...compared }),
  sign: () => HostMessage = () => ({ type: 'record/set', record: signed, isSigned: true }),
): (message: PageMessage) => HostMessage | undefined {
  return (message) => {
    switch (message.type) {
      case 'record/get':
        return { type: 'record/set', record: told };
      case 'record/sign':
        return sign();
      case 'changes/get':
        return { type: 'changes/set', changes: compare(message.compared) };
      default:
        return undefined;
    }
  };
}
