import { PlanReviewError } from '../../base/errors.ts';
import type { ExecutionStatus } from '../../domain/execution.ts';
import type { Revision } from '../../domain/plan.ts';
import type { PlanFiles, PlanWriter } from '../../ports/files.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { readPlan } from '../readPlan.ts';
import { examineWork, type ExecutionDeps } from './examineWork.ts';

/** What became of the status in a plan's front matter. */
export interface StatusUpdate {
  readonly status: ExecutionStatus;
  /** What stood there; undefined where nothing did. */
  readonly before: string | undefined;
  readonly isChanged: boolean;
  /** The plan's revision now. */
  readonly revision: Revision;
}

/**
 * Writes where a plan stands into its front matter, and nothing else of the plan. Where it says so already, nothing is written.
 * @throws PlanReviewError `plan-without-front-matter`; `plan-changed`; `plan-unwritable`; otherwise as `examineWork`
 */
export async function updateStatus(
  deps: ExecutionDeps & { readonly planFiles: PlanFiles; readonly planWriter: PlanWriter },
  { path, since, signal }: { readonly path: string; readonly since?: string; readonly signal?: AbortSignal },
): Promise<StatusUpdate> {
  const plan = await readPlan(deps.planFiles, { path });
  const { execution } = await examineWork(deps, plan.document, {
    since,
    signal,
    timeLimit: 0,
    commands: 'no',
    progress: undefined,
  });
  const status = execution.status.found;
  const { before, text } = withStatus(plan.document, status);
  if (text === undefined) {
    return { status, before, isChanged: false, revision: plan.revision };
  }
  const hasMark = plan.bytes[0] === 0xef && plan.bytes[1] === 0xbb && plan.bytes[2] === 0xbf;
  const bytes = new TextEncoder().encode(`${hasMark ? '\u{feff}' : ''}${text}`);
  await deps.planWriter.replace(path, { seen: plan.revision, bytes });
  const { revision } = await readPlan(deps.planFiles, { path });
  return { status, before, isChanged: true, revision };
}

/** The plan's text with this status; undefined where it has it. */
function withStatus(
  { frontMatter, text, path }: PlanDocument,
  status: ExecutionStatus,
): { readonly before: string | undefined; readonly text: string | undefined } {
  if (frontMatter?.problem !== undefined || frontMatter === undefined) {
    throw new PlanReviewError({
      code: 'plan-without-front-matter',
      message: `${path} has no front matter that a status could stand in.`,
      wayOut:
        'Begin the plan with a block of "---", "status: planned" and "---", or leave out --update-status.',
    });
  }
  const value = frontMatter.values.find(({ key }) => key === 'status');
  if (value !== undefined) {
    return {
      before: value.value,
      text: value.value === status ? undefined : text.slice(0, value.start) + status + text.slice(value.end),
    };
  }
  if (frontMatter.keys.some(({ name }) => name === 'status')) {
    throw new PlanReviewError({
      code: 'plan-without-front-matter',
      message: `The status in the front matter of ${path} is empty.`,
      wayOut: 'Write one there, such as "status: planned".',
    });
  }
  const [, lineBreak = '\n'] = /^---[ \t]*(\r\n|\r|\n)/.exec(text) ?? [];
  const at = text.indexOf(lineBreak) + lineBreak.length;
  return { before: undefined, text: `${text.slice(0, at)}status: ${status}${lineBreak}${text.slice(at)}` };
}
