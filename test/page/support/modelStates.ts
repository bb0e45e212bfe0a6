import type { Finding } from '../../../src/core/domain/finding.ts';
import type { PanelRound } from '../../../src/protocol/panelState.ts';
import { reviewers, claims, firstFindings, strengths, questions, finding, round, panel } from './states.ts';

const usage = { input: 1_240, output: 2_310, cacheRead: 18_400, cacheWrite: 0 };

const panelRecord: NonNullable<PanelRound['panel']> = {
  strategy: 'complementary',
  selection: 'manual',
  reviewers: [
    {
      id: 'lead',
      name: 'Lead reviewer',
      role: 'lead',
      provider: 'anthropic',
      model: 'claude-opus-5-5',
      opinion: {
        summary: 'The deletion of originals is the one thing that must change.',
        verdict: 'NO-GO',
        ratings: { clarity: 8, accuracy: 6, fit: 10, usability: 7 },
        assumptions: [],
      },
    },
    {
      id: 'security',
      name: 'Security',
      role: 'specialist',
      provider: 'vscode-lm',
      model: 'companion/a-model-with-quite-a-long-name',
    },
  ],
  summary:
    'Step 4 destroys originals before anybody can know that the copies are good. **That comes first.** The rest are counts and names that contradict each other.',
  remarks: ['reviewer-lead was answered by claude-sonnet-5-5 in place of claude-opus-5-5.'],
  tasks: [
    {
      id: 'reviewer-lead',
      phase: 'reviewers',
      status: 'succeeded',
      provider: 'anthropic',
      model: 'claude-opus-5-5',
      answeredBy: 'claude-sonnet-5-5',
      attempts: 1,
      calls: 3,
      elapsedMs: 84_200,
      usage,
      costUsd: 0.0642,
    },
    {
      id: 'reviewer-security',
      phase: 'reviewers',
      status: 'failed_isolated',
      provider: 'vscode-lm',
      model: 'companion/a-model-with-quite-a-long-name',
      attempts: 2,
      calls: 2,
      elapsedMs: 850,
      usage: { input: 5_400, output: 12, cacheRead: 0, cacheWrite: 0 },
      error: {
        code: 'model-refused',
        message: 'The model declines to read this plan.',
        wayOut: 'Choose another model for this reviewer.',
        provider: 'vscode-lm',
        isRetryable: false,
      },
    },
  ],
  usage,
  costUsd: 1.25,
};

/** What two reviewers said of one root cause. */
const statements = [
  {
    reviewer: 'lead',
    label: 'lead-1',
    severity: 'critical',
    severityReason: 'Nothing brings an image back.',
    category: 'risk',
    title: 'Originals go before the copies are known to be good',
    quote: 'the worker deletes the original',
    observation: 'Step 4 deletes at once.',
    concern: 'A wrong scale destroys every image.',
    recommendation: 'Keep them for 30 days.',
    confidence: 'high',
  },
  {
    reviewer: 'security',
    label: 'security-2',
    severity: 'major',
    category: 'operability',
    title: 'No way back from step 4',
    quote: '',
    observation: 'There is *no* rollback.',
    concern: 'Support cannot help.',
    recommendation: 'Write one.',
    confidence: 'medium',
  },
] satisfies Finding['statements'];

const byModels = round({
  number: 1,
  findings: [
    finding({
      id: 'F1',
      severity: 'critical',
      category: 'risk',
      title: 'Originals are deleted before anyone knows that the copies are good',
      reviewers: ['lead', 'security'],
      statements,
      confidence: 'high',
      notes: [
        { code: 'merged', text: 'lead-1 and security-2 have one root cause: nothing undoes step 4.' },
        { code: 'severity-disputed', text: 'security holds that it is major: there are backups.' },
      ],
    }),
    ...firstFindings.slice(1),
  ],
  claims,
  reviewers: [
    ...reviewers.slice(0, 1),
    {
      id: 'lead',
      name: 'Lead reviewer',
      status: 'succeeded',
      findings: 3,
      detail: 'The deletion of originals is the one thing that must change.',
    },
    {
      id: 'security',
      name: 'Security',
      status: 'failed_isolated',
      findings: 0,
      detail: 'The model declines to read this plan.',
    },
  ],
  strengths,
  questions,
  panel: panelRecord,
});

/** A round that reviewers on models have read. */
export const reviewedByModels = panel([byModels]);

/** A round that was left unfinished, behind one that was not. */
export const unfinished = panel([byModels], {
  unfinished: {
    number: 2,
    startedAt: '2026-03-14T09:41:00.000Z',
    succeeded: 2,
    failures: [
      {
        task: 'reviewer-security',
        message: 'The quota of claude-opus-5-5 is used up.',
        wayOut: 'Wait until it is renewed.',
      },
    ],
    costUsd: 0.31,
    isRunning: false,
  },
});
