import { PlanReviewError } from '../../base/errors.ts';
import { sha256 } from '../../base/hash.ts';
import { draftSchema, type Draft, type DraftedEdit } from '../../domain/draft.ts';
import type { Revision } from '../../domain/plan.ts';
import { claimsAction } from '../../domain/response.ts';
import type { PlanWriter } from '../../ports/files.ts';
import { parsePlan } from '../../text/planDocument.ts';
import { placeEdits, withEdits } from '../../text/quotedEdits.ts';
import { unifiedDiff } from '../../text/unifiedDiff.ts';
import type { ReadPlan } from '../readPlan.ts';
import { proofOf, type ProofOfAnswer } from '../rounds/proofs.ts';
import { answeredOf, type Answered, type ResponseDeps, type ResponseView } from '../rounds/responses.ts';
import { diffsTo } from '../snapshotDiffs.ts';

/** Edits of a plan that nobody has made. */
export interface ProposedEdits {
  /** Names exactly these edits of exactly this revision: whoever applies them says that they have seen them. */
  readonly id: string;
  readonly revision: Revision;
  /** In the order of the plan. The old words of each stand in that revision exactly once. */
  readonly edits: readonly DraftedEdit[];
  /** What they would change, as a unified diff. */
  readonly diff: string;
}

/** A finding that is accepted while the host does not see that anything answers it. */
export interface UnbackedAction {
  readonly finding: string;
  readonly state: Exclude<ProofOfAnswer['state'], 'proved' | 'none'>;
  /** One sentence. */
  readonly detail: string;
}

/** The edits of a draft that can be made in this plan; undefined where there are none. */
export function proposedEdits(
  { document, revision }: ReadPlan,
  draft: Pick<Draft, 'edits'>,
): ProposedEdits | undefined {
  const { placed } = placeEdits(document.text, draft.edits);
  if (placed.length === 0) {
    return undefined;
  }
  const edits = placed.map(({ edit }) => edit);
  const said = edits.map(({ old, new: next }) => [old, next]);
  return {
    id: sha256(JSON.stringify([revision, said])).slice(0, 12),
    revision,
    edits,
    diff: unifiedDiff(document.text, withEdits(document.text, placed)),
  };
}

/**
 * Of the answers that a model drafted, those that accept a finding though neither what was changed since the round nor the
 * proposed edits show it. The plan is taken as it would be with all edits made.
 */
export function unbackedActions(
  { plan, review, round }: Answered,
  { response }: ResponseView,
  draft: Draft,
): readonly UnbackedAction[] {
  const { text, path } = plan.document;
  const edited = parsePlan(path, withEdits(text, placeEdits(text, draft.edits).placed));
  const diffFrom = diffsTo(edited.text, review);
  const drafted = new Set(draft.findings.map(({ finding }) => finding));
  return response.findings
    .filter((answer) => drafted.has(answer.finding) && claimsAction(answer))
    .flatMap((answer) => {
      const { state, detail } = proofOf(answer, { document: edited, reviewed: round.revision, diffFrom });
      return state === 'proved' || state === 'none' ? [] : [{ finding: answer.finding, state, detail }];
    });
}

/**
 * Makes edits that were proposed, and seen: all that `id` names, in the very revision that they were drafted for.
 * @returns what was changed
 * @throws PlanReviewError `edits-not-found` where no draft proposes them; `plan-changed`; `plan-unwritable`
 */
export async function applyEdits(
  deps: ResponseDeps & { readonly planWriter: PlanWriter },
  { path, id }: { readonly path: string; readonly id: string },
): Promise<ProposedEdits> {
  const { plan, review } = await answeredOf(deps, path);
  let isOfOther = false;
  for (const { metadata, output } of review.drafts.toReversed()) {
    const draft = draftSchema.safeParse(output).data;
    const edits = draft === undefined ? undefined : proposedEdits(plan, draft);
    isOfOther ||= metadata.revision !== plan.revision && (draft?.edits.length ?? 0) > 0;
    if (edits?.id === id) {
      const text = withEdits(plan.document.text, placeEdits(plan.document.text, edits.edits).placed);
      await deps.planWriter.replace(path, { seen: plan.revision, bytes: bytesOf(text, plan.bytes) });
      return edits;
    }
  }
  throw isOfOther ? changedSince(path) : unknownEdits(path, id);
}

/** A plan keeps its byte order mark. */
function bytesOf(text: string, before: Uint8Array): Uint8Array {
  const hasMark = before[0] === 0xef && before[1] === 0xbb && before[2] === 0xbf;
  return new TextEncoder().encode(hasMark ? `\u{feff}${text}` : text);
}

function changedSince(path: string): PlanReviewError {
  return new PlanReviewError({
    code: 'plan-changed',
    message: `"${path}" was changed since edits were drafted for it, so nothing was applied.`,
    wayOut: 'Draft again, look at the edits, then apply them.',
  });
}

function unknownEdits(path: string, id: string): PlanReviewError {
  return new PlanReviewError({
    code: 'edits-not-found',
    message: `No draft proposes edits of "${path}" that are called ${JSON.stringify(id.slice(0, 40))}.`,
    wayOut: 'Draft with edits first; what is printed ends with the name of the edits.',
  });
}
