import * as vscode from 'vscode';
import type { FindingResponse, ResponseView } from '../core/index.ts';
import type { PanelResponse } from '../protocol/panelResponse.ts';
import { loadCore } from './core.ts';
import type { Parts } from './parts.ts';
import { openDocument, type PlanTarget } from './planTarget.ts';
import { panelResponse } from './panel/panelResponse.ts';

/**
 * Reads the author's side of the plan's latest round, what somebody has written into `response.md` included. What cannot
 * be read is a state of its own, with the reason; where no round is finished there is nothing to answer.
 */
export async function loadResponse(parts: Parts, target: PlanTarget): Promise<PanelResponse | undefined> {
  if (!vscode.workspace.isTrusted) {
    return undefined;
  }
  return parts.responses.inTurn(target.key, async () =>
    parts.responses.set(target.key, await readResponse(parts, target)),
  );
}

/** As `loadResponse`, for those whose turn it is already; notes nothing. */
export async function readResponse(parts: Parts, target: PlanTarget): Promise<PanelResponse | undefined> {
  const [core, review] = await Promise.all([loadCore(), parts.engine.of(target.folder)]);
  try {
    return await shownResponse(target, await review.response(target.path));
  } catch (error) {
    if (!(error instanceof core.PlanReviewError)) {
      throw error;
    }
    switch (error.code) {
      case 'not-reviewed':
        return undefined;
      case 'response-malformed':
      case 'store-inconsistent': {
        const round = parts.plans.entry(target.key).view?.rounds.at(-1)?.round.number ?? 1;
        return { kind: 'unreadable', round, message: error.message, wayOut: error.wayOut };
      }
      default:
        throw error;
    }
  }
}

/** A response as the panel shows it, with the places that its evidence names. */
export async function shownResponse(target: PlanTarget, view: ResponseView): Promise<PanelResponse> {
  const { evidenceRanges } = await loadCore();
  const said = view.response.findings.filter(({ evidence }) => evidence.trim() !== '');
  const text = said.length === 0 ? '' : await planText(target.uri);
  const placesOf = ({ evidence }: FindingResponse): readonly string[] =>
    evidenceRanges({ path: target.path, text }, evidence)
      .filter(({ range }) => range !== undefined)
      .map(({ reference }) => reference);
  return panelResponse(
    view,
    said.map((answer) => ({ finding: answer.finding, references: [...placesOf(answer)] })),
  );
}

/** The plan's text as the editor has it, or as it is on disk. */
async function planText(uri: vscode.Uri): Promise<string> {
  const document = openDocument(uri);
  return document?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
