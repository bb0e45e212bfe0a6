import type { Backtest } from './domain/backtestReport.ts';
import type { PlanCheck } from './domain/checkReport.ts';
import type { CheckProblem } from './domain/checkReport.ts';
import type { CheckRule } from './domain/checkRule.ts';
import type { PlanKind, ReviewMode } from './domain/plan.ts';
import type { JointReview } from './jointReview.ts';
import type { Diagnosis } from './pipeline/diagnose.ts';
import type { PanelRequest } from './pipeline/panel/assignReviewers.ts';
import type { Remaining } from './pipeline/panel/changeRemaining.ts';
import type { RoundEstimate } from './pipeline/panel/estimate.ts';
import type { AskToSend } from './pipeline/panel/sending.ts';
import type { LaneReport } from './domain/laneReport.ts';
import type { PacketPlans } from './pipeline/packetPlans.ts';
import type { PersonaCatalogue } from './pipeline/personas/readPersonas.ts';
import type { PersonaRecord } from './domain/personaRecord.ts';
import type { ReviewRecord } from './domain/record.ts';
import type { ReviewSummary } from './pipeline/listReviews.ts';
import type { AuthorCatalogue } from './pipeline/personas/readAuthors.ts';
import type { DraftAsked } from './pipeline/drafts/draftContext.ts';
import type { DraftedResponse, DraftEstimate, DraftRequest } from './pipeline/drafts/draftResponse.ts';
import type { ProposedEdits } from './pipeline/drafts/proposedEdits.ts';
import type { ApprovalView } from './pipeline/rounds/approval.ts';
import type { ChangesRequest, ChangesView } from './pipeline/rounds/changes.ts';
import type { ExportRequest } from './pipeline/rounds/exportReview.ts';
import type { RecordProposal, Signing } from './pipeline/rounds/finalize.ts';
import type { ResponseDraft, ResponseView } from './pipeline/rounds/responses.ts';
import type { PlanCommand } from './pipeline/execution/planCommands.ts';
import type { StatusUpdate } from './pipeline/execution/updateStatus.ts';
import type { WorkRequest } from './pipeline/roundDeps.ts';
import type { PlanView, ReviewView, RoundView } from './pipeline/views.ts';
import type { ProviderState } from './ports/languageModel.ts';
import type { Progress } from './ports/progress.ts';
import type { TrendReport } from './domain/trendReport.ts';
import type { ReviewIndex } from './ports/reviewIndex.ts';

/** Which plan to look at. */
export interface PlanRequest {
  /** Relative to the workspace folder, with forward slashes. */
  readonly path: string;
  /** `plan` unless said otherwise. */
  readonly mode?: ReviewMode;
  readonly signal?: AbortSignal;
}

/** Which plan to check, and in which wording. */
export interface CheckRequest extends PlanRequest {
  /** The plan's text as an editor holds it; the file on disk where it is left out. */
  readonly text?: string;
  /**
   * `known` runs no command of a documentation-driven check and tells only what is remembered, as is right for every
   * stroke of a key; `run` unless said otherwise.
   */
  readonly commands?: 'run' | 'known';
  /** The other plans that are checked in the same run, by path: work on all of them is taken to go on side by side. */
  readonly beside?: readonly string[];
}

/** The command of a documentation-driven check, which runs only with the user's consent. */
export interface OwnCommand {
  readonly check: string;
  readonly title: string;
  /** The file that defines it, relative to the workspace folder, and the line of its heading, from 1. */
  readonly path: string;
  readonly line: number;
  /** The text that the shell is given. */
  readonly command: string;
  /** The SHA-256 of the whole definition: what a consent is bound to. */
  readonly sha256: string;
  readonly isAgreed: boolean;
}

/** What plans of a workspace are checked with. */
export interface CheckCatalogue {
  /** The built-in checks and the workspace's own. */
  readonly rules: readonly CheckRule[];
  readonly commands: readonly OwnCommand[];
  /** What is wrong with the workspace's own checks and settings. */
  readonly problems: readonly CheckProblem[];
}

/** Which plan to review, and who is told how it goes. */
export interface ReviewRequest extends PlanRequest {
  readonly progress?: Progress;
  /** Who reads beside the checks; nobody where left out. */
  readonly panel?: PanelRequest;
  /** The plan that a packet is about, relative to the workspace folder: reviewers on models read it beside the packet. */
  readonly about?: string;
  /** What the plan is, where somebody says; what its name and words say where left out. */
  readonly kind?: PlanKind;
  /**
   * The one chapter of it that reviewers on models read, by the number in its heading, its id, its title or its place. The others
   * bar a GO unless they were read, as they are, in an earlier round.
   */
  readonly chapter?: string;
  /** `restart` does without the answers of a round that was left unfinished; `resume`, unless said, refuses to. */
  readonly unfinished?: 'resume' | 'restart';
  /** Asked before a plan of this workspace is sent to a provider for the first time; without it, none is. */
  readonly askToSend?: AskToSend;
  /** How the work is looked at in the mode `execution`. */
  readonly work?: WorkRequest;
  /** `look` looks before the work whether the plan's validation commands can be run and what they prove; `leave` unless said. */
  readonly gates?: 'look' | 'leave';
}

/** Which plan to run the next round on. */
export interface NextRequest extends Omit<ReviewRequest, 'mode'> {
  /**
   * Asks the reviewers that raised what is open, those that it names, and somebody who reads what was changed. Without
   * it, the checks decide their own findings and the host says of all others what it can see.
   */
  readonly panel?: PanelRequest;
  /** `not-needed` decides what nobody has answered, too; `needed` unless said. */
  readonly response?: 'needed' | 'not-needed';
}

/** Which unfinished round to go on with. */
export interface ResumeRequest extends Omit<
  ReviewRequest,
  'mode' | 'panel' | 'unfinished' | 'work' | 'gates'
> {
  /** The most that the whole round may cost now, in US dollars; what it was begun with where left out. */
  readonly maxCostUsd?: number;
  /** Whom to ask in the place of whom, and whom to go on without; nothing is changed where left out. */
  readonly remaining?: Remaining;
}

/** Which finished round to run again for those who had failed. */
export interface RetryRequest extends Omit<ReviewRequest, 'mode' | 'panel' | 'unfinished' | 'about'> {
  readonly round: number;
}

/** A round that was begun and not finished. */
export interface UnfinishedView {
  readonly number: number;
  /** Relative to the workspace folder. */
  readonly folder: string;
  readonly startedAt: string;
  /** Tasks that have ended well, and all that have ended. */
  readonly succeeded: number;
  readonly ended: number;
  /** Why those failed that ended otherwise. */
  readonly failures: readonly { readonly task: string; readonly message: string; readonly wayOut: string }[];
  /** Those who are asked and have not answered; nobody where only the selection or the analysis is missing. */
  readonly missing: readonly { readonly id: string; readonly name: string }[];
  /** What they cost, in US dollars; undefined where that is not known. */
  readonly costUsd: number | undefined;
  /** Whether a process is at work on it at this moment. */
  readonly isRunning: boolean;
  /** What it waits for in batches, and since when; undefined where there is nothing of the kind. */
  readonly inBatch?: { readonly requests: number; readonly since: string } | undefined;
}

/** Which plans of the past to check, and who is told how far it is. */
export interface BacktestRequest {
  /** Relative to the workspace folder, with forward slashes; the plan folders of the settings where there is none. */
  readonly globs: readonly string[];
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Plan Review for one workspace folder. The command line and the editor both call this and nothing below it.
 * Every method that fails in a way to be expected rejects with a `PlanReviewError`.
 */
export interface PlanReview extends Omit<ReviewIndex, 'note'>, JointReview {
  /** The absolute path of the workspace folder. */
  readonly root: string;

  /**
   * How a plan, or the plans of a folder, have come along from campaign to campaign; `.` for the whole workspace folder.
   * Throws as `campaigns`.
   */
  trends(content: string): Promise<TrendReport>;

  /** What became of everything that each reviewer has raised, over all plans; by id. Throws as `campaigns`. */
  personaRecords(): Promise<readonly PersonaRecord[]>;

  /** Reads a plan without judging it. */
  identify(request: CheckRequest): Promise<PlanView>;

  /**
   * The path, relative to the workspace folder, of the plan with this id, such as `PRP-30`, in the plan folders.
   * @throws PlanReviewError `plan-not-found` with the closest ids; `plan-ambiguous` with all that fit.
   */
  findPlan(id: string, signal?: AbortSignal): Promise<string>;

  /** What plans are checked with: rules, commands that wait for a consent, and what is wrong with either. */
  catalogue(): Promise<CheckCatalogue>;

  /**
   * Records that the user, having read it, agrees to the definition of `check` whose text has this SHA-256.
   * @throws PlanReviewError `check-not-found` where there is no such definition with such a text;
   * `consent-unavailable`; `not-trusted`.
   */
  agreeToCommand(check: string, sha256: string): Promise<void>;

  /** Forgets the consent to a check's command. False where there was none. */
  revokeConsent(check: string): Promise<boolean>;

  /** The commands by which a plan validates its work, and whether the user has agreed to each. */
  planCommands(request: CheckRequest): Promise<readonly PlanCommand[]>;

  /**
   * Records that the user, having read it, agrees that the command of the plan whose text has this SHA-256 is run in this workspace.
   * @throws PlanReviewError `check-not-found` where the plan has no such command; `consent-unavailable`; `not-trusted`.
   */
  agreeToPlanCommand(path: string, sha256: string): Promise<void>;

  /** Forgets the consent to a command of a plan. False where there was none. */
  revokePlanCommand(sha256: string): Promise<boolean>;

  /**
   * Writes into the plan's front matter where the plan stands by its files (`planned`, `executing`, `executed`). No command is run.
   * @throws PlanReviewError `plan-without-front-matter`; `plan-changed`; `plan-unwritable`; `history-unavailable`; `not-trusted`.
   */
  updateStatus(request: PlanRequest & { readonly since?: string }): Promise<StatusUpdate>;

  /** A new packet for a plan, in Markdown: its parts of work as areas, with questions to begin from. */
  packetTemplate(request: CheckRequest): Promise<string>;

  /** Which plans a packet names: what its front matter says, and what else stands in its text. */
  packetPlans(request: CheckRequest): Promise<PacketPlans>;

  /**
   * Who owns which files by the lanes of these plans and packets, or by the plans themselves, what they share, and how to
   * divide it. Nothing is stored.
   */
  lanes(request: { readonly paths: readonly string[]; readonly signal?: AbortSignal }): Promise<LaneReport>;

  /** Runs the checks alone and stores nothing. */
  check(request: CheckRequest): Promise<PlanCheck>;

  /**
   * Checks the plans of the repository's own history as of the commits that brought them, and tells which failures stood
   * and which intended files came. Nothing is checked out or stored, and no command of the workspace's own checks runs.
   * @throws PlanReviewError `history-unavailable`, with what is missing; `plan-not-found` where no plan fits.
   */
  backtest(request: BacktestRequest): Promise<Backtest>;

  /**
   * Runs a round on the plan as it is on disk and stores it. Aborting leaves no round behind, and what reviewers on models
   * had answered is kept for `resume`.
   * @throws PlanReviewError `round-incomplete`, `round-unfinished`, `persona-not-found`, `sending-refused`; ModelError
   * `model-unavailable`.
   */
  review(request: ReviewRequest): Promise<RoundView>;

  /**
   * Runs the next round of a review: it decides every finding that is open, before anything new (DESIGN, "Rounds end").
   * @throws PlanReviewError `not-reviewed`; `response-missing`; otherwise as `review`.
   */
  next(request: NextRequest): Promise<RoundView>;

  /**
   * Finishes the round of a plan that was left unfinished, on the snapshot that it began with. What was answered is not
   * asked again.
   * @throws PlanReviewError `nothing-to-resume`; otherwise as `review`.
   */
  resume(request: ResumeRequest): Promise<RoundView>;

  /**
   * Runs a finished round again for those of its reviewers that had failed, as a round of its own on the same snapshot. Who had
   * answered is not asked again.
   * @throws PlanReviewError `nothing-to-retry`; otherwise as `review`.
   */
  retry(request: RetryRequest): Promise<RoundView>;

  /** The round of the plan that was left unfinished and can be resumed, or undefined. */
  unfinished(path: string): Promise<UnfinishedView | undefined>;

  /** What a round with these reviewers would send and cost at the most. Nothing is sent, and nothing stored. */
  estimate(
    request: PlanRequest &
      Pick<ReviewRequest, 'kind' | 'chapter' | 'about'> & { readonly panel: PanelRequest },
  ): Promise<RoundEstimate>;

  /** The personas to choose from, and what is wrong with files that define none. */
  personas(): Promise<PersonaCatalogue>;

  /** The providers of models, the preferred one first, and whether they can be used here. */
  providers(signal?: AbortSignal): Promise<readonly ProviderState[]>;

  /**
   * The plan's stored review with every finding placed in `text`, or in the file on disk where `text` is left out.
   * Undefined when nobody has reviewed the plan.
   */
  history(request: CheckRequest): Promise<ReviewView | undefined>;

  /**
   * Every stored review of the workspace folder, by the plan's path, without checking a plan or asking git. What cannot be
   * used is listed with the problem.
   * @throws PlanReviewError `store-inconsistent` where the folder of reviews cannot be read.
   */
  reviews(): Promise<readonly ReviewSummary[]>;

  /**
   * The author's side of the plan's latest round: what is stored, what somebody has written into `response.md` since, or
   * an empty one, with what there is to answer and what is still missing.
   * @throws PlanReviewError `not-reviewed`; `response-malformed` with the line of `response.md`; `store-inconsistent`.
   */
  response(path: string): Promise<ResponseView>;

  /** What a text like `response.md` says, as a draft on top of what is stored. Throws as `response`; `name` is the text's. */
  readResponse(path: string, text: { readonly text: string; readonly name: string }): Promise<ResponseDraft>;

  /**
   * Stores the author's side of the latest round, which may be incomplete.
   * @throws PlanReviewError `response-outdated` where something else was stored since the draft's version, which stays as
   * it is; `response-malformed` for an answer to what was not asked; `not-reviewed`; `store-busy`; `store-unwritable`.
   */
  saveResponse(path: string, draft: ResponseDraft): Promise<ResponseView>;

  /**
   * Stores a response as the author's last word, with what has changed in the plan since it was reviewed.
   * @throws PlanReviewError `response-incomplete` with all that is missing; otherwise as `saveResponse`.
   */
  submitResponse(path: string, draft: ResponseDraft): Promise<ResponseView>;

  /**
   * Has the author's model draft what the author has not written, and stores it as a draft. Nothing is submitted, no word of
   * the author's is written over, and edits of the plan are proposed and not made.
   * @throws PlanReviewError `nothing-to-draft`; `draft-incomplete` where the model failed, with what it answered kept;
   * `sending-refused`; `persona-not-found`; `cancelled`; otherwise as `response` and `saveResponse`. ModelError
   * `model-unavailable`.
   */
  draftResponse(request: DraftRequest): Promise<DraftedResponse>;

  /** What such a draft would send and cost at the most. Nothing is sent, and nothing stored. Throws as `draftResponse`. */
  estimateDraft(request: DraftAsked): Promise<DraftEstimate>;

  /**
   * Makes the edits of the plan that a draft proposed and somebody has seen, by their id: all of them, in the very revision
   * that they were drafted for.
   * @throws PlanReviewError `edits-not-found`; `plan-changed`; `plan-unwritable`; `not-trusted`.
   */
  applyEdits(path: string, id: string): Promise<ProposedEdits>;

  /** As whom a model may draft, and what is wrong with files that describe nobody. */
  authors(): Promise<AuthorCatalogue>;

  /**
   * What there is to sign: the rounds in numbers, the verdict as it is now, proposed risks and computed readiness.
   * @throws PlanReviewError `not-reviewed`.
   */
  proposeRecord(path: string, signal?: AbortSignal): Promise<RecordProposal>;

  /**
   * Ends a review: stores `record.json` and `record.md` in its folder.
   * @throws PlanReviewError `record-incomplete` where a name, a reason for anything but GO, or the confidence is missing;
   * `record-outdated` where what was read before signing is no longer so;
   * `not-reviewed`; `store-busy`; `store-unwritable`.
   */
  finalize(
    request: Signing & { readonly path: string; readonly signal?: AbortSignal },
  ): Promise<ReviewRecord>;

  /** Whether what was approved still stands, by revision, HEAD and claims. Undefined where there is no review. */
  approval(path: string, signal?: AbortSignal): Promise<ApprovalView | undefined>;

  /**
   * What changed in the plan between the snapshot of a round and that of a later one, or the plan as it is.
   * @throws PlanReviewError `not-reviewed` where there is no such round.
   */
  changes(request: ChangesRequest): Promise<ChangesView>;

  /**
   * The whole review as one document: Markdown, or an HTML page that stands by itself.
   * @throws PlanReviewError `not-reviewed`.
   */
  export(request: ExportRequest): Promise<string>;

  /** The exact text that a round reviewed. */
  snapshot(path: string, round: number): Promise<string>;

  /** What is there to work with, and what is not. */
  doctor(): Promise<readonly Diagnosis[]>;
}
