import { ModelError } from '../../domain/modelError.ts';
import type { RaisedFinding } from '../../domain/raisedFinding.ts';
import type { TaskMetadata } from '../../domain/task.ts';
import { analysisAnswerSchema, analysisPrompt, type AnalysisAnswer } from '../../prompts/analysis.ts';
import type { ThemeAnswer } from '../../prompts/themes.ts';
import { describeError } from '../tasks/taskFailure.ts';
import { runTask } from '../tasks/runTask.ts';
import { eventText, tellOfBatch } from './askReviewers.ts';
import type { PanelContext } from './panelContext.ts';
import { incomplete } from './incomplete.ts';

const task = { reviewer: 'analysis', name: 'Analysis' } as const;

/** What the findings of several readers come to. */
export interface Analysis {
  readonly summary: string | undefined;
  /** Labels of findings with one root cause. */
  readonly groups: readonly (readonly string[])[];
  /** What several root causes have in common; findings by their labels. */
  readonly themes: readonly ThemeAnswer[];
}

/**
 * Asks what the findings come to. Where only one reader found something, nobody has to be asked.
 * @throws PlanReviewError `round-incomplete` where the model cannot be asked.
 */
export async function analyse(
  context: PanelContext,
  {
    raised,
    dependencies,
  }: {
    readonly raised: readonly RaisedFinding[];
    readonly dependencies: TaskMetadata['dependencies'];
  },
): Promise<Analysis> {
  const readers = new Set(raised.map(({ reviewer }) => reviewer));
  if (raised.length < 2 || readers.size < 2 || dependencies.length === 0) {
    return { summary: undefined, groups: [], themes: [] };
  }
  const answer = await ask(context, raised, dependencies);
  const { summary, themes } = answer;
  return { summary, groups: answer.groups.map(({ findings }) => findings), themes };
}

async function ask(
  context: PanelContext,
  raised: readonly RaisedFinding[],
  dependencies: TaskMetadata['dependencies'],
): Promise<AnalysisAnswer> {
  const { request, open, clock, signal, progress } = context;
  const report = (state: 'running' | 'done' | 'failed', text: string): void =>
    progress?.report({ type: 'reviewer', ...task, state, text });
  report('running', `putting ${raised.length} findings together`);
  try {
    const outcome = await runTask<AnalysisAnswer>(
      {
        id: task.reviewer,
        phase: 'analysis',
        operation: 'analysis',
        model: await context.openModel(request.analyst.provider),
        modelName: request.analyst.model,
        effort: request.effort,
        prompt: analysisPrompt({ plan: request.plan, findings: raised }),
        revision: request.revision,
        dependencies,
        readOutput: (stored) => analysisAnswerSchema.safeParse(stored).data,
      },
      {
        store: open.tasks,
        clock,
        signal,
        onEvent: (event) => {
          report('running', eventText(event));
          tellOfBatch(progress, event);
        },
      },
    );
    if (outcome.status !== 'succeeded') {
      throw incomplete('the analysis', outcome.error);
    }
    report('done', `${outcome.output.groups.length} root causes shared`);
    return outcome.output;
  } catch (error) {
    if (error instanceof ModelError) {
      throw incomplete('the analysis', describeError(error));
    }
    throw error;
  }
}
