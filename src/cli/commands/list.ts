import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  campaignStatusSchema,
  campaignsText,
  jointCampaignsText,
  type CampaignsReport,
  type CampaignStatus,
  verdictValueSchema,
  type VerdictValue,
} from '../../core/index.ts';
import { version, type CliContext } from '../context.ts';
import { paintFor } from '../paint.ts';
import { limitOption } from '../limitOption.ts';
import { currentFolder, openWorkspaces, pathIn } from '../workspace.ts';

interface ListOptions {
  readonly status?: readonly CampaignStatus[];
  readonly verdict?: readonly VerdictValue[];
  readonly reviewer?: string;
  readonly archived?: boolean;
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
    .addOption(
      new Option(
        '--verdict <verdict>',
        `only those with this verdict, or with one of several with commas between: ${verdictValueSchema.options.join(', ')}`,
      ).argParser(verdicts),
    )
    .option('--reviewer <id>', 'only those that this persona was asked to read in')
    .option('--content <path>', 'only those of this plan, or of the plans in this folder')
    .option('--archived', 'those that were put aside, which are left out otherwise')
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
      const planReview = openWorkspaces(context).folder(root);
      const query = {
        ...(options.archived === true ? { archived: 'only' as const } : {}),
        ...(options.status === undefined ? {} : { status: options.status }),
        ...(options.content === undefined ? {} : { content: pathIn(context, root, options.content) }),
      };
      const { verdict, reviewer } = options;
      const { total, campaigns } = await planReview.campaigns({
        limit: options.limit,
        ...query,
        ...(verdict === undefined ? {} : { verdict }),
        ...(reviewer === undefined ? {} : { reviewer }),
      });
      // A campaign on several plans has no verdict of its own, and its reviewers are those of its rounds.
      const joint =
        verdict === undefined && reviewer === undefined ? await planReview.jointCampaigns(query) : [];
      if (options.json === true || options.format === 'json') {
        const report: CampaignsReport = {
          schemaVersion: 1,
          tool: { name: 'plan-review', version },
          total,
          campaigns: [...campaigns],
          joint: joint.flatMap(({ campaign }) => campaign ?? []),
        };
        context.out(`${JSON.stringify(report, null, 2)}\n`);
      } else {
        if (joint.length > 0) {
          context.out(`${jointCampaignsText(joint, paintFor(context))}\n`);
        }
        context.out(campaignsText({ total, campaigns }, paintFor(context)));
      }
    });
}

function statuses(words: string): CampaignStatus[] {
  return chosen(words, campaignStatusSchema.options);
}

/** Verdicts in whatever case. */
function verdicts(words: string): VerdictValue[] {
  return chosen(words.toUpperCase(), verdictValueSchema.options);
}

function chosen<T extends string>(words: string, choices: readonly T[]): T[] {
  const asked = words.split(',').map((word) => word.trim());
  const known = choices.filter((choice) => asked.includes(choice));
  if (known.length < new Set(asked).size) {
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  }
  return known;
}
