import { Option, type Command } from 'commander';
import {
  categorySchema,
  findingStatusSchema,
  findingsText,
  PlanReviewError,
  severitySchema,
  type FindingQuery,
  type FindingsReport,
  type PlanReview,
} from '../../core/index.ts';
import { version, type CliContext } from '../context.ts';
import { limitOption } from '../limitOption.ts';
import { paintFor } from '../paint.ts';
import { currentFolder, openWorkspaces } from '../workspace.ts';

interface FindingsOptions extends Pick<FindingQuery, 'severity' | 'reviewer' | 'category'> {
  readonly status: NonNullable<FindingQuery['status']> | 'all';
  readonly limit: number;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly root?: string;
}

/** Whether a finding counts, or the last decision on it; `open` comes with the decisions, too. */
const statuses = ['all', 'closed', ...findingStatusSchema.options];

/** `plan-review findings [plan…]`: the findings of all plans, for people and for tools that edit plans. */
export function addFindings(program: Command, context: CliContext): void {
  program
    .command('findings')
    .description('list what was found in all plans, or in some, and what became of it')
    .argument('[plan...]', 'plans, by path or id, or folders of plans (default: all of them)')
    .addOption(
      new Option('--status <status>', 'open or closed: whether it still counts; the others: what was decided')
        .choices(statuses)
        .default('open'),
    )
    .addOption(
      new Option('--severity <severity>', 'as bad as this, or worse').choices(severitySchema.options),
    )
    .option('--reviewer <id>', 'raised by this reviewer, perhaps among others')
    .addOption(new Option('--category <category>', 'of this category').choices(categorySchema.options))
    .addOption(limitOption())
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plans)')
    .addHelpText('after', '\nEnds with 0, whatever was found.')
    .action(async (plans: string[], options: FindingsOptions) => {
      const { planReview, content } = await placesOf(context, plans, options.root);
      const { status, severity, reviewer, category, limit } = options;
      const { total, findings } = await planReview.findings({
        limit,
        ...(content === undefined ? {} : { content }),
        ...(status === 'all' ? {} : { status }),
        ...(severity === undefined ? {} : { severity }),
        ...(reviewer === undefined ? {} : { reviewer }),
        ...(category === undefined ? {} : { category }),
      });
      if (options.json === true || options.format === 'json') {
        const report: FindingsReport = {
          schemaVersion: 1,
          tool: { name: 'plan-review', version },
          total,
          findings: [...findings],
        };
        context.out(`${JSON.stringify(report, null, 2)}\n`);
      } else {
        context.out(findingsText({ total, findings }, paintFor(context)));
      }
    });
}

/** The workspace folder and the paths in it that are asked about; all of it where nothing is named. */
async function placesOf(
  context: CliContext,
  plans: readonly string[],
  root: string | undefined,
): Promise<{ readonly planReview: PlanReview; readonly content: readonly string[] | undefined }> {
  const workspaces = openWorkspaces(context);
  let planReview: PlanReview | undefined;
  const content: string[] = [];
  for (const plan of plans) {
    const target = await workspaces.target(plan, root);
    if (planReview !== undefined && target.planReview !== planReview) {
      throw new PlanReviewError({
        code: 'plan-outside-root',
        message: `${plan} is in another workspace folder than ${plans[0] ?? ''}: ${target.planReview.root}.`,
        wayOut: 'Ask about one workspace folder at a time, or give --root one that holds both.',
      });
    }
    planReview = target.planReview;
    content.push(target.path);
  }
  return planReview === undefined
    ? { planReview: workspaces.folder(currentFolder(context, root)), content: undefined }
    : { planReview, content };
}
