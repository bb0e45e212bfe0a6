import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable, type PlanReview } from '../../core/index.ts';
import type { CliContext } from '../context.ts';
import { currentFolder, openWorkspaces } from '../workspace.ts';

interface ArchiveOptions {
  readonly undo?: boolean;
  readonly by?: string;
  readonly root?: string;
}

/** `plan-review archive <what>`: puts a review or a campaign aside, or brings it back. */
export function addArchive(program: Command, context: CliContext): void {
  program
    .command('archive')
    .description('put a review or a campaign aside, so that lists leave it out; nothing is deleted')
    .argument('<what>', 'a reviewed plan, the name of its review, or the id of a campaign')
    .option('--undo', 'bring it back')
    .option('--by <name>', 'who does')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds it)')
    .addHelpText(
      'after',
      '\n"plan-review list --archived" shows what is put aside. A later round brings its review back.',
    )
    .action(async (what: string, options: ArchiveOptions) => {
      const { planReview, name } = await named(context, what, options.root);
      if (options.undo === true) {
        const wasArchived = await planReview.bringBack(name);
        context.out(printable(wasArchived ? `${what} is back.` : `${what} was not archived.`) + '\n');
        return;
      }
      await planReview.archive({ name, by: options.by ?? '' });
      context.out(
        printable(`${what} is archived. Bring it back with "plan-review archive --undo ${what}".`) + '\n',
      );
    });
}

/** A plan that is there is meant by its path; anything else is a name in the workspace folder. */
async function named(
  context: CliContext,
  what: string,
  root: string | undefined,
): Promise<{ readonly planReview: PlanReview; readonly name: string }> {
  const workspaces = openWorkspaces(context);
  if (existsSync(resolve(context.cwd, what))) {
    const { planReview, path } = await workspaces.target(what, root);
    return { planReview, name: path };
  }
  return { planReview: workspaces.folder(currentFolder(context, root)), name: what };
}
