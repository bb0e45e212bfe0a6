import { join } from 'node:path';
import { checkAnalysis } from '../domain/campaignAnalysis.ts';
import type { StoredAnalysis } from '../ports/artifactStore.ts';
import type { FileOps } from './fileOps.ts';
import { ANALYSIS_FILE } from './layout.ts';

/**
 * Reads the analysis of a round. Nothing rests on it, so one that cannot be used takes nothing from the round: it is told
 * of, with all that is wrong with it. Undefined where there is none.
 */
export async function readAnalysis(
  folder: { readonly path: string; readonly shown: string },
  ops: FileOps,
): Promise<StoredAnalysis | undefined> {
  const shown = `"${folder.shown}/${ANALYSIS_FILE}"`;
  let bytes: Uint8Array | undefined;
  try {
    bytes = await ops.read(join(folder.path, ANALYSIS_FILE));
  } catch {
    return { ok: false, problem: `${shown} cannot be read, so the round is shown without its analysis.` };
  }
  if (bytes === undefined) {
    return undefined;
  }
  const checked = checkAnalysis(parsed(bytes));
  return checked.ok
    ? { ok: true, analysis: checked.analysis }
    : {
        ok: false,
        problem: `${shown} is not a valid analysis, so the round is shown without it; restore it from version control. ${checked.problems.join(' ')}`,
      };
}

/** What is no JSON is no analysis either. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
