import * as vscode from 'vscode';
import type { PlanReview } from '../../core/index.ts';
import type { HostMessage, PageMessage } from '../../protocol/messages.ts';
import type { PanelReviewRecord, PanelSigning } from '../../protocol/panelRecord.ts';
import { columnOf } from '../columns.ts';
import { exportPlan } from '../commands/exportReview.ts';
import { describeFailure } from '../failure.ts';
import { loadReview } from '../loadReview.ts';
import type { Parts } from '../parts.ts';
import { openDocument, type PlanTarget } from '../planTarget.ts';
import { notSaved } from '../refusal.ts';
import { logFailure } from '../tell.ts';

type RecordRequest = Extract<PageMessage, { type: `record/${string}` | `review/${string}` }>;
type RecordSet = Extract<HostMessage, { type: 'record/set' }>;

/** Whether a message of the page is about the record or the review as a whole. */
export function isRecordRequest(message: PageMessage): message is RecordRequest {
  return message.type.startsWith('record/') || message.type.startsWith('review/');
}

/** Does what the page asks about the record, and tells it what came of that. */
export async function answerRecord(
  parts: Parts,
  target: PlanTarget,
  { message, post }: { readonly message: RecordRequest; readonly post: (message: HostMessage) => void },
): Promise<void> {
  switch (message.type) {
    case 'record/get':
      post(await recordSet(parts, target));
      break;
    case 'record/sign':
      post(await sign(parts, target, message.signing));
      break;
    case 'record/open':
      await openRecord(parts, target);
      break;
    case 'review/export':
      await exportPlan(parts, target);
      break;
  }
}

async function recordSet(
  parts: Parts,
  target: PlanTarget,
  told: Pick<RecordSet, 'failure' | 'isSigned'> = {},
): Promise<RecordSet> {
  try {
    const record = await panelRecord(await parts.engine.of(target.folder), target.path);
    return { type: 'record/set', record, ...told };
  } catch (error) {
    return { type: 'record/set', failure: told.failure ?? failureOf(error, parts) };
  }
}

async function panelRecord(review: PlanReview, path: string): Promise<PanelReviewRecord> {
  const [proposal, approval] = await Promise.all([review.proposeRecord(path), review.approval(path)]);
  const { rounds, verdict, risks, head, findings, readiness, recommendation, confidence, confidenceReason } =
    proposal;
  const { state, reasons, record } = approval ?? { state: 'none', reasons: [], record: undefined };
  return {
    proposal: {
      rounds: [...rounds],
      verdict,
      risks: [...risks],
      head,
      findings: [...findings],
      readiness: [...readiness],
      recommendation,
      confidenceReason,
      ...(confidence === undefined ? {} : { confidence }),
    },
    ...(record === undefined ? {} : { record }),
    approval: { state, verdict: approval?.verdict ?? verdict.value, reasons: [...reasons] },
  };
}

/** What is signed is the plan on disk, so unsaved changes are saved first; that the verdict follows them is seen then. */
async function sign(parts: Parts, target: PlanTarget, signing: PanelSigning): Promise<RecordSet> {
  try {
    const document = openDocument(target.uri);
    if (document?.isDirty === true && !(await document.save())) {
      throw notSaved(target.name);
    }
    const review = await parts.engine.of(target.folder);
    await review.finalize({ path: target.path, ...signing });
  } catch (error) {
    return recordSet(parts, target, { failure: failureOf(error, parts) });
  }
  await loadReview(parts, target);
  return recordSet(parts, target, { isSigned: true });
}

function failureOf(error: unknown, { log }: Parts): { message: string; wayOut: string } {
  logFailure(error, log);
  const { message, wayOut } = describeFailure(error);
  return { message, wayOut };
}

async function openRecord(parts: Parts, target: PlanTarget): Promise<void> {
  const folder = parts.plans.entry(target.key).view?.rounds.at(-1)?.folder;
  if (folder !== undefined) {
    const uri = vscode.Uri.joinPath(target.folder.uri, folder, '..', 'record.md');
    await vscode.window.showTextDocument(uri, { viewColumn: columnOf(target.uri) });
  }
}
