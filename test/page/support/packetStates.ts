import type { PacketCoverage } from '../../../src/core/domain/packetReview.ts';
import type { PanelState } from '../../../src/protocol/panelState.ts';
import { reviewedByModels } from './modelStates.ts';
import { finding, firstRound, panel, round } from './states.ts';

const plan = {
  path: 'docs/queue-packet.md',
  title: 'Review packet: a queue that survives a crash',
  kind: 'packet',
} as const;

/** What two reviewers said of a packet's areas: everything that can be said of a question is said of one. */
export const coverage: PacketCoverage = {
  areas: [
    {
      id: '1',
      title: 'Leases',
      questions: [
        {
          id: '1.1',
          text: 'Who renews a lease while a delivery takes long?',
          state: 'answered',
          answers: [
            {
              reviewer: 'Lead reviewer',
              answer: 'The worker that holds it, at half of its time:\n\n- not the queue,\n- not a timer.',
              evidence: 'Area 1 says that “a lease ends after a minute”.',
              confidence: 'high',
              isImplementation: false,
            },
            {
              reviewer: 'Operations',
              answer: '```ts\nconst lease = await take();\nconst timer = setInterval(renew, 30_000);\n```',
              evidence: '',
              confidence: 'low',
              isImplementation: true,
            },
          ],
        },
        {
          id: '1.2',
          text: 'What does a paused worker do when it wakes up?',
          state: 'unanswerable',
          answers: [
            {
              reviewer: 'Lead reviewer',
              unanswerable: 'The packet does not say how workers are paused.',
              evidence: '',
              confidence: 'medium',
              isImplementation: false,
            },
          ],
        },
        { id: '1.3', text: 'Is a minute long enough?', state: 'uncovered', answers: [] },
      ],
      risks: [
        {
          reviewer: 'Lead reviewer',
          likelihood: 'medium',
          impact: 'high',
          mitigation: 'Put a **fence** on every write.',
          incident: 'A delivery is sent twice.',
        },
        {
          reviewer: 'Operations',
          likelihood: 'low',
          impact: 'medium',
          mitigation: 'Roll out behind a flag.',
        },
      ],
      recommendations: [
        { reviewer: 'Lead reviewer', text: 'Begin with a test that pauses a worker.' },
        { reviewer: 'Operations', text: '```ts\ncode();\n```', isImplementation: true },
      ],
      findings: ['F1'],
    },
    { id: '2', title: 'Retries', questions: [], risks: [], recommendations: [], findings: [] },
  ],
  checklist: [
    { text: 'Review document produced', isTicked: true, by: 'host', detail: 'This document.' },
    {
      text: 'All areas covered',
      isTicked: false,
      by: 'host',
      detail: 'uncovered: 1.3; nobody reviewed area 2.',
    },
    {
      text: 'Recommendations are actionable',
      isTicked: false,
      by: 'person',
      detail: 'A person has to tell.',
    },
  ],
};

const fence = finding({
  id: 'F1',
  severity: 'critical',
  category: 'risk',
  title: 'A paused worker writes after its lease has ended',
  quote: 'A lease that ends after a minute.',
  section: ['Scope of Review', '1. Leases'],
  reviewers: ['lead'],
});
const mission = finding({
  id: 'F2',
  severity: 'minor',
  title: 'The mission does not say what a crash is',
  quote: 'Find out what breaks.',
  section: ['Mission'],
  reviewers: ['lead'],
});
const byModels = reviewedByModels.rounds[0]?.panel;
const asked = byModels && {
  ...byModels,
  reviewers: byModels.reviewers.map((reviewer) =>
    reviewer.opinion === undefined
      ? reviewer
      : { ...reviewer, opinion: { ...reviewer.opinion, assumptions: ['Clocks agree within a second.'] } },
  ),
};

/** A packet that was reviewed, with a blocker, an uncovered question and all that reviewers can say. */
export const reviewedPacket: PanelState = panel(
  [
    round({
      number: 1,
      findings: [fence, mission],
      packet: coverage,
      ...(asked === undefined ? {} : { panel: asked }),
    }),
  ],
  { plan },
);

/** A packet of which nothing is left to do. */
export const coveredPacket: PanelState = panel(
  [
    round({
      number: 1,
      findings: [],
      claimSummary: { pass: 3, fail: 0, unverifiable: 0 },
      packet: {
        areas: coverage.areas.slice(0, 1).map((area) => ({
          ...area,
          findings: [],
          questions: area.questions.slice(0, 1),
        })),
        checklist: [],
      },
    }),
  ],
  { plan },
);

/** A packet without any area. */
export const packetWithoutAreas: PanelState = panel(
  [round({ number: 1, findings: [], packet: { areas: [], checklist: [] } })],
  { plan },
);

const trick = '<img src=x onerror=alert(1)> [go](javascript:alert(1)) \u202Eevil';

/** What reviewers and a packet's author could write to harm its reader, and more areas than anybody reads. */
export const hostilePacket: PanelState = panel(
  [
    round({
      ...firstRound,
      packet: {
        areas: Array.from({ length: 300 }, (_, index) => ({
          id: String(index + 1),
          title: trick,
          questions: [
            {
              id: `${index + 1}.1`,
              text: trick,
              state: 'answered' as const,
              answers: [
                {
                  reviewer: trick,
                  answer: `${trick}\n\n${'x'.repeat(3000)}`,
                  evidence: trick,
                  confidence: 'high' as const,
                  isImplementation: index % 2 === 1,
                },
              ],
            },
          ],
          risks: [
            {
              reviewer: trick,
              likelihood: 'low' as const,
              impact: 'low' as const,
              mitigation: trick,
              incident: trick,
            },
          ],
          recommendations: [{ reviewer: trick, text: trick }],
          findings: ['F1', 'F999'],
        })),
        checklist: [{ text: trick, isTicked: true, by: 'host', detail: trick }],
      },
    }),
  ],
  { plan },
);
