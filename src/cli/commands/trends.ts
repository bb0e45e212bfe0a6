import { Option, type Command } from 'commander';
import { printable, trendDocument } from '../../core/index.ts';
import type { CliContext } from '../context.ts';
import { currentFolder, openWorkspaces, pathIn } from '../workspace.ts';

interface TrendsOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly root?: string;
}

/** `plan-review trends <plan or folder>`: scores, regressions and findings from one campaign to the next. */
export function addTrends(program: Command, context: CliContext): void {
  program
    .command('trends')
    .description('say how a plan, or the plans of a folder, have come along from campaign to campaign')
    .argument('[content]', 'a plan, or a folder that plans are in', '.')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the current folder)')
    .addHelpText(
      'after',
      '\nScores are compared over those who gave them both times. Ends with 0, also where there is nothing to compare.',
    )
    .action(async (content: string, options: TrendsOptions) => {
      const root = currentFolder(context, options.root);
      const trends = await openWorkspaces(context)
        .folder(root)
        .trends(pathIn(context, root, content) || '.');
      context.out(
        options.json === true || options.format === 'json'
          ? `${JSON.stringify(trends, null, 2)}\n`
          : trendDocument(trends).split('\n').map(printable).join('\n'),
      );
    });
}
