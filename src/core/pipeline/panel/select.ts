import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import { selectionPrompt, selectionAnswerSchema, type SelectionAnswer } from '../../prompts/selection.ts';
import { ModelError } from '../../domain/modelError.ts';
import { describeError } from '../tasks/taskFailure.ts';
import { runTask, type TaskOutcome } from '../tasks/runTask.ts';
import { eventText } from './askReviewers.ts';
import type { PanelContext } from './panelContext.ts';
import { incomplete } from './incomplete.ts';
import { outlineOf, selectedReviewers } from './selectPersonas.ts';

/** The task's id, and the name that people read. */
const task = { reviewer: 'selection', name: 'Selection' } as const;

/** Settles who is asked, by a model where the plan's content decides, and stores it. */
export async function select(context: PanelContext): Promise<RoundRequestFile> {
  const { request, open } = context;
  if (request.reviewers !== null) {
    return request;
  }
  const outcome = await ask(context);
  if (outcome.status !== 'succeeded') {
    throw incomplete('the selection of reviewers', outcome.error);
  }
  const reviewers = selectedReviewers(
    request,
    outcome.output.reviewers.map(({ id }) => id),
  );
  const selected = { ...request, reviewers };
  await open.storeRequest(selected);
  return selected;
}

async function ask(
  context: PanelContext,
): Promise<TaskOutcome<SelectionAnswer> | { status: 'not_asked'; error: ReturnType<typeof describeError> }> {
  const { request, open, clock, signal, document, progress } = context;
  const report = (text: string): void =>
    progress?.report({ type: 'reviewer', ...task, state: 'running', text });
  report('choosing the reviewers');
  try {
    return await runTask<SelectionAnswer>(
      {
        id: task.reviewer,
        phase: 'selection',
        operation: 'quick',
        model: await context.openModel(request.selector.provider),
        modelName: request.selector.model,
        effort: undefined,
        prompt: selectionPrompt({
          plan: request.plan,
          outline: outlineOf(document),
          personas: request.candidates.map(({ persona }) => persona),
          limit: request.specialists + 1,
        }),
        revision: request.revision,
        dependencies: [],
        readOutput: (stored) => selectionAnswerSchema.safeParse(stored).data,
      },
      { store: open.tasks, clock, signal, onEvent: (event) => report(eventText(event)) },
    );
  } catch (error) {
    if (error instanceof ModelError) {
      return { status: 'not_asked', error: describeError(error) };
    }
    throw error;
  }
}
