import { answer } from '../messagesServer/reply.ts';
import { finding, review } from '../messagesServer/reviews.ts';
import type { Script } from '../messagesServer/startMessagesServer.ts';

/**
 * A review from its first finding to the signed record, to be played in any way there is to review: what the plan says,
 * what reviewers on a scripted model say of it, and what its author answers.
 */
export const story = {
  path: 'docs/plans/resize-pictures.md',
  /** Where the review's documents are, below the workspace. */
  folder: '.plan-review/reviews/docs-plans-resize-pictures',
  /** The ids of the personas, in the order in which they are asked for. */
  reviewers: ['lead', 'reliability'],
  author: 'Ada',
  signedBy: 'Grace Hopper',
  /** The readiness items that the signer holds to be so. */
  ticked: ['testing', 'monitoring', 'operations'],
} as const;

/** The plan as it is reviewed first. */
export const plan = `# Resize pictures in the background

## 1. Goal

Uploads answer at once, and pictures are resized afterwards.

## 2. Approach

Each upload puts an entry into a queue. A worker takes the entry and resizes the picture.

## 3. Delivery

The resized picture is stored beside the original.

## 4. Success criteria

- 1,000 pictures are resized in under 5 minutes.
- No picture is lost when a worker stops.

## 5. Steps

1. Put an entry into the queue for each upload, so that 1,000 pictures can wait.
2. Run workers that resize, and test that no picture is lost when a worker stops.
`;

const edits: readonly (readonly [string, string])[] = [
  [
    '## 3. Delivery\n\nThe resized picture is stored beside the original.\n',
    `### 2.1 Failures

A worker acknowledges an entry when the picture is stored. An entry that fails three times goes to a parking queue, which
is looked at every day.

### 2.2 Watching

Depth and age of the queue are measured. An alarm is raised when the oldest entry has waited for ten minutes.

## 3. Delivery

The resized picture is stored beside the original under a temporary name and renamed when it is whole.
`,
  ],
  [
    'Uploads answer at once,',
    'Most uploads hold 1 to 20 pictures, none more than 1,000. Uploads answer at once,',
  ],
];

/** The plan as its author has edited it between the rounds. */
export const editedPlan = edits.reduce((text, [before, after]) => {
  if (!text.includes(before)) {
    throw new Error(`The plan of the story does not say: ${before}`);
  }
  return text.replace(before, after);
}, plan);

/** What the author says to a finding; a field that is left out stays empty. */
export interface StoryAnswer {
  readonly finding: string;
  readonly disposition: 'Accepted' | 'Acknowledged' | 'Deferred';
  readonly response?: string;
  readonly action?: string;
  readonly evidence?: string;
}

/** What the author says to a round. */
export interface StoryResponse {
  readonly answers: readonly StoryAnswer[];
  /** The answer to each question, in the order of the questions. */
  readonly replies: readonly string[];
  readonly summary?: string;
  readonly assessment?: 'GO' | 'CONDITIONAL GO' | 'NO-GO';
  readonly confidence: 'High' | 'Medium' | 'Low';
  readonly confidenceReason: string;
}

/** The responses to both rounds. */
export const responses: { readonly first: StoryResponse; readonly last: StoryResponse } = {
  first: {
    answers: [
      {
        finding: 'F1',
        disposition: 'Accepted',
        response: 'Right: "during implementation" is too late.',
        action: 'Acknowledgement after storing, three attempts, parking queue',
        evidence: 'See Section 2.1.',
      },
      {
        finding: 'F2',
        disposition: 'Accepted',
        response: 'Agreed.',
        action: 'Measurements and an alarm',
        evidence: 'See Section 2.2.',
      },
      {
        finding: 'F3',
        disposition: 'Accepted',
        action: 'Temporary name and rename',
        evidence: 'See Section 3.',
      },
      { finding: 'F4', disposition: 'Acknowledged', response: 'Our servers have room.' },
    ],
    replies: ['Mostly 1 to 20; added to Section 1.', 'Yes, with spare capacity.'],
    summary: 'Critical and major findings are accepted.',
    assessment: 'CONDITIONAL GO',
    confidence: 'Medium',
    confidenceReason: 'Not tried under load yet.',
  },
  last: {
    answers: [
      {
        finding: 'F5',
        disposition: 'Deferred',
        response: 'The runbook will name the person on call.',
        action: 'A task for the runbook',
      },
    ],
    replies: [],
    confidence: 'High',
    confidenceReason: 'Every finding is settled.',
  },
};

const lead = [
  finding({
    severity: 'critical',
    category: 'risk',
    title: 'A stopped worker loses its picture',
    quote: 'A worker takes the entry and resizes the picture.',
    observation: 'Nothing says when an entry is gone from the queue.',
    concern: 'A crash between taking and storing drops the upload, against the second criterion.',
    recommendation: 'Acknowledge entries after storing, retry, and park what keeps failing.',
  }),
  finding({
    severity: 'major',
    category: 'operability',
    title: 'Nobody would notice a backlog',
    quote: 'Each upload puts an entry into a queue.',
    observation: 'Neither depth nor age of entries is measured.',
    concern: 'Delays grow silently until customers complain.',
    recommendation: 'Measure both and raise an alarm.',
  }),
];
const reliability = [
  finding({
    severity: 'minor',
    category: 'technical',
    title: 'Readers may see half a file',
    quote: 'The resized picture is stored beside the original.',
    observation: 'Storing is not atomic as written.',
    concern: 'Pages could show truncated thumbnails.',
    recommendation: 'Write under another name, then rename.',
  }),
  finding({
    severity: 'suggestion',
    category: 'technical',
    title: 'Consider the hosted converter',
    quote: 'resizes the picture',
    observation: 'A hosted service exists for exactly this.',
    concern: 'Own servers need patching and capacity.',
    recommendation: 'Compare its price before building.',
  }),
];
const parked = finding({
  severity: 'minor',
  category: 'clarity',
  title: 'The parking queue has no owner',
  quote: 'which\nis looked at every day',
  observation: 'Section 2.1 sends entries to a parking queue.',
  concern: 'No person is told what to do with them.',
  recommendation: 'Name who decides, and how.',
});

function resolved(decisions: Readonly<Record<string, string>>, newFindings: readonly unknown[] = []): object {
  const { findings: _, nothingFound: __, severityArguments: ___, ...rest } = review({ questions: [] });
  return {
    ...rest,
    resolutions: Object.entries(decisions).map(([id, status]) => ({
      finding: id,
      status,
      notes: `The plan settles ${id} now.`,
    })),
    newFindings,
  };
}

/** What the reviewers say: four findings and two questions, and later that these are settled and one is new. */
export const script: Script = ({ key, text }) => {
  const isLater = text.includes('You decide, for each of your earlier findings');
  switch (key) {
    case 'lead-reviewer':
      return answer(
        isLater
          ? resolved({ F1: 'resolved', F2: 'resolved' }, [parked])
          : review({
              verdict: 'NO-GO',
              findings: lead,
              questions: ['How many pictures does an upload hold?', 'Is there a queue already?'],
            }),
      );
    case 'reliability-engineer':
      return answer(
        isLater
          ? resolved({ F3: 'resolved', F4: 'acknowledged' })
          : review({ findings: reliability, questions: [] }),
      );
    default:
      return answer({ summary: 'Failure and watching are missing.', groups: [] });
  }
};
