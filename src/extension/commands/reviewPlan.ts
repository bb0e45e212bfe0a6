import * as vscode from 'vscode';
import type {
  NextRequest,
  PanelRequest,
  PacketPlans,
  PlanReview,
  Remaining,
  ReviewRequest,
  RoundView,
} from '../../core/index.ts';
import { describeFailure } from '../failure.ts';
import { loadReview } from '../loadReview.ts';
import { loadUnfinished } from '../loadUnfinished.ts';
import { readModelSettings } from '../models/modelOptions.ts';
import { markOffered } from '../offerToResume.ts';
import { Pace } from '../pace.ts';
import type { Parts, ShowPanel } from '../parts.ts';
import { openDocument, type PlanTarget } from '../planTarget.ts';
import {
  alreadyRunning,
  notAnswered,
  notPacket,
  notReviewed,
  notSaved,
  notTrusted,
  stopped,
} from '../refusal.ts';
import { askToSend } from '../reviewers/askToSend.ts';
import { pickReviewers, type Picked } from '../reviewers/pickReviewers.ts';
import { unfinishedText } from '../reviewers/providers.ts';
import { progressLine } from '../runProgress.ts';
import { quietly } from '../tell.ts';
import { agreeToPlanCommands } from './planCommands.ts';
import { roundText } from './resultText.ts';

/** The notification follows a stream of events at this pace, in milliseconds. */
const progressPaceMs = 150;

/** How to review a plan. */
export interface ReviewOptions {
  /** `ask` where there is a choice: models that can be used; `checks` asks nobody else. */
  readonly reviewers: 'ask' | 'checks';
  /** `restart` does without the answers of a round that was left unfinished. */
  readonly unfinished?: ReviewRequest['unfinished'];
  /** `skip`: an open review of the sections that have changed since they were read, whatever earlier rounds left open. */
  readonly unchanged?: PanelRequest['unchanged'];
  /** `not-needed` lets a next round decide what nobody has answered; `needed` unless said. */
  readonly response?: NextRequest['response'];
  /** `anew` asks about every area of a packet, whatever was answered before; a plan that is no packet is refused. */
  readonly areas?: 'anew';
  /** `execution` reviews whether the plan was carried out; before the work unless said. */
  readonly mode?: 'execution';
}

/** What the commands about rounds work with. */
export interface ReviewDeps {
  readonly parts: Parts;
  readonly showPanel: ShowPanel;
}

/**
 * Runs a round on the plan as it is on disk, with unsaved changes saved first, and shows it beside the plan: an open review
 * of a plan that nobody has reviewed, or that no model has read and some are to read now; else the next round, which decides
 * what is open. Where there are models, the user is asked who reads it.
 * @throws Refusal when no round can be begun; whatever core's `review` and `next` throw, `cancelled` among it.
 */
export async function reviewPlan(
  deps: ReviewDeps,
  target: PlanTarget,
  options: ReviewOptions,
): Promise<void> {
  refuseToBegin(deps, target);
  const packet = await packetPlansOf(deps.parts, target);
  if (options.areas === 'anew' && packet === undefined) {
    throw notPacket(target.name);
  }
  const isAnew = options.areas === 'anew' || options.unchanged === 'skip' || options.mode === 'execution';
  const rounds = isAnew ? [] : await storedRounds(deps.parts, target);
  const latest = rounds.at(-1);
  const isRead = rounds.some(({ round }) => round.panel !== undefined);
  const decides = async (): Promise<void> => {
    if (latest !== undefined && options.response !== 'not-needed') {
      await expectResponse(deps.parts, target);
    }
  };
  if (isRead) {
    await decides();
  }
  const picked =
    options.reviewers === 'checks'
      ? byChecks
      : await whoReads(deps.parts, target, { ...options, packet, latest: isRead ? latest : undefined });
  if (picked === undefined) {
    return;
  }
  if (picked.kind === 'resume') {
    await resumePlan(deps, target);
    return;
  }
  const { about } = picked;
  const panel = picked.panel && {
    ...picked.panel,
    ...(options.unchanged === undefined ? {} : { unchanged: options.unchanged }),
  };
  const isOpenReview = latest === undefined || (!isRead && panel !== undefined);
  if (!isRead && !isOpenReview) {
    await decides();
  }
  await saveChanges(target);
  if (options.mode === 'execution' && !(await agreeToPlanCommands(deps.parts, target))) {
    return;
  }
  const { response, unfinished, mode } = options;
  const round = await runRound(deps.parts, target, (review, hooks) => {
    const request = {
      path: target.path,
      ...hooks,
      ...(unfinished === undefined ? {} : { unfinished }),
      ...(panel === undefined ? {} : { panel, askToSend }),
    };
    return isOpenReview
      ? review.review({
          ...request,
          ...(about === undefined ? {} : { about }),
          ...(mode === undefined ? {} : { mode }),
        })
      : review.next({ ...request, ...(response === undefined ? {} : { response }) });
  });
  await showRound(deps, target, round);
}

/**
 * Finishes the round of a plan that was left unfinished, on the text that it began with, and shows it beside the plan.
 * @throws Refusal when nothing can be begun; whatever core's `resume` throws, `cancelled` among it.
 */
export async function resumePlan(
  deps: ReviewDeps,
  target: PlanTarget,
  remaining: Remaining = {},
): Promise<void> {
  refuseToBegin(deps, target);
  const { maxCostUsd } = readModelSettings();
  const round = await runRound(deps.parts, target, (review, hooks) =>
    review.resume({
      path: target.path,
      ...hooks,
      askToSend,
      remaining,
      ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
    }),
  );
  await showRound(deps, target, round);
}

/** @throws Refusal where nobody has reviewed the plan */
export async function expectReview(parts: Parts, target: PlanTarget): Promise<void> {
  if ((await storedRounds(parts, target)).length === 0) {
    throw notReviewed(target.name);
  }
}

/** Which plans a packet names; undefined for any other plan. */
async function packetPlansOf(parts: Parts, target: PlanTarget): Promise<PacketPlans | undefined> {
  const text = openDocument(target.uri)?.getText();
  const asked = { path: target.path, ...(text === undefined ? {} : { text }) };
  const review = await parts.engine.of(target.folder);
  const { plan } = await review.identify(asked);
  return plan.kind === 'packet' ? review.packetPlans(asked) : undefined;
}

async function storedRounds(parts: Parts, target: PlanTarget): Promise<readonly RoundView[]> {
  await loadReview(parts, target);
  return parts.plans.entry(target.key).view?.rounds ?? [];
}

/** What is missing is said before anybody chooses reviewers. The engine looks once more when the round begins. */
async function expectResponse(parts: Parts, target: PlanTarget): Promise<void> {
  const review = await parts.engine.of(target.folder);
  const { response, findings, questions, problems } = await review.response(target.path);
  if (response.state !== 'submitted' && findings.length + questions.length > 0) {
    throw notAnswered(
      response.round,
      problems.map(({ message }) => message),
    );
  }
}

function refuseToBegin({ parts }: ReviewDeps, target: PlanTarget): void {
  if (!vscode.workspace.isTrusted) {
    throw notTrusted();
  }
  if (parts.runs.current(target.key) !== undefined) {
    throw alreadyRunning(target.name);
  }
}

const byChecks: Picked = { kind: 'review', panel: undefined };

/** Who reads: nobody is asked where no model can be used, which is one click less. */
async function whoReads(
  parts: Parts,
  target: PlanTarget,
  options: ReviewOptions & {
    readonly latest: RoundView | undefined;
    readonly packet: PacketPlans | undefined;
  },
): Promise<Picked | undefined> {
  const review = await parts.engine.of(target.folder);
  const [states, unfinished] = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Looking for models' },
    () => Promise.all([review.providers(), loadUnfinished(parts, target)]),
  );
  if (!states.some(({ isAvailable }) => isAvailable)) {
    return byChecks;
  }
  // Whoever starts over has been offered to resume, and a round that holds nothing is as good as a new one.
  const isOffered =
    options.unfinished !== 'restart' &&
    unfinished?.isRunning === false &&
    (unfinished.ended > 0 || unfinished.inBatch !== undefined);
  const left = isOffered ? unfinished : undefined;
  return pickReviewers({
    parts,
    target,
    review,
    states,
    unfinished: left,
    latest: options.latest?.round,
    packet: options.packet && { target, plans: options.packet },
  });
}

type Run = (
  review: PlanReview,
  hooks: Pick<Required<ReviewRequest>, 'signal' | 'progress'>,
) => Promise<RoundView>;

function runRound(parts: Parts, target: PlanTarget, run: Run): Thenable<RoundView> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Reviewing ${target.name}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const pace = new Pace(progressPaceMs, () => {
      const current = parts.runs.current(target.key);
      if (current !== undefined) {
        progress.report({ message: progressLine(current) });
      }
    });
    const subscriptions = vscode.Disposable.from(
      pace,
      token.onCancellationRequested(() => parts.runs.cancel(target.key)),
      parts.runs.onDidChange((plan) => {
        if (plan === target.key) {
          pace.ask();
        }
      }),
    );
    try {
      await markOffered(parts, target, undefined);
      return await parts.runs.start({
        plan: target.key,
        name: target.name,
        round: async (hooks) => run(await parts.engine.of(target.folder), hooks),
        finished: async () => {
          parts.plans.expectRound(target.key);
          parts.unfinished.set(target.key, undefined);
          await loadReview(parts, target);
        },
      });
    } catch (error) {
      throw await withWhatIsLeft(error, parts, target);
    } finally {
      subscriptions.dispose();
    }
  });
}

/** The error, or what became of a round that the user cancelled. They are told now and need not be told again. */
async function withWhatIsLeft(error: unknown, parts: Parts, target: PlanTarget): Promise<unknown> {
  if (parts.runs.isDisposed || parts.runs.current(target.key) !== undefined) {
    return error;
  }
  const left = await loadUnfinished(parts, target);
  if (left === undefined) {
    return error;
  }
  await markOffered(parts, target, left.startedAt);
  const isCancelled = describeFailure(error).kind === 'cancelled';
  return isCancelled && left.succeeded > 0 ? stopped(target.name, unfinishedText(left)) : error;
}

/** Saves what is only in the editor. @throws Refusal where that does not work */
export async function saveChanges(target: PlanTarget): Promise<void> {
  const document = openDocument(target.uri);
  if (document?.isDirty === true && !(await document.save())) {
    throw notSaved(target.name);
  }
}

async function showRound(
  { parts, showPanel }: ReviewDeps,
  target: PlanTarget,
  round: RoundView,
): Promise<void> {
  await showPlan(target);
  await showPanel(target, { takesFocus: false });
  quietly(tellResult(parts, target, round), parts.log);
}

/** The panel stands beside the plan, so the plan is shown too; whoever has the focus keeps it. */
async function showPlan(target: PlanTarget): Promise<void> {
  const isVisible = vscode.window.visibleTextEditors.some(
    ({ document }) => document.uri.toString() === target.key,
  );
  if (!isVisible) {
    await vscode.window.showTextDocument(target.uri, { preserveFocus: true, preview: false });
  }
}

const hintedAt = 'planReview.hintedAtModels';

async function tellResult({ extension }: Parts, target: PlanTarget, view: RoundView): Promise<void> {
  const review = 'Show Review';
  const problems = 'Show Problems';
  const addReviewers = 'Add Reviewers…';
  // That models can read plans too is said once in a workspace.
  const isHint = view.round.panel === undefined && !extension.workspaceState.get<boolean>(hintedAt, false);
  const buttons = [
    review,
    ...(view.findings.length > 0 ? [problems] : []),
    ...(isHint ? [addReviewers] : []),
  ];
  if (isHint) {
    await extension.workspaceState.update(hintedAt, true);
  }
  const text = roundText(target.name, view);
  const picked = await vscode.window.showInformationMessage(
    isHint ? `${text} The checks alone have read it.` : text,
    ...buttons,
  );
  if (picked === review) {
    await vscode.commands.executeCommand('planReview.showPanel', target.uri);
  } else if (picked === problems) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  } else if (picked === addReviewers) {
    await vscode.commands.executeCommand('planReview.setUpModels');
  }
}
