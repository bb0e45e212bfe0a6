import type { PlanReview, RoundView, StoredNotes } from '../../core/index.ts';
import type { HostMessage, PageMessage } from '../../protocol/messages.ts';
import type { CampaignNotes, PanelRecords } from '../../protocol/panelInsights.ts';
import { describeFailure, type Failure } from '../failure.ts';
import type { Parts } from '../parts.ts';
import type { PlanTarget } from '../planTarget.ts';
import { logFailure } from '../tell.ts';

type InsightsRequest = Extract<PageMessage, { type: 'analysis/get' | 'trends/get' | 'notes/save' }>;

/** Whether a message of the page asks what reviews come to. */
export function isInsightsRequest(message: PageMessage): message is InsightsRequest {
  return ['analysis/get', 'trends/get', 'notes/save'].includes(message.type);
}

/** Tells the page what it asks about analyses and trends. */
export async function answerInsights(
  parts: Parts,
  target: PlanTarget,
  { message, post }: { readonly message: InsightsRequest; readonly post: (message: HostMessage) => void },
): Promise<void> {
  const review = await parts.engine.of(target.folder);
  if (message.type === 'notes/save') {
    post({ type: 'notes/set', campaign: message.campaign, ...(await saveNotes(review, message, parts)) });
    return;
  }
  const reviewers = await reviewerRecords(review, parts);
  if (message.type === 'analysis/get') {
    const view = parts.plans
      .entry(target.key)
      .view?.rounds.find(({ round }) => round.number === message.round);
    const analysis = view?.analysis;
    const noted = view && (await notesOn(review, view, parts));
    post({
      type: 'analysis/set',
      round: message.round,
      reviewers,
      ...(analysis && { analysis }),
      ...(noted && { noted }),
    });
    return;
  }
  try {
    post({ type: 'trends/set', trends: await review.trends(target.path), reviewers });
  } catch (error) {
    post({ type: 'trends/set', failure: toldOf(error, parts), reviewers });
  }
}

/** What somebody has noted on a round; undefined where that cannot be told. */
async function notesOn(review: PlanReview, { folder, round }: RoundView, parts: Parts) {
  const slug = folder.split('/').at(-2) ?? '';
  const campaign = `${slug}@${round.number}`;
  try {
    return { campaign, notes: panelNotes(await review.notes(campaign)) };
  } catch (error) {
    logFailure(error, parts.log);
    return undefined;
  }
}

/** Stores notes, and tells what is stored by then, whether or not that went well. */
export async function saveNotes(
  review: PlanReview,
  { campaign, draft }: Pick<Extract<InsightsRequest, { type: 'notes/save' }>, 'campaign' | 'draft'>,
  parts: Parts,
): Promise<Pick<Extract<HostMessage, { type: 'notes/set' }>, 'notes' | 'failure'>> {
  try {
    return { notes: panelNotes(await review.saveNotes(campaign, draft)) };
  } catch (error) {
    return { notes: panelNotes(await review.notes(campaign)), failure: toldOf(error, parts) };
  }
}

/** Notes as a page shows them. */
export function panelNotes({ version, notes, problem }: StoredNotes): CampaignNotes {
  return {
    version,
    author: notes?.author ?? '',
    text: notes?.text ?? '',
    ...(notes === undefined ? {} : { updatedAt: notes.updatedAt }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** What became of the findings of all reviewers. Nothing else waits for it: where nobody can tell, it says why. */
export async function reviewerRecords(review: PlanReview, parts: Parts): Promise<PanelRecords> {
  try {
    return { records: [...(await review.personaRecords())] };
  } catch (error) {
    return { records: [], failure: toldOf(error, parts) };
  }
}

function toldOf(error: unknown, { log }: Parts): Pick<Failure, 'message' | 'wayOut'> {
  logFailure(error, log);
  const { message, wayOut } = describeFailure(error);
  return { message, wayOut };
}
