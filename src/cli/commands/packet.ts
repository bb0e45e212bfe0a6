import { Option, type Command } from 'commander';
import { PlanReviewError } from '../../core/index.ts';
import type { CliContext } from '../context.ts';
import { failOnOption } from '../failOn.ts';
import { addPanelOptions, panelOf, type PanelOptions } from '../panelOptions.ts';
import { printEstimate, runReview } from '../reviewRound.ts';
import { printRound, type RoundOutput } from '../roundOutput.ts';
import { openWorkspaces } from '../workspace.ts';

interface PacketOptions extends RoundOutput, PanelOptions {
  readonly plan?: string;
  readonly template?: boolean;
  readonly shareAreas?: boolean;
  readonly root?: string;
  readonly dryRun?: boolean;
  readonly restart?: boolean;
}

/** `plan-review packet <packet> [--plan <plan>]`: a round on a packet, held against its areas and questions. */
export function addPacket(program: Command, context: CliContext, finish: (status: number) => void): void {
  const command = program
    .command('packet')
    .description('review a packet: every area, every question, and what stops the work')
    .argument('<packet>', 'the packet, a path or an id; with --template, a plan')
    .option(
      '--plan <plan>',
      'the plan that it is about, which reviewers read too (default: what its front matter names under "plan")',
    );
  addPanelOptions(command)
    .option('--share-areas', 'divide the areas among the reviewers (default: each takes all)')
    .option('--template', 'print a new packet for a plan, to go on from, and review nothing')
    .option('--dry-run', 'say what would be sent and what it may cost at the most, and send nothing')
    .option('--restart', 'do without the answers of a round that was left unfinished')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(failOnOption('verdict'))
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the packet)')
    .addHelpText(
      'after',
      '\nEnds with 0 on GO and with 1 on CONDITIONAL GO and NO-GO. A question that nobody answered bars a GO.',
    )
    .action(async (packet: string, options: PacketOptions) => {
      const started = performance.now();
      const workspaces = openWorkspaces(context);
      const { planReview, path, shownAs } = await workspaces.target(packet, options.root);
      if (options.template === true) {
        context.out(await planReview.packetTemplate({ path }));
        return;
      }
      const { plan: identity } = await planReview.identify({ path });
      if (identity.kind !== 'packet') {
        throw new PlanReviewError({
          code: 'plan-not-a-packet',
          message: `${shownAs} does not say that it is a packet.`,
          wayOut: 'Put "kind: packet" into its front matter, or begin its title with "Packet:".',
        });
      }
      const about =
        options.plan === undefined
          ? (await planReview.packetPlans({ path })).stated
          : (await workspaces.target(options.plan, planReview.root)).path;
      const panel = await panelOf(options, planReview);
      const shared = options.shareAreas === true ? { areas: 'shared' as const } : {};
      const asked = {
        planReview,
        path,
        mode: 'plan' as const,
        panel: panel === undefined ? undefined : { ...panel, ...shared },
        options,
        ...(about === undefined ? {} : { about }),
      };
      if (options.dryRun === true) {
        await printEstimate(context, asked);
        return;
      }
      const view = await runReview(context, asked);
      finish(
        printRound(context, view, { options, shownAs, elapsedMs: Math.round(performance.now() - started) }),
      );
    });
}
