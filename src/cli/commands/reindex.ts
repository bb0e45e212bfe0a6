import type { Command } from 'commander';
import { indexedText } from '../../core/index.ts';
import type { CliContext } from '../context.ts';
import { currentFolder, openWorkspaces } from '../workspace.ts';

/** `plan-review reindex`: builds the index anew from the artifacts. Nobody should ever have to. */
export function addReindex(program: Command, context: CliContext): void {
  program
    .command('reindex')
    .description('build the index of all reviews anew from what is stored of them')
    .option('--json', 'print as JSON')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the current folder)')
    .addHelpText(
      'after',
      '\nThe index follows the reviews by itself, and can be deleted at any time. No review is changed.',
    )
    .action(async (options: { json?: boolean; root?: string }) => {
      const root = currentFolder(context, options.root);
      const told = await openWorkspaces(context).folder(root).reindex(context.signal);
      context.out(options.json === true ? `${JSON.stringify(told, null, 2)}\n` : indexedText(told));
    });
}
