import { Option, type Command } from 'commander';
import {
  checkText,
  isAtLeast,
  severitySchema,
  type CheckReport,
  type PlanCheck,
  type Severity,
} from '../../core/index.ts';
import { exitStatus, version, type CliContext } from '../context.ts';
import { report } from '../report.ts';
import { openTarget } from '../workspace.ts';

interface CheckOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly failOn: Severity | 'never';
  readonly root?: string;
}

/** The option that says from which severity on a command ends with 1. */
export function failOnOption(preset: Severity | 'verdict'): Option {
  return new Option('--fail-on <severity>', 'end with 1 when a finding is as bad as this or worse')
    .choices([...severitySchema.options, 'never', ...(preset === 'verdict' ? ['verdict'] : [])])
    .default(preset);
}

/** `plan-review check <plan…>`: the checks alone, nothing stored. */
export function addCheck(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('check')
    .description('verify what plans claim; stores nothing')
    .argument('<plan...>', 'Markdown or HTML files')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(failOnOption('major'))
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .action(async (plans: string[], options: CheckOptions) => {
      const started = performance.now();
      const checked: PlanCheck[] = [];
      for (const plan of plans) {
        try {
          const { planReview, path } = openTarget(context, plan, options.root);
          checked.push(await planReview.check({ path, signal: context.signal }));
        } catch (error) {
          finish(report(context, error));
        }
      }
      const elapsedMs = Math.round(performance.now() - started);
      if (options.json === true || options.format === 'json') {
        const document: CheckReport = {
          schemaVersion: 1,
          tool: { name: 'plan-review', version },
          elapsedMs,
          plans: checked,
        };
        context.out(`${JSON.stringify(document, null, 2)}\n`);
      } else {
        context.out(checked.map(checkText).join('\n'));
      }
      const { failOn } = options;
      if (
        failOn !== 'never' &&
        checked.some((plan) => plan.findings.some((finding) => isAtLeast(finding.severity, failOn)))
      ) {
        finish(exitStatus.refused);
      }
    });
}
