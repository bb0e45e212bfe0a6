import type { Finding } from '../../../src/core/domain/finding.ts';
import { planHistory } from '../../../src/core/pipeline/history.ts';
import type { PanelRequest } from '../../../src/core/pipeline/panel/assignReviewers.ts';
import { reviewPlan } from '../../../src/core/pipeline/reviewPlan.ts';
import type { ReviewDeps } from '../../../src/core/pipeline/roundDeps.ts';
import { nextRound, type NextRoundRequest } from '../../../src/core/pipeline/rounds/nextRound.ts';
import {
  responseView,
  submitResponse,
  type ResponseDraft,
} from '../../../src/core/pipeline/rounds/responses.ts';
import type { FindingResponse } from '../../../src/core/domain/response.ts';
import type { StoredRound } from '../../../src/core/ports/artifactStore.ts';
import { finding, review } from '../messagesServer/reviews.ts';
import { answer, createPanelEngine, planPath, type TaskScript } from '../panel/panelEngine.ts';
import type { RunChecks } from '../../../src/core/pipeline/checkPlan.ts';

/** A finding as a model writes it. */
export type WrittenFinding = ReturnType<typeof finding>;

/** What a reviewer says in a round: its findings, and its decisions on those of earlier rounds. */
export interface Turn {
  readonly findings?: readonly Partial<WrittenFinding>[];
  /** By the number of the finding; everything that is not named is unresolved. */
  readonly decisions?: Readonly<Record<string, string>>;
  /** What its model fails with before it answers, once each. */
  readonly fails?: readonly Error[];
}

/** A review that goes through its rounds on a disk in memory. */
export interface RoundsEngine {
  /** What is on disk; tests edit it. */
  readonly plan: { text: string };
  readonly deps: ReviewDeps;
  /** What was sent, in order: the task, and all that the model read. */
  readonly sent: readonly { readonly task: string; readonly text: string }[];
  /** Round 1, by these personas. */
  review(reviewers?: readonly string[]): Promise<StoredRound>;
  /** The next round; by the checks and the host alone where `panel` is null. */
  next(panel?: PanelRequest | null, request?: Partial<NextRoundRequest>): Promise<StoredRound>;
  /** Submits a response to the latest round; what it leaves out is not answered. */
  respond(answers: readonly (Partial<FindingResponse> & { readonly finding: string })[]): Promise<void>;
  /** What became of every finding, as `F1 major resolved`. */
  states(): Promise<string[]>;
}

/** Makes an engine whose reviewers say in the n-th round what `turns` has for them, by persona. */
export function createRoundsEngine(
  text: string,
  turns: readonly Readonly<Record<string, Turn>>[],
  runChecks?: RunChecks,
): RoundsEngine {
  const plan = { text };
  let round = 0;
  let failed = 0;
  const sent: { task: string; text: string }[] = [];
  const script: TaskScript = ({ task, messages, system }) => {
    const read = JSON.stringify([system, messages]);
    sent.push({ task, text: read });
    if (task === 'analysis') {
      return Promise.resolve(answer(task, { summary: 'They differ.', groups: [] }));
    }
    const turn = turns[round - 1]?.[task.replace('reviewer-', '')] ?? {};
    const error = turn.fails?.[failed];
    if (error !== undefined) {
      failed += 1;
      return Promise.reject(error);
    }
    const findings = (turn.findings ?? []).map((fields) => finding(fields));
    return Promise.resolve(
      answer(task, round === 1 ? review({ findings }) : resolutionBy(read, turn, findings)),
    );
  };
  const engine = createPanelEngine({ script });
  const deps: ReviewDeps = {
    ...engine.deps,
    planFiles: { read: () => Promise.resolve(new TextEncoder().encode(plan.text)) },
    ...(runChecks === undefined ? {} : { runChecks }),
  };
  const base = { path: planPath, signal: undefined, progress: undefined };
  const askToSend = (): Promise<boolean> => Promise.resolve(true);
  return {
    plan,
    deps,
    sent,
    review: async (reviewers = ['lead']) => {
      round = 1;
      return reviewPlan(deps, { ...base, mode: 'plan', panel: { reviewers }, askToSend });
    },
    next: async (panel = {}, request = {}) => {
      round += 1;
      return nextRound(deps, { ...base, ...(panel === null ? {} : { panel }), askToSend, ...request });
    },
    respond: async (answers) => {
      const { version, response } = await responseView(deps, planPath);
      const draft: ResponseDraft = {
        round: response.round,
        version,
        author: 'Ada',
        summary: '',
        assessment: null,
        assessmentReason: '',
        findings: answers.map((given) => ({
          disposition: 'accepted',
          response: 'As said.',
          action: '',
          evidence: '',
          ...given,
        })),
        answers: [],
        recommendation: '',
        confidence: null,
        confidenceReason: '',
      };
      await submitResponse(deps, planPath, draft);
    },
    states: async () => {
      const view = await planHistory(deps, { path: planPath });
      return (view?.findings ?? []).map(
        ({ finding: { id, severity }, status }) => `${id} ${severity} ${status}`,
      );
    },
  };
}

/** An answer that decides every finding that the prompt lists as the reviewer's own. */
function resolutionBy(
  read: string,
  { decisions = {} }: Turn,
  newFindings: readonly WrittenFinding[],
): object {
  const asked = [
    ...new Set(
      [...read.matchAll(/\[(F\d+)\] (?:critical|major|minor|suggestion):/g)].map(([, id]) => id ?? ''),
    ),
  ];
  const { summary, verdict, ratings, strengths, questions, assumptions } = review();
  return {
    resolutions: asked.map((id) => ({
      finding: id,
      status: decisions[id] ?? 'unresolved',
      notes: `What became of ${id}.`,
    })),
    summary,
    verdict,
    ratings,
    newFindings,
    strengths,
    questions,
    assumptions,
  };
}

/** The findings of a round by number and severity. */
export function numbered(findings: readonly Finding[]): string[] {
  return findings.map(({ id, severity }) => `${id} ${severity}`);
}
