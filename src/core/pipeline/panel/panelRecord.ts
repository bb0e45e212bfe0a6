import { noTokens } from '../../domain/modelUsage.ts';
import type { PanelRecord, TaskSummary } from '../../domain/panelRecord.ts';
import type { ReviewerReport } from '../../domain/reviewer.ts';
import type { Question, Strength } from '../../domain/round.ts';
import type { TaskMetadata } from '../../domain/task.ts';
import { total, usageOf } from '../tasks/taskCosts.ts';
import { readingRemarks } from './readingRemarks.ts';
import type { ReviewerOutcome } from './askReviewers.ts';
import { reviewerTaskId, reviewerTaskIds } from './reviewerTasks.ts';
import type { PanelResult } from './runPanel.ts';

/** The strengths that each persona may name in the round's document; all of them stand in its own. */
const strengthsEach = 2;

/** What a round with reviewers on models was, for `round.json`. `tasks` are all that ended. */
export function panelRecord(result: PanelResult, tasks: readonly TaskMetadata[]): PanelRecord {
  const { request, outcomes, summary, remarks } = result;
  const asked = outcomes.flatMap(({ reviewer }) => [
    ...reviewerTaskIds(reviewer.persona.id, request),
    reviewerTaskId(reviewer.persona.id),
  ]);
  const own = tasks
    .filter(({ id, phase }) => phase !== 'reviewers' || asked.includes(id))
    .toSorted((one, other) => rankOf(one, asked) - rankOf(other, asked))
    .map((task) => takenOver(taskSummary(task), task, request));
  const costUsd = total(own.map((task) => task.costUsd));
  const fallbacks = own.flatMap(({ id, model, answeredBy }) =>
    answeredBy === undefined ? [] : [`${id} was answered by ${answeredBy} in place of ${model}.`],
  );
  return {
    strategy: request.strategy,
    selection: request.selection,
    reviewers: outcomes.map(({ reviewer, role, outcome }) => ({
      id: reviewer.persona.id,
      name: reviewer.persona.name,
      role,
      provider: reviewer.provider,
      model: reviewer.model,
      ...(outcome.status === 'succeeded'
        ? {
            opinion: {
              summary: outcome.output.summary,
              verdict: outcome.output.verdict,
              ratings: outcome.output.ratings,
              assumptions: outcome.output.assumptions,
              strengths: outcome.output.strengths,
            },
          }
        : {}),
    })),
    ...(request.reading === undefined ? {} : { reading: request.reading }),
    ...(summary === undefined ? {} : { summary }),
    remarks: [...readingRemarks(request.reading), ...remarks, ...fallbacks, ...takenOverRemark(own)],
    tasks: own,
    usage: usageOf(own),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}

function takenOverRemark(tasks: readonly TaskSummary[]): string[] {
  const reviews = tasks.filter(
    ({ phase, takenOverFrom }) => phase === 'reviewers' && takenOverFrom !== undefined,
  );
  const [first] = reviews;
  return first?.takenOverFrom === undefined
    ? []
    : [
        `${reviews.length === 1 ? '1 review was' : `${reviews.length} reviews were`} taken over from round ${first.takenOverFrom}.`,
      ];
}

/** What a round took over from a finished one was paid for there. */
function takenOver(
  summary: TaskSummary,
  { completedAt }: TaskMetadata,
  { retries, startedAt }: PanelResult['request'],
): TaskSummary {
  return retries === undefined || completedAt >= startedAt
    ? summary
    : { ...summary, calls: 0, usage: noTokens, costUsd: 0, takenOverFrom: retries };
}

/** Reviewers stand in the order in which they were asked for, whoever was done first: the same review reads the same. */
function rankOf({ id, phase }: TaskMetadata, asked: readonly string[]): number {
  if (phase === 'selection') {
    return -1;
  }
  return phase === 'reviewers' ? asked.indexOf(id) : asked.length;
}

/** What a task took and used, as a round tells it. */
export function taskSummary(task: TaskMetadata): TaskSummary {
  const { id, phase, status, adapter, model, answeredBy, attempts, calls, usage, costUsd, error } = task;
  return {
    id,
    phase,
    status,
    provider: adapter.split('/', 1)[0] ?? adapter,
    model,
    ...(answeredBy === undefined || isSameModel(model, answeredBy) ? {} : { answeredBy }),
    attempts: attempts.length,
    calls: calls.length,
    // The clock of the calls, so that a task that was resumed counts what it took and not the night between.
    elapsedMs: calls.reduce((sum, call) => sum + call.elapsedMs, 0),
    usage,
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(error === undefined ? {} : { error }),
  };
}

/** Providers add a date to the name, and a command line that is left to its own default names what that is. */
function isSameModel(asked: string, answered: string): boolean {
  return asked === 'default' || answered === asked || answered.startsWith(`${asked}-`);
}

/** How each reviewer's part ended, for the table and the verdict. */
export function reviewerReports(outcomes: readonly ReviewerOutcome[]): readonly ReviewerReport[] {
  return outcomes.map(({ reviewer, outcome }) => ({
    id: reviewer.persona.id,
    name: reviewer.persona.name,
    status: reportedStatus(outcome),
    findings: outcome.status === 'succeeded' ? outcome.output.findings.length : 0,
    detail: outcome.status === 'succeeded' ? outcome.output.summary : outcome.error.message,
  }));
}

/** An outcome as the round tells it: one that the round went on without stands in nobody's way. */
export function reportedStatus({ status }: ReviewerOutcome['outcome']): ReviewerReport['status'] {
  switch (status) {
    case 'not_asked':
      return 'failed_blocking';
    case 'left_out':
      return 'failed_isolated';
    default:
      return status;
  }
}

/** The checks' strengths and then those of the personas, numbered through; the same words are one strength. */
export function allStrengths(
  ofChecks: readonly Strength[],
  outcomes: readonly ReviewerOutcome[],
): Strength[] {
  const texts = new Set([
    ...ofChecks.map(({ text }) => text),
    ...reviewsOf(outcomes).flatMap(({ strengths }) => strengths.slice(0, strengthsEach)),
  ]);
  return [...texts].map((text, index) => ({ id: `S${index + 1}`, text }));
}

/** The checks' questions and then those of the personas, numbered through; the same words are one question. */
export function allQuestions(
  ofChecks: readonly Question[],
  outcomes: readonly ReviewerOutcome[],
): Question[] {
  const texts = new Set([
    ...ofChecks.map(({ text }) => text),
    ...reviewsOf(outcomes).flatMap(({ questions }) => questions),
  ]);
  return [...texts].map((text, index) => ({ id: `Q${index + 1}`, text }));
}

function reviewsOf(outcomes: readonly ReviewerOutcome[]) {
  return outcomes.flatMap(({ outcome }) => (outcome.status === 'succeeded' ? [outcome.output] : []));
}
