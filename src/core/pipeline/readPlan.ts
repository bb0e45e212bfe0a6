import { PlanReviewError } from '../base/errors.ts';
import type { PlanIdentity, PlanKind, Revision } from '../domain/plan.ts';
import type { PlanFiles } from '../ports/files.ts';
import { decodePlan } from '../text/decode.ts';
import { parsePlan, revisionOf, type PlanDocument } from '../text/planDocument.ts';

/** A plan that was read: its bytes, what they are named, and what they say. */
export interface ReadPlan {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly revision: Revision;
  /** Taken apart when it is first asked for. */
  readonly document: PlanDocument;
}

/**
 * Reads the plan at `path`, or `text` in its place.
 * @throws PlanReviewError with a `plan-…` code for anything that cannot be a plan.
 */
export async function readPlan(
  planFiles: PlanFiles,
  { path, text, kind }: { path: string; text?: string | undefined; kind?: PlanKind | undefined },
): Promise<ReadPlan> {
  if (text !== undefined) {
    const bytes = new TextEncoder().encode(text);
    return readText({ path, kind }, bytes, text);
  }
  const bytes = await planFiles.read(path);
  return readText({ path, kind }, bytes, textOf(path, bytes));
}

function readText(
  { path, kind }: { readonly path: string; readonly kind: PlanKind | undefined },
  bytes: Uint8Array,
  text: string,
): ReadPlan {
  let document: PlanDocument | undefined;
  return {
    path,
    bytes,
    revision: revisionOf(bytes),
    get document() {
      return (document ??= parsePlan(path, text, kind));
    },
  };
}

/** The text of a plan's bytes. */
export function textOf(path: string, bytes: Uint8Array): string {
  const decoded = decodePlan(bytes);
  if (decoded.ok) {
    return decoded.text;
  }
  switch (decoded.problem) {
    case 'binary':
      throw new PlanReviewError({
        code: 'plan-binary',
        message: `${path} is not a text: it holds zero bytes.`,
        wayOut: 'Name a Markdown or HTML file.',
      });
    case 'utf-16':
      throw new PlanReviewError({
        code: 'plan-not-utf8',
        message: `${path} is encoded as UTF-16.`,
        wayOut: 'Save it as UTF-8 (in VS Code: "Save with Encoding") and try again.',
      });
    case 'invalid-utf8':
      throw new PlanReviewError({
        code: 'plan-not-utf8',
        message: `${path} is not valid UTF-8: line ${decoded.line} holds a byte that no UTF-8 text can.`,
        wayOut: 'Save it as UTF-8 (in VS Code: "Save with Encoding") and try again.',
      });
  }
}

/** What a document is called and what kind it is. */
export function identityOf(document: PlanDocument): PlanIdentity {
  return { path: document.path, title: document.title, kind: document.kind };
}
