import { sha256 } from '../../base/hash.ts';
import type { Revision } from '../../domain/plan.ts';
import type { Prompt } from '../../domain/prompt.ts';
import { TASK_SCHEMA_VERSION, type Phase, type TaskMetadata } from '../../domain/task.ts';
import type { Effort } from '../../ports/languageModel.ts';

/** Everything that a task's answer follows from. */
export interface FingerprintParts {
  readonly id: string;
  readonly phase: Phase;
  /** The identity of the adapter. */
  readonly adapter: string;
  readonly model: string;
  readonly effort: Effort | undefined;
  readonly prompt: Prompt;
  readonly revision: Revision;
  readonly dependencies: TaskMetadata['dependencies'];
}

/** Names a task by everything that its answer follows from: where nothing of it changed, the answer stands. */
export function fingerprintOf(parts: FingerprintParts): string {
  const { id, phase, adapter, model, effort, prompt, revision, dependencies } = parts;
  return sha256(
    JSON.stringify([
      TASK_SCHEMA_VERSION,
      adapter,
      id,
      phase,
      model,
      effort ?? null,
      prompt.system,
      prompt.messages,
      prompt.jsonSchema,
      prompt.maxOutputTokens,
      revision,
      dependencies.map(({ task, sha256: hash }) => [task, hash]),
    ]),
  );
}
