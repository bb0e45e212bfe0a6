import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import {
  PlanReviewError,
  proposalText,
  recordText,
  riskSchema,
  type Risk,
  type Signing,
} from '../../core/index.ts';
import { exitStatus, type CliContext } from '../context.ts';
import { paintFor } from '../paint.ts';
import { openWorkspaces } from '../workspace.ts';

interface FinalizeOptions {
  readonly by?: string;
  readonly reason?: string;
  readonly risks?: string;
  readonly tick?: string;
  readonly recommendation?: string;
  readonly confidence?: NonNullable<Signing['confidence']>;
  readonly confidenceReason?: string;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly root?: string;
}

/** `plan-review finalize <plan>`: the record, signed by a person. Without a name it shows what there is to sign. */
export function addFinalize(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('finalize')
    .description('end the review of a plan with a record that a person signs')
    .argument('<plan>', 'the plan, a path or an id')
    .option('--by <name>', 'who signs; without it, what there is to sign is shown and nothing is stored')
    .option('--reason <text>', 'why it is signed all the same; needed for anything but a GO')
    .option('--risks <file>', 'residual risks in place of the proposed ones: JSON as --json shows them')
    .option('--tick <ids>', 'readiness items that you hold to be so, with commas between')
    .option('--recommendation <text>', 'what to do now; as the last response has it where left out')
    .addOption(
      new Option(
        '--confidence <level>',
        'how sure you are; as the last response has it where left out',
      ).choices(['high', 'medium', 'low']),
    )
    .option('--confidence-reason <text>', 'why')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .addHelpText('after', '\nEnds with 0 on GO and with 1 on CONDITIONAL GO and NO-GO, signed or not.')
    .action(async (plan: string, options: FinalizeOptions) => {
      const { planReview, path, shownAs } = await openWorkspaces(context).target(plan, options.root);
      const isJson = options.json === true || options.format === 'json';
      const look = { shownAs, paint: paintFor(context) };
      const status = (verdict: string): number => (verdict === 'GO' ? exitStatus.fine : exitStatus.refused);
      if (options.by === undefined) {
        const proposal = await planReview.proposeRecord(path, context.signal);
        context.out(isJson ? json(proposal) : proposalText(proposal, look));
        finish(status(proposal.verdict.value));
        return;
      }
      const { by, reason, recommendation, confidence, confidenceReason } = options;
      const record = await planReview.finalize({
        path,
        signal: context.signal,
        by,
        reason,
        recommendation,
        confidence,
        confidenceReason,
        risks: options.risks === undefined ? undefined : await risksIn(context, options.risks),
        ticked: options.tick
          ?.split(',')
          .map((id) => id.trim())
          .filter((id) => id !== ''),
      });
      const view = await planReview.history({ path, signal: context.signal });
      const folder = (view?.rounds.at(-1)?.folder ?? '').replace(/\/round-\d+$/, '');
      context.out(isJson ? json(record) : recordText(record, { ...look, folder }));
      finish(status(record.verdict.value));
    });
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function risksIn({ cwd }: CliContext, file: string): Promise<readonly Risk[]> {
  let given: unknown;
  try {
    given = JSON.parse(await readFile(resolve(cwd, file), 'utf8'));
  } catch (error) {
    throw unreadable(file, 'it is not a file with JSON in it', error);
  }
  const risks = riskSchema.array().safeParse(given);
  if (risks.success) {
    return risks.data;
  }
  const [issue] = risks.error.issues;
  throw unreadable(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, risks.error);
}

function unreadable(file: string, problem: string, cause: unknown): PlanReviewError {
  return new PlanReviewError({
    code: 'record-incomplete',
    message: `The risks in ${file} cannot be read: ${problem}.`,
    wayOut:
      'Give a list of { "risk", "likelihood", "impact", "mitigation" } with low, medium or high; "finalize --json" shows one.',
    cause,
  });
}
