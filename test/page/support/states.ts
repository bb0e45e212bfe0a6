import type { Claim } from '../../../src/core/domain/claim.ts';
import type { Finding } from '../../../src/core/domain/finding.ts';
import { summarizeClaims } from '../../../src/core/domain/claim.ts';
import { computeVerdict } from '../../../src/core/domain/verdict.ts';
import type { PanelFinding, PanelRound, PanelState } from '../../../src/protocol/panelState.ts';

const revisions = {
  first: `sha256:${'3f9a2c17'.repeat(8)}`,
  second: `sha256:${'b04d81e6'.repeat(8)}`,
} as const;

const plan = {
  path: 'docs/plans/WP-0042-image-resizing.md',
  title: 'WP-0042: Resize images in the background',
  kind: 'work-package',
} as const;

/** What a test wants of a finding; the rest is filled in. */
export type FindingSample = Partial<Finding> & {
  readonly id: string;
  readonly quote?: string;
  readonly section?: string[];
  readonly place?: PanelFinding['place'];
};

/** A finding as the panel gets it. It stands on line `number * 3` unless the sample says otherwise. */
export function finding(sample: FindingSample): PanelFinding {
  const {
    quote = 'The worker takes the next image from the queue.',
    section = ['Approach'],
    place,
    ...fields
  } = sample;
  const line = Number(sample.id.slice(1)) * 3;
  const range = { start: { line, column: 1 }, end: { line, column: 1 + quote.length } };
  return {
    finding: {
      round: 1,
      check: 'file-exists',
      severity: 'major',
      category: 'factuality',
      title: `Finding ${sample.id}`,
      observation: 'The plan says so.',
      concern: 'Whoever builds it will be misled.',
      recommendation: 'Say what is meant.',
      range,
      related: [],
      reviewers: ['checks'],
      anchor: { quote, prefix: '', suffix: '', section, offset: 10, revision: revisions.first },
      ...fields,
    },
    place: place ?? { state: 'exact', range },
  };
}

/** A round with these findings, and the verdict that the rule gives it. */
export function round(
  fields: Partial<PanelRound> & { readonly number: number; readonly findings: PanelFinding[] },
): PanelRound {
  const claims = fields.claims ?? [];
  const claimSummary = fields.claimSummary ?? { ...summarizeClaims(claims), pass: 23 };
  const reviewers = fields.reviewers ?? [
    {
      id: 'checks',
      name: 'Checks',
      status: 'succeeded' as const,
      findings: fields.findings.length,
      detail: 'Checked 28 claims with 4 checks.',
    },
  ];
  const verdict = computeVerdict({
    openFindings: fields.findings.map((item) => item.finding),
    claims: claimSummary,
    reviewers,
    snapshot: revisions.first,
    current: revisions.first,
  });
  return {
    completedAt: `2026-03-${String(10 + fields.number).padStart(2, '0')}T09:41:00.000Z`,
    revision: fields.number === 1 ? revisions.first : revisions.second,
    repository: {
      head: '8c1f0de2b7a94c55e0d3aa41c6f7790b1d2e3f40',
      branch: 'main',
      planCommitted: fields.number > 1,
    },
    reviewers,
    verdict,
    claimSummary,
    claims,
    outcome: { raised: fields.findings.length, settled: 0, open: fields.findings.length },
    strengths: [],
    questions: [],
    ...fields,
  };
}

/** What became of each finding, by the last round that decided it. */
function statesIn(rounds: readonly PanelRound[]): PanelState['findings'] {
  const ids = [...new Set(rounds.flatMap(({ findings }) => findings.map((item) => item.finding.id)))];
  const decided = new Map(
    rounds.flatMap(({ resolutions = [] }) =>
      resolutions.map((resolution) => [resolution.finding, resolution.status]),
    ),
  );
  return ids.map((id) => {
    const status = decided.get(id) ?? 'open';
    return { id, status, isOpen: !['resolved', 'withdrawn', 'acknowledged'].includes(status) };
  });
}

/** The panel's state of a plan with these rounds. */
export function panel(rounds: PanelRound[], fields: Partial<PanelState> = {}): PanelState {
  return { plan, rounds, findings: statesIn(rounds), problems: [], ...fields };
}

export const claims: Claim[] = [
  {
    kind: 'file',
    value: 'src/queue/worker.ts',
    intent: 'modifies',
    verdict: 'fail',
    range: { start: { line: 31, column: 5 }, end: { line: 31, column: 24 } },
    detail: 'no such file',
    suggestion: 'src/queues/worker.ts',
    cached: false,
  },
  {
    kind: 'section',
    value: 'Section 7.2',
    intent: 'exists',
    verdict: 'fail',
    range: { start: { line: 58, column: 12 }, end: { line: 58, column: 23 } },
    detail: 'the last section is 6',
    cached: false,
  },
  {
    kind: 'commit',
    value: '4be1c0a',
    intent: 'exists',
    verdict: 'unverifiable',
    range: { start: { line: 77, column: 1 }, end: { line: 77, column: 8 } },
    detail: 'this clone has no history before March',
    cached: true,
  },
];

export const firstFindings: PanelFinding[] = [
  finding({
    id: 'F1',
    severity: 'critical',
    category: 'risk',
    check: 'rollback-present',
    title: 'Originals are deleted before anyone knows that the copies are good',
    observation:
      'Step 4 deletes each original as soon as its three sizes are written:\n\n```ts\nawait store.delete(image.key);\n```',
    concern:
      'A wrong scale factor destroys **every** image it touches, and nothing in the plan brings one back.',
    recommendation:
      'Keep the originals until the new sizes have been served for a while:\n\n1. Move them below `originals/`.\n2. Delete them after 30 days.\n3. Say who may shorten that.',
    quote:
      'When all three sizes are written, the worker deletes the original, so that storage does not grow.',
    section: ['Approach', 'Steps', 'Step 4: Clean up'],
    reviewers: ['checks', 'operations'],
    related: [{ start: { line: 90, column: 1 }, end: { line: 90, column: 20 } }],
  }),
  finding({
    id: 'F2',
    title: 'There is no `src/queue/worker.ts`; the nearest file is `src/queues/worker.ts`',
    section: ['Files to change'],
    quote: '`src/queue/worker.ts`',
    place: { state: 'moved', range: { start: { line: 34, column: 5 }, end: { line: 34, column: 26 } } },
  }),
  finding({
    id: 'F3',
    check: 'success-criteria',
    category: 'testing',
    title: 'Nothing says how “fast enough” is measured',
    section: ['Success criteria'],
    quote: 'Resizing is fast enough for the editors.',
    place: { state: 'lost' },
    reviewers: ['operations'],
  }),
  finding({
    id: 'F4',
    severity: 'minor',
    category: 'consistency',
    check: 'count-matches',
    title: 'The overview promises three sizes, the table lists four',
    section: ['Overview'],
    quote: 'three sizes',
  }),
  finding({
    id: 'F5',
    severity: 'suggestion',
    category: 'operability',
    check: 'vague-wording',
    title: 'Consider a metric for the age of the oldest image in the queue',
    section: [],
    quote: '',
    reviewers: ['operations'],
  }),
];

export const reviewers: PanelRound['reviewers'] = [
  {
    id: 'checks',
    name: 'Checks',
    status: 'succeeded',
    findings: 4,
    detail: 'Checked 26 claims with 4 checks.',
  },
  {
    id: 'operations',
    name: 'Operations',
    status: 'succeeded',
    findings: 3,
    detail: 'Read the plan for what happens at night.',
  },
  {
    id: 'security',
    name: 'Security',
    status: 'failed_isolated',
    findings: 0,
    detail: 'The model answered twice with something that is no review.',
  },
];

export const strengths: PanelRound['strengths'] = [
  { id: 'S1', text: 'Each step can be deployed by itself.' },
  { id: 'S2', text: 'The queue’s limits are stated as numbers: `max_in_flight = 40`, `max_age = 2h`.' },
];

export const questions: PanelRound['questions'] = [
  { id: 'Q1', text: 'How large is the largest image that editors upload today?' },
];

export const firstRound = round({
  number: 1,
  findings: firstFindings,
  claims,
  reviewers,
  strengths,
  questions,
});

export const secondRound = round({
  number: 2,
  findings: [
    finding({
      id: 'F6',
      round: 2,
      title: 'The new retention of 30 days is not in the cost estimate',
      category: 'completeness',
      section: ['Costs'],
      quote: 'Storage stays at 1.2 TB.',
    }),
    finding({
      id: 'F7',
      round: 2,
      severity: 'minor',
      title: 'Nobody is named who may shorten the retention',
      section: ['Operations'],
    }),
  ],
});

/** A plan with two finished rounds. */
export const reviewed = panel([firstRound, secondRound]);

/** A plan with one finished round that has something of everything. */
export const reviewedOnce = panel([firstRound]);

/** A plan that nobody has reviewed. */
export const neverReviewed = panel([]);

/** A round that is under way, after an earlier one. */
export const running = panel([firstRound], {
  run: {
    steps: [
      { id: 'snapshot', text: 'Took a snapshot of the plan', state: 'done' },
      { id: 'security', text: 'Security could not start', state: 'failed' },
      { id: 'checks', text: 'Checking 26 claims', state: 'running' },
    ],
    canCancel: true,
  },
});

/** A review whose verdict is out of date, with rounds that cannot be read, after a round that could not start. */
export const troubled = panel([firstRound, secondRound], {
  stale: 'The plan was changed after round 2: 3 lines in “Costs”.',
  problems: [
    'Round 3 is left out: its folder has no round.json, so it never finished.',
    'Round 4 is left out: review.md is not the file that round.json describes.',
  ],
  error: {
    message: 'Another window is reviewing this plan.',
    wayOut: 'Wait until it is done, or cancel it there, and start the round again.',
  },
});

/** A review that has gone on for long. */
export const longTimeline = panel([
  ...Array.from({ length: 8 }, (_, index) => ({ ...firstRound, number: index + 1 })),
  { ...secondRound, number: 9 },
]);

/** A round in which nothing was found. */
export const clean = panel([
  round({ number: 1, findings: [], claimSummary: { pass: 12, fail: 0, unverifiable: 0 } }),
]);

/** A round with so many findings of about the length that real ones have. */
export function reviewWith(count: number): PanelState {
  const severities = ['critical', 'major', 'minor', 'suggestion'] as const;
  const many = Array.from({ length: count }, (_, index) =>
    finding({
      id: `F${index + 1}`,
      severity: severities[index % 7 === 0 ? 1 : 2 + (index % 2)] ?? 'minor',
      title: `Step ${index + 1} names \`src/module${index}/index.ts\`, which ${index % 3 === 0 ? 'does not exist' : 'is not listed among the files that the plan changes, nor created by an earlier step'}`,
      observation: `Step ${index + 1} says that \`src/module${index}/index.ts\` is changed. `.repeat(4),
      concern: 'Whoever follows the step will look for a file that is not there. '.repeat(2),
      recommendation: 'Name the file that is meant, or say which step creates it.',
      quote: `Change \`src/module${index}/index.ts\` so that it exports the new type.`,
      section: ['Implementation', `Phase ${1 + Math.floor(index / 50)}`, `Step ${index + 1}`],
    }),
  );
  return panel([round({ number: 1, findings: many })]);
}
