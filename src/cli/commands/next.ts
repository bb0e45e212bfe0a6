import { Option, type Command } from 'commander';
import type { NextRequest, PlanReview, RoundView } from '../../core/index.ts';
import type { CliContext } from '../context.ts';
import { failOnOption } from '../failOn.ts';
import { addPanelOptions, panelOf, type PanelOptions } from '../panelOptions.ts';
import { withModelsAgreedTo } from '../reviewRound.ts';
import { printRound, type RoundOutput } from '../roundOutput.ts';
import { showProgress } from '../showProgress.ts';
import { openWorkspaces } from '../workspace.ts';

interface NextOptions extends RoundOutput, PanelOptions {
  readonly root?: string;
  readonly withoutResponse?: boolean;
  readonly restart?: boolean;
}

/** `plan-review next <plan>`: the round that decides what became of the earlier findings. */
export function addNext(program: Command, context: CliContext, finish: (status: number) => void): void {
  const command = program
    .command('next')
    .description("run the next round: decide what became of each open finding, with the author's answers")
    .argument('<plan>', 'the plan, a path or an id');
  addPanelOptions(command)
    .option('--without-response', 'decide though the latest round has no submitted response')
    .option('--restart', 'do without the answers of a round that was left unfinished')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(failOnOption('verdict'))
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .addHelpText(
      'after',
      '\nEach reviewer decides the findings that it raised; --reviewers names others who read what was changed. With\n--reviewers checks no model is asked: the checks decide their own findings, and no other one is resolved.\nEnds as review does.',
    )
    .action(async (plan: string, options: NextOptions) => {
      const started = performance.now();
      const { planReview, path, shownAs } = await openWorkspaces(context).target(plan, options.root);
      const view = await next(context, { planReview, path, options });
      finish(
        printRound(context, view, { options, shownAs, elapsedMs: Math.round(performance.now() - started) }),
      );
    });
}

async function next(
  context: CliContext,
  {
    planReview,
    path,
    options,
  }: { readonly planReview: PlanReview; readonly path: string; readonly options: NextOptions },
): Promise<RoundView> {
  const panel = await panelOf(options, planReview);
  const request: NextRequest = {
    path,
    signal: context.signal,
    progress: showProgress(context),
    ...(options.withoutResponse === true ? { response: 'not-needed' as const } : {}),
    ...(options.restart === true ? { unfinished: 'restart' as const } : {}),
  };
  const without = 'decided by the checks and the host alone';
  return withModelsAgreedTo(context, { panel, options, without }, (models) =>
    planReview.next({ ...request, ...models }),
  );
}
