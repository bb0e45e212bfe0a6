import assert from 'node:assert/strict';
import { PlanReviewError } from '../../../src/core/base/errors.ts';
import { taskMetadataSchema, type TaskMetadata } from '../../../src/core/domain/task.ts';
import type { PanelEngine } from './panelEngine.ts';

/** The files that are a persona's own, by path. */
export function filesOf(engine: PanelEngine, persona: string): Record<string, string> {
  const own = [...engine.files()].filter(
    ([path]) => path.startsWith(`tasks/reviewer-${persona}/`) || path === `reviews/${persona}.md`,
  );
  return Object.fromEntries(own);
}

/** What a task came to, where it ended. */
export function metadataOf(engine: PanelEngine, task: string): TaskMetadata | undefined {
  const text = engine.files().get(`tasks/${task}/metadata.json`);
  return text === undefined ? undefined : taskMetadataSchema.parse(JSON.parse(text));
}

/** Who ended how. */
export const statuses = (reviewers: readonly { id: string; status: string }[]): string[] =>
  reviewers.map(({ id, status }) => `${id} ${status}`);

/** The error that a run is refused with. */
export async function refused(run: Promise<unknown>): Promise<PlanReviewError> {
  const error = await run.then(
    () => assert.fail('It was not refused'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof PlanReviewError, String(error));
  return error;
}
