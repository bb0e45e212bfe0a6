import {
  checkText,
  githubText,
  printable,
  problemsText,
  sarifLog,
  type CheckCatalogue,
  type CheckReport,
  type OwnCommand,
  type PlanCheck,
  type ReviewMode,
} from '../core/index.ts';
import { version, type CliContext } from './context.ts';
import { paintFor } from './paint.ts';
import { baseOf, fileFrom, type Base } from './places.ts';

/** The ways to print what the checks say. */
export const checkFormats = ['text', 'json', 'sarif', 'github'] as const;
export type CheckFormat = (typeof checkFormats)[number];

/** A plan that was checked. */
export interface CheckedTarget {
  readonly check: PlanCheck;
  /** The plan as the user named it. */
  readonly shownAs: string;
  /** The workspace folder, absolute. */
  readonly root: string;
}

/** All that one run of `check` has to tell. */
export interface CheckedTargets {
  readonly targets: readonly CheckedTarget[];
  /** What the plans of each workspace folder were checked with. */
  readonly catalogues: ReadonlyMap<string, CheckCatalogue>;
  readonly mode: ReviewMode;
  readonly elapsedMs: number;
}

/** What the checks say, as it is to be printed. */
export function checkOutput(context: CliContext, format: CheckFormat, told: CheckedTargets): string {
  const problems = [...told.catalogues.values()].flatMap((catalogue) => catalogue.problems);
  switch (format) {
    case 'text': {
      const paint = paintFor(context);
      const plans = told.targets.map(({ check, shownAs }) =>
        checkText(check, { shownAs, mode: told.mode, paint }),
      );
      return [...plans, problemsText(problems, paint)].filter((part) => part !== '').join('\n');
    }
    case 'json': {
      const document: CheckReport = {
        schemaVersion: 1,
        tool: { name: 'plan-review', version },
        elapsedMs: told.elapsedMs,
        plans: told.targets.map(({ check }) => check),
        ...(problems.length === 0 ? {} : { problems }),
      };
      return `${JSON.stringify(document, null, 2)}\n`;
    }
    case 'sarif':
    case 'github':
      return forOtherPrograms(context, format, told);
  }
}

function forOtherPrograms(context: CliContext, format: 'sarif' | 'github', told: CheckedTargets): string {
  const roots = [...told.catalogues.keys()];
  const base: Base = baseOf(roots[0] ?? context.cwd, context.environment);
  const checks = told.targets.map(({ check, root }) => ({ check, file: fileFrom(base, root, check.path) }));
  const problems = [...told.catalogues].flatMap(([root, catalogue]) =>
    catalogue.problems.map((problem) => ({ problem, file: fileFrom(base, root, problem.path) })),
  );
  if (format === 'github') {
    return githubText(checks, problems);
  }
  const rules = new Map(
    [...told.catalogues.values()].flatMap((catalogue) => catalogue.rules.map((rule) => [rule.id, rule])),
  );
  const log = sarifLog({ version, rules: [...rules.values()], checks, problems, baseAddress: base.address });
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** How to agree to the commands that were not run because nobody has; empty where none was left out. */
export function consentHint({ targets, catalogues }: CheckedTargets): string {
  const left = [...catalogues].flatMap(([root, { commands }]) =>
    commands.filter((command) => !command.isAgreed && isAskedFor(command, root, targets)),
  );
  if (left.length === 0) {
    return '';
  }
  const lines = left.map(
    ({ check, path, line }) => `  ${printable(path)}:${line}  plan-review consent ${check}\n`,
  );
  return `Not verified, because nobody has read and agreed to the commands yet:\n${lines.join('')}`;
}

function isAskedFor(command: OwnCommand, root: string, targets: readonly CheckedTarget[]): boolean {
  return targets.some(
    (target) => target.root === root && target.check.claims.some((claim) => claim.check === command.check),
  );
}
