import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  campaignStatusSchema,
  campaignsText,
  type CampaignsReport,
  type CampaignStatus,
} from '../../core/index.ts';
import { version, type CliContext } from '../context.ts';
import { paintFor } from '../paint.ts';
import { limitOption } from '../limitOption.ts';
import { currentFolder, openWorkspaces, pathIn } from '../workspace.ts';

interface ListOptions {
  readonly status?: readonly CampaignStatus[];
  readonly content?: string;
  readonly limit: number;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly root?: string;
}

/** `plan-review list`: the campaigns of all plans of a workspace. */
export function addList(program: Command, context: CliContext): void {
  program
    .command('list')
    .description('list the campaigns of all plans, the latest first')
    .addOption(
      new Option(
        '--status <status>',
        `only those in this state, or in several with commas between: ${campaignStatusSchema.options.join(', ')}`,
      ).argParser(statuses),
    )
    .option('--content <path>', 'only those of this plan, or of the plans in this folder')
    .addOption(limitOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the current folder)')
    .addHelpText(
      'after',
      '\nA campaign is shown by "plan-review view <id>". Ends with 0, also where there is none.',
    )
    .action(async (options: ListOptions) => {
      const root = currentFolder(context, options.root);
      const { total, campaigns } = await openWorkspaces(context)
        .folder(root)
        .campaigns({
          limit: options.limit,
          ...(options.status === undefined ? {} : { status: options.status }),
          ...(options.content === undefined ? {} : { content: pathIn(context, root, options.content) }),
        });
      if (options.json === true || options.format === 'json') {
        const report: CampaignsReport = {
          schemaVersion: 1,
          tool: { name: 'plan-review', version },
          total,
          campaigns: [...campaigns],
        };
        context.out(`${JSON.stringify(report, null, 2)}\n`);
      } else {
        context.out(campaignsText({ total, campaigns }, paintFor(context)));
      }
    });
}

function statuses(words: string): CampaignStatus[] {
  const read = campaignStatusSchema.array().safeParse(words.split(',').map((word) => word.trim()));
  if (!read.success) {
    throw new InvalidArgumentError(`Allowed choices are ${campaignStatusSchema.options.join(', ')}.`);
  }
  return read.data;
}
