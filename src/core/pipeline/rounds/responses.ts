import { PlanReviewError } from '../../base/errors.ts';
import type { DraftedField } from '../../domain/draft.ts';
import type { Finding } from '../../domain/finding.ts';
import { responseProblems, type Response, type ResponseProblem } from '../../domain/response.ts';
import type { Question, Round } from '../../domain/round.ts';
import type { ArtifactStore, StoredReview, StoredResponse } from '../../ports/artifactStore.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PlanFiles } from '../../ports/files.ts';
import { readResponse, type EditedResponse } from '../../reports/readResponse.ts';
import { responseDocument, type AnsweredRound } from '../../reports/responseDocument.ts';
import { parsePlan } from '../../text/planDocument.ts';
import { draftedFields, storedDrafts } from '../drafts/draftedFields.ts';
import { readPlan, textOf, type ReadPlan } from '../readPlan.ts';
import { diffsTo } from '../snapshotDiffs.ts';
import { planChanges } from './planChanges.ts';
import { proofOf, type ProofOfAnswer } from './proofs.ts';
import { statesAfter } from './states.ts';

/** What answering a round needs. */
export interface ResponseDeps {
  readonly planFiles: PlanFiles;
  readonly store: ArtifactStore;
  readonly clock: Clock;
}

/** The author's side of the latest round, as it is now. */
export interface ResponseView {
  /** What it says: as it was stored, as somebody has edited `response.md` since, or empty. */
  readonly response: Response;
  /** What is on disk; whoever saves says that this is what they have seen. Null where nothing is. */
  readonly version: string | null;
  /** Whether `response.md` was edited by hand since it was written, so that what it says is not stored yet. */
  readonly isEdited: boolean;
  /** What there is to answer: every finding that was open when the round had ended. */
  readonly findings: readonly Finding[];
  readonly questions: readonly Question[];
  /** What a model drafted and the author has not touched; nothing of what was submitted. */
  readonly drafted: readonly DraftedField[];
  /** What keeps it from being submitted. */
  readonly problems: readonly ResponseProblem[];
  /** What the host finds of each action that is named, in the plan as it is on disk. */
  readonly proofs: readonly (ProofOfAnswer & { readonly finding: string })[];
  /** `response.md`: its path relative to the workspace folder, and its text as it would be written now. */
  readonly document: { readonly path: string; readonly text: string };
}

/** What an author has to say, and on top of what. */
export interface ResponseDraft extends EditedResponse {
  /** The round that is answered. */
  readonly round: number;
  /** The version that the author has seen; null where there was none. */
  readonly version: string | null;
}

/**
 * The author's side of the latest round of a plan. What somebody has written into `response.md` by hand counts.
 * @throws PlanReviewError `not-reviewed`; `response-malformed` with the line of `response.md`; `store-inconsistent`
 */
export async function responseView(deps: ResponseDeps, path: string): Promise<ResponseView> {
  const answered = await answeredOf(deps, path);
  const { stored, shown } = answered;
  if (stored?.problem !== undefined) {
    throw new PlanReviewError({
      code: 'store-inconsistent',
      message: stored.problem,
      wayOut: 'Then look at the response again.',
    });
  }
  const base = stored?.response ?? emptyResponse(answered.round, deps.clock);
  const { document } = stored ?? {};
  const edited = document === undefined ? undefined : readDocument(document, answered, shown);
  const isEdited = edited !== undefined && !saysTheSame(edited, base, answered);
  const response: Response =
    edited !== undefined && isEdited ? { ...base, ...edited, state: 'draft', answered: null } : base;
  return viewOf(answered, { response, version: stored?.version ?? null, isEdited });
}

/**
 * What a text that somebody edited says, as a draft on top of what is stored.
 * @throws PlanReviewError `response-malformed` with the line of `name`; otherwise as `responseView`
 */
export async function draftFromText(
  deps: ResponseDeps,
  { path, text, name }: { readonly path: string; readonly text: string; readonly name: string },
): Promise<ResponseDraft> {
  const answered = await answeredOf(deps, path);
  return {
    ...readDocument(text, answered, name),
    round: answered.round.number,
    version: answered.stored?.version ?? null,
  };
}

/**
 * Stores a draft.
 * @throws PlanReviewError `response-outdated` where something else was stored since; `response-malformed` where it answers
 * what was not asked; `store-busy`; `store-unwritable`
 */
export async function saveResponse(
  deps: ResponseDeps,
  path: string,
  draft: ResponseDraft,
): Promise<ResponseView> {
  const answered = await answeredOf(deps, path);
  expectAnswers(draft, answered);
  return store(deps, answered, draft, { state: 'draft', answered: null });
}

/**
 * Stores a response as the author's last word on the round, with what has changed in the plan since it was reviewed.
 * @throws PlanReviewError `response-incomplete` with all that is missing; otherwise as `saveResponse`
 */
export async function submitResponse(
  deps: ResponseDeps,
  path: string,
  draft: ResponseDraft,
): Promise<ResponseView> {
  const answered = await answeredOf(deps, path);
  expectAnswers(draft, answered);
  const problems = responseProblems(
    { ...emptyResponse(answered.round, deps.clock), ...saidIn(draft) },
    answered.findings,
  );
  if (problems.length > 0) {
    throw new PlanReviewError({
      code: 'response-incomplete',
      message: `The response to round ${answered.round.number} is not complete: ${problems.map(({ message }) => message).join(' ')}`,
      wayOut: 'Write what is missing, then submit it again.',
    });
  }
  const { plan, review } = answered;
  const snapshot = review.snapshots.get(answered.round.number);
  const before =
    snapshot === undefined ? undefined : parsePlan(plan.document.path, textOf(plan.document.path, snapshot));
  const diff = diffsTo(plan.document.text, review)(answered.round.revision);
  const changes =
    before === undefined || diff === undefined
      ? []
      : planChanges(diff, { before, after: plan.document }, draft);
  return store(deps, answered, draft, {
    state: 'submitted',
    answered: { revision: plan.revision, changes },
  });
}

/** The round that is answered, and the plan as it is now. */
export interface Answered extends AnsweredRound {
  readonly review: StoredReview;
  readonly round: Round;
  readonly findings: readonly Finding[];
  readonly stored: StoredResponse | undefined;
  /** How messages name `response.md`. */
  readonly shown: string;
  readonly plan: ReadPlan;
}

/** What there is to answer. @throws PlanReviewError `not-reviewed` */
export async function answeredOf({ store, planFiles }: ResponseDeps, path: string): Promise<Answered> {
  const review = await store.load(path);
  const round = review?.rounds.at(-1)?.round;
  if (review === undefined || round === undefined) {
    throw new PlanReviewError({
      code: 'not-reviewed',
      message: `There is no finished round of ${path} to answer.`,
      wayOut: 'Review the plan first.',
    });
  }
  return {
    review,
    round,
    findings: statesAfter(review, round.number)
      .filter(({ isOpen }) => isOpen)
      .map(({ finding }) => finding),
    questions: round.questions,
    stored: review.responses.get(round.number),
    shown: `${review.folder}/round-${round.number}/response.md`,
    plan: await readPlan(planFiles, { path }),
  };
}

function emptyResponse(round: Round, clock: Clock): Response {
  return {
    schemaVersion: 1,
    round: round.number,
    plan: round.plan,
    revision: round.revision,
    state: 'draft',
    author: '',
    updatedAt: new Date(clock.now()).toISOString(),
    summary: '',
    assessment: null,
    assessmentReason: '',
    findings: [],
    answers: [],
    recommendation: '',
    confidence: null,
    confidenceReason: '',
    answered: null,
  };
}

function readDocument(text: string, answered: Answered, name: string): EditedResponse {
  const read = readResponse(text, answered);
  if (read.ok) {
    return read.value;
  }
  throw new PlanReviewError({
    code: 'response-malformed',
    message: `The response cannot be read: ${read.problems.map(({ line, message }) => `${name}:${line}: ${message}`).join(' ')}`,
    wayOut: 'Mend those lines, or delete the file to have it written again from what is stored.',
  });
}

/** Whether a document says what the stored response says, however it is laid out. */
function saysTheSame(edited: EditedResponse, stored: EditedResponse, answered: AnsweredRound): boolean {
  return canonical(edited, answered) === canonical(stored, answered);
}

function canonical(response: EditedResponse, { findings, questions }: AnsweredRound): string {
  const plain = (text: string): string => text.replaceAll(/\r\n?/g, '\n').trim();
  const answers = new Map(response.findings.map((answer) => [answer.finding, answer]));
  const replies = new Map(response.answers.map(({ question, answer }) => [question, answer]));
  return JSON.stringify([
    response.author.replaceAll(/\s+/g, ' ').trim(),
    ...[response.summary, response.assessmentReason, response.recommendation, response.confidenceReason].map(
      plain,
    ),
    response.assessment,
    response.confidence,
    findings.map(({ id }) => {
      const answer = answers.get(id);
      return [
        answer?.disposition ?? null,
        ...[answer?.response, answer?.action, answer?.evidence].map((text) => plain(text ?? '')),
      ];
    }),
    questions.map(({ id }) => plain(replies.get(id) ?? '')),
  ]);
}

/** A draft answers the round that there is, and what was asked in it. */
function expectAnswers(draft: ResponseDraft, { round, findings, questions }: Answered): void {
  if (draft.round !== round.number) {
    throw new PlanReviewError({
      code: 'response-outdated',
      message: `Round ${draft.round} was followed by round ${round.number}, so its response stands as it is.`,
      wayOut: `Answer round ${round.number}.`,
    });
  }
  const known = new Set([...findings, ...questions].map(({ id }) => id));
  const given = [
    ...draft.findings.map(({ finding }) => finding),
    ...draft.answers.map(({ question }) => question),
  ];
  const stray = given.find((id, index) => !known.has(id) || given.indexOf(id) !== index);
  if (stray !== undefined) {
    throw new PlanReviewError({
      code: 'response-malformed',
      message: known.has(stray)
        ? `${stray} is answered twice.`
        : `Round ${round.number} has nothing open that is called ${stray}.`,
      wayOut: 'Answer each finding and question of the round at most once.',
    });
  }
}

async function store(
  deps: ResponseDeps,
  answered: Answered,
  draft: ResponseDraft,
  ended: Pick<Response, 'state' | 'answered'>,
): Promise<ResponseView> {
  const response = { ...emptyResponse(answered.round, deps.clock), ...saidIn(draft), ...ended };
  const document = responseDocument(response, answered);
  const { path } = answered.plan.document;
  const version = await deps.store.saveResponse(path, { response, document }, draft.version);
  return viewOf(answered, { response, version, isEdited: false });
}

/** The author's words alone: a draft may have come with more than it is asked for. */
function saidIn(draft: ResponseDraft): EditedResponse {
  const { author, summary, assessment, assessmentReason, findings, answers } = draft;
  const { recommendation, confidence, confidenceReason } = draft;
  return {
    author,
    summary,
    assessment,
    assessmentReason,
    findings,
    answers,
    recommendation,
    confidence,
    confidenceReason,
  };
}

function viewOf(
  answered: Answered,
  { response, version, isEdited }: Pick<ResponseView, 'response' | 'version' | 'isEdited'>,
): ResponseView {
  const { findings, questions, plan, review, round, shown } = answered;
  const diffFrom = diffsTo(plan.document.text, review);
  return {
    response,
    version,
    isEdited,
    findings,
    questions,
    drafted: response.state === 'submitted' ? [] : draftedFields(response, storedDrafts(review)),
    problems: responseProblems(response, findings),
    proofs: response.findings
      .map((answer) => ({
        finding: answer.finding,
        ...proofOf(answer, { document: plan.document, reviewed: round.revision, diffFrom }),
      }))
      .filter(({ state }) => state !== 'none'),
    document: { path: shown, text: responseDocument(response, answered) },
  };
}
