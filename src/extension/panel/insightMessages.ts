import type { PlanReview } from '../../core/index.ts';
import type { HostMessage, PageMessage } from '../../protocol/messages.ts';
import type { PanelRecords } from '../../protocol/panelInsights.ts';
import { describeFailure, type Failure } from '../failure.ts';
import type { Parts } from '../parts.ts';
import type { PlanTarget } from '../planTarget.ts';
import { logFailure } from '../tell.ts';

type InsightsRequest = Extract<PageMessage, { type: 'analysis/get' | 'trends/get' }>;

/** Whether a message of the page asks what reviews come to. */
export function isInsightsRequest(message: PageMessage): message is InsightsRequest {
  return message.type === 'analysis/get' || message.type === 'trends/get';
}

/** Tells the page what it asks about analyses and trends. */
export async function answerInsights(
  parts: Parts,
  target: PlanTarget,
  { message, post }: { readonly message: InsightsRequest; readonly post: (message: HostMessage) => void },
): Promise<void> {
  const review = await parts.engine.of(target.folder);
  const reviewers = await reviewerRecords(review, parts);
  if (message.type === 'analysis/get') {
    const analysis = parts.plans
      .entry(target.key)
      .view?.rounds.find(({ round }) => round.number === message.round)?.analysis;
    post({ type: 'analysis/set', round: message.round, reviewers, ...(analysis && { analysis }) });
    return;
  }
  try {
    post({ type: 'trends/set', trends: await review.trends(target.path), reviewers });
  } catch (error) {
    post({ type: 'trends/set', failure: toldOf(error, parts), reviewers });
  }
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
