import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import {
  PlanReviewError,
  responseText,
  type PlanReview,
  type ResponseDraft,
  type ResponseView,
} from '../../core/index.ts';
import type { CliContext } from '../context.ts';
import { addDraftOptions, apply, draft, expectDraftOptions, type DraftOptions } from '../drafting.ts';
import { paintFor } from '../paint.ts';
import { openWorkspaces } from '../workspace.ts';

interface RespondOptions extends DraftOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly file?: string;
  readonly author?: string;
  readonly submit?: boolean;
  readonly root?: string;
}

/** `plan-review respond <plan>`: the author's side of the latest round, as a file to edit and to submit. */
export function addRespond(program: Command, context: CliContext): void {
  const command = program
    .command('respond')
    .description('answer the latest round of a plan: writes response.md, takes it in, and submits it')
    .argument('<plan>', 'the plan, a path or an id')
    .option('--file <file>', 'take the response from this file in place of response.md')
    .option('--author <name>', 'who answers; what the file says where left out')
    .option('--submit', 'make it the last word on the round; every critical and major has to be answered');
  addDraftOptions(command)
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .addHelpText(
      'after',
      '\nRun it once to get response.md with everything there is to answer, edit that file and the plan, then run it again\nwith --submit. A file that cannot be read is refused with the line, and ends with 2.\n\nWith --draft a model of yours writes the first version of what you have not written; see docs/responses.md.',
    )
    .action(async (plan: string, options: RespondOptions) => {
      expectDraftOptions(options);
      const { planReview, path, shownAs } = await openWorkspaces(context).target(plan, options.root);
      const isJson = options.json === true || options.format === 'json';
      if (options.apply !== undefined) {
        await apply(context, { planReview, path, named: plan, isJson, id: options.apply });
        return;
      }
      if (options.draft === true) {
        await draft(context, { planReview, path, shownAs, named: plan, options, isJson });
        return;
      }
      const view = await respond(context, { planReview, path, options });
      context.out(
        isJson
          ? `${JSON.stringify({ schemaVersion: 1, ...view }, null, 2)}\n`
          : responseText(view, { shownAs, paint: paintFor(context) }),
      );
    });
}

/** Takes in what there is, and stores it; what is stored already, and says the same, is left alone. */
async function respond(
  context: CliContext,
  {
    planReview,
    path,
    options,
  }: { readonly planReview: PlanReview; readonly path: string; readonly options: RespondOptions },
): Promise<ResponseView> {
  const { file, author, submit } = options;
  const given = file === undefined ? undefined : await textOf(context, file);
  const view = given === undefined ? await planReview.response(path) : undefined;
  const said = given === undefined ? undefined : await planReview.readResponse(path, given);
  const draft = said ?? (view === undefined ? undefined : draftOf(view));
  if (draft === undefined) {
    throw new Error('There is neither a file nor a response');
  }
  const named = author === undefined ? draft : { ...draft, author };
  if (submit === true) {
    return planReview.submitResponse(path, named);
  }
  const isStored = view !== undefined && view.version !== null && !view.isEdited;
  return isStored && author === undefined ? view : planReview.saveResponse(path, named);
}

function draftOf({ response, version }: ResponseView): ResponseDraft {
  return { ...response, version };
}

async function textOf(
  { cwd }: CliContext,
  file: string,
): Promise<{ readonly text: string; readonly name: string }> {
  try {
    return { text: await readFile(resolve(cwd, file), 'utf8'), name: file };
  } catch (error) {
    throw new PlanReviewError({
      code: 'response-malformed',
      message: `The file ${file} cannot be read.`,
      wayOut: 'Name a file that is there.',
      cause: error,
    });
  }
}
