import { Option, type Command } from 'commander';
import { personasText, type PersonasReport, type PlanReview } from '../../core/index.ts';
import { version, type CliContext } from '../context.ts';
import { paintFor } from '../paint.ts';
import { currentFolder, openWorkspaces } from '../workspace.ts';

interface PersonasOptions {
  readonly record?: boolean;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly root?: string;
}

/** `plan-review personas`: who can be asked to read plans, and how often each was right. */
export function addPersonas(program: Command, context: CliContext): void {
  program
    .command('personas')
    .description('list who can be asked to read plans')
    .option('--record', 'say what became of what each has raised, over all plans')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the current folder)')
    .addHelpText(
      'after',
      '\nUpheld is what the author accepted, or did not refuse and a later round saw resolved. The span is where the share lies with\n95 % confidence. It orders reviewers, and hides no finding.',
    )
    .action(async (options: PersonasOptions) => {
      const planReview = openWorkspaces(context).folder(currentFolder(context, options.root));
      const report = await reportOf(planReview, options.record === true);
      context.out(
        options.json === true || options.format === 'json'
          ? `${JSON.stringify(report, null, 2)}\n`
          : personasText(report, paintFor(context)),
      );
    });
}

async function reportOf(planReview: PlanReview, withRecord: boolean): Promise<PersonasReport> {
  const { personas, core, problems } = await planReview.personas();
  return {
    schemaVersion: 1,
    tool: { name: 'plan-review', version },
    personas: personas.map(({ id, name, role, archetype, experience }) => ({
      id,
      name,
      role,
      archetype,
      experience,
      isCore: core.includes(id),
    })),
    ...(withRecord ? { records: [...(await planReview.personaRecords())] } : {}),
    problems: [...problems],
  };
}
