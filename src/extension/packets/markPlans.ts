import * as vscode from 'vscode';
import { toShow } from '../diagnostics/diagnosticText.ts';
import { diagnosticOf } from '../diagnostics/publish.ts';
import { hasReviews, loadReview } from '../loadReview.ts';
import type { Parts } from '../parts.ts';
import { planOf, planTarget } from '../planTarget.ts';
import { logFailure, quietly } from '../tell.ts';

/** The reviews of so many packets of a folder are looked into for what they say of other plans. */
const mostPackets = 50;

/**
 * Marks in plans what the reviews of packets about them have found in their words. The reviews of a folder's packets are read
 * once, when its first plan is opened; later rounds are heard of like those of any plan.
 */
export function markPlans(parts: Parts): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('plan-review-packets');
  const marks = new Map<string, ReadonlyMap<string, readonly vscode.Diagnostic[]>>();
  const folders = new Set<string>();

  const publish = (packet: string): void => {
    const before = marks.get(packet);
    if (before === undefined && parts.plans.entry(packet).view?.review.plan.kind !== 'packet') {
      return;
    }
    const now = marksOf(parts, packet);
    marks.set(packet, now);
    for (const plan of new Set([...(before?.keys() ?? []), ...now.keys()])) {
      const all = [...marks.values()].flatMap((each) => each.get(plan) ?? []);
      collection.set(vscode.Uri.parse(plan, true), all);
    }
  };
  const opened = async ({ uri }: vscode.TextDocument): Promise<void> => {
    const target = planOf(uri);
    if (
      target === undefined ||
      folders.has(target.folder.uri.toString()) ||
      !(await hasReviews(target.folder))
    ) {
      return;
    }
    folders.add(target.folder.uri.toString());
    await loadPackets(parts, target.folder);
  };
  vscode.workspace.textDocuments.forEach((document) => quietly(opened(document), parts.log));
  return vscode.Disposable.from(
    collection,
    parts.plans.onDidChange(publish),
    vscode.workspace.onDidOpenTextDocument((document) => quietly(opened(document), parts.log)),
  );
}

async function loadPackets(parts: Parts, folder: vscode.WorkspaceFolder): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    return;
  }
  const reviews = await (await parts.engine.of(folder)).reviews();
  const packets = reviews.flatMap(({ plan }) => (plan?.kind === 'packet' ? [plan.path] : []));
  for (const path of packets.slice(0, mostPackets)) {
    const target = planTarget(vscode.Uri.joinPath(folder.uri, path));
    try {
      if (parts.plans.entry(target.key).view === undefined) {
        await loadReview(parts, target);
      }
    } catch (error) {
      // One packet that is gone hides nothing of the others.
      logFailure(error, parts.log);
    }
  }
}

/** By the address of the plan that is marked. */
function marksOf(parts: Parts, packet: string): ReadonlyMap<string, readonly vscode.Diagnostic[]> {
  const uri = vscode.Uri.parse(packet, true);
  const target = planOf(uri);
  const found = new Map<string, vscode.Diagnostic[]>();
  for (const finding of target === undefined ? [] : toShow(parts.plans.shown(packet))) {
    if (finding.inPlan !== undefined && target !== undefined) {
      const { path, range } = finding.inPlan;
      const plan = vscode.Uri.joinPath(target.folder.uri, path).toString();
      const mark = diagnosticOf({ ...finding, range, related: [] }, uri, parts.extension.extension.id);
      found.set(plan, [...(found.get(plan) ?? []), mark]);
    }
  }
  return found;
}
