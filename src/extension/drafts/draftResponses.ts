import * as vscode from 'vscode';
import type { AuthorRequest, DraftedResponse, PlanReview } from '../../core/index.ts';
import { choose, type Entry } from '../choose.ts';
import { saveChanges } from '../commands/reviewPlan.ts';
import { loadResponse } from '../loadResponse.ts';
import { readModelSettings } from '../models/modelOptions.ts';
import type { Parts, ShowPanel } from '../parts.ts';
import type { PlanTarget } from '../planTarget.ts';
import { alreadyRunning, noModel, notTrusted } from '../refusal.ts';
import { askToSend } from '../reviewers/askToSend.ts';
import { costLimitText } from '../reviewers/choice.ts';
import { providerName } from '../reviewers/providers.ts';
import { authorSettingNames, authorSettingsOf } from '../settings/authorSettings.ts';
import { inBackground, logFailure } from '../tell.ts';
import { draftDetails, draftedText } from './draftTexts.ts';
import { previewEdits } from './previewEdits.ts';

/** What drafting works with. */
export interface DraftDeps {
  readonly parts: Parts;
  readonly showPanel: ShowPanel;
}

/** What to draft: answers alone, or edits of the plan with them. */
type Wanted = 'responses' | 'edits';

/** How to draft. */
interface Drafting {
  readonly review: PlanReview;
  readonly author: AuthorRequest;
  readonly wanted: Wanted;
  /** `anew` asks again though the same draft is there already. */
  readonly kept: 'use' | 'anew';
}

/**
 * Has the author's model draft the response to a plan's latest round, shows it in the panel, and edits of the plan in the
 * refactor preview. Nothing is submitted, no word of the author's is written over, and no edit is made unseen.
 * @throws Refusal where nobody can draft; whatever core's `draftResponse` throws, `cancelled` among it.
 */
export async function draftResponses(deps: DraftDeps, target: PlanTarget): Promise<void> {
  refuseToBegin(deps.parts, target);
  const review = await deps.parts.engine.of(target.folder);
  const author = readAuthorSettings(target.uri);
  const wanted = await whatToDraft(deps.parts, { target, review, author });
  if (wanted !== undefined) {
    await runDraft(deps, target, { review, author, wanted, kept: 'use' });
  }
}

async function runDraft(deps: DraftDeps, target: PlanTarget, drafting: Drafting): Promise<void> {
  const { parts, showPanel } = deps;
  await saveChanges(target);
  await showPanel(target, { takesFocus: false });
  const drafted = await draft(target, drafting);
  await loadResponse(parts, target);
  inBackground(tellDrafted(deps, target, { drafted, drafting }), { log: parts.log, plan: target.uri });
  const lost = drafted.edits === undefined ? 0 : await previewEdits(target, drafted.edits);
  if (lost > 0) {
    await vscode.window.showWarningMessage(
      `${lost === 1 ? 'One edit' : `${lost} edits`} could not be shown: ${target.name} was changed meanwhile.`,
    );
  }
}

function refuseToBegin({ runs }: Parts, target: PlanTarget): void {
  if (!vscode.workspace.isTrusted) {
    throw notTrusted();
  }
  if (runs.current(target.key) !== undefined) {
    throw alreadyRunning(target.name);
  }
}

/** Who drafts. The user's own values by name and not the effective ones, so that no workspace has a say about models. */
function readAuthorSettings(plan: vscode.Uri): AuthorRequest {
  const settings = vscode.workspace.getConfiguration('planReview.author', plan);
  const own = authorSettingNames.map((name) => [name, settings.inspect(name)?.globalValue] as const);
  return authorSettingsOf(
    { ...Object.fromEntries(own), persona: settings.get('persona') },
    readModelSettings().maxCostUsd,
  );
}

/** @throws Refusal where no model can be used */
async function whatToDraft(
  parts: Parts,
  {
    target,
    review,
    author,
  }: { readonly target: PlanTarget; readonly review: PlanReview; readonly author: AuthorRequest },
): Promise<Wanted | undefined> {
  const states = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Looking for models' },
    () => review.providers(),
  );
  if (!states.some(({ isAvailable }) => isAvailable)) {
    throw noModel();
  }
  // What keeps a draft from being made is said before anybody chooses.
  const estimate = await review.estimateDraft({ path: target.path, author });
  const entries: (Entry<Wanted> & { readonly answer: Wanted })[] = [
    {
      label: 'Responses',
      iconPath: new vscode.ThemeIcon('comment'),
      description: costLimitText(estimate.worstCaseUsd),
      detail: 'Answers to what you have not answered. Your own words stay.',
      answer: 'responses',
    },
    {
      label: 'Responses and edits of the plan',
      iconPath: new vscode.ThemeIcon('edit'),
      detail: 'The edits open in a preview, and none is made unless you apply it there.',
      answer: 'edits',
    },
  ];
  return choose<Wanted>({
    title: `Draft for ${target.name} with ${providerName(estimate.provider)}: ${estimate.model}`,
    placeholder: 'What is to be drafted?',
    entries,
    fill: async (changed, signal) => {
      try {
        const more = await review.estimateDraft({ path: target.path, author, edits: 'wanted', signal });
        const [, edits] = entries;
        if (edits !== undefined) {
          edits.description = costLimitText(more.worstCaseUsd);
          changed();
        }
      } catch (error) {
        if (!signal.aborted) {
          logFailure(error, parts.log);
        }
      }
    },
  });
}

function draft(target: PlanTarget, { review, author, wanted, kept }: Drafting): Thenable<DraftedResponse> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Drafting the response to ${target.name}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await review.draftResponse({
        path: target.path,
        author,
        edits: wanted === 'edits' ? 'wanted' : 'none',
        kept,
        signal: controller.signal,
        askToSend,
        progress: { report: ({ text }) => progress.report({ message: text }) },
      });
    } finally {
      subscription.dispose();
    }
  });
}

async function tellDrafted(
  deps: DraftDeps,
  target: PlanTarget,
  { drafted, drafting }: { readonly drafted: DraftedResponse; readonly drafting: Drafting },
): Promise<void> {
  const details = draftDetails(drafted);
  const text = draftedText(target.name, drafted);
  const picked = await vscode.window.showInformationMessage(
    text,
    'Show Response',
    ...(details === '' ? [] : ['Show Details']),
    ...(drafted.isKept ? ['Draft Anew'] : []),
  );
  if (picked === 'Show Response') {
    await deps.showPanel(target, { takesFocus: true });
  } else if (picked === 'Show Details') {
    await vscode.window.showInformationMessage(text, { modal: true, detail: details });
  } else if (picked === 'Draft Anew') {
    await runDraft(deps, target, { ...drafting, kept: 'anew' });
  }
}
