import type { CheckProblem, PlanCheck } from '../domain/checkReport.ts';
import type { Severity } from '../domain/finding.ts';
import type { Range } from '../domain/position.ts';
import { counted } from './markdown.ts';
import { printable } from './paint.ts';

/** A plan's check and where the plan stands below the folder that annotations count from. */
export interface LocatedCheck {
  readonly check: PlanCheck;
  readonly file: string;
}

/** A problem of the workspace's own checks and settings, likewise. */
export interface LocatedProblem {
  readonly problem: CheckProblem;
  readonly file: string;
}

const commands: Record<Severity, 'error' | 'warning' | 'notice'> = {
  critical: 'error',
  major: 'error',
  minor: 'warning',
  suggestion: 'notice',
};

/**
 * Findings as workflow commands of GitHub Actions, one line each, which its runner shows as annotations. Suppressed
 * findings are left out. Source of the form: "Workflow commands for GitHub Actions" and the runner's own escapes.
 */
export function githubText(checks: readonly LocatedCheck[], problems: readonly LocatedProblem[]): string {
  const lines = [
    ...checks.flatMap(({ check, file }) => [
      ...check.findings.map((finding) => annotation(finding, file, `${finding.id} ${finding.title}`)),
      summaryLine(check, file),
    ]),
    ...problems.map(({ problem, file }) => annotation(problem, file, problem.title)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

interface Annotated {
  readonly check: string;
  readonly severity: Severity;
  readonly observation: string;
  readonly concern: string;
  readonly recommendation: string;
  readonly range: Range;
}

function annotation(finding: Annotated, file: string, title: string): string {
  const { start, end } = finding.range;
  // The runner refuses columns for what goes over several lines.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = Object.entries({
    file,
    line: start.line,
    endLine: end.line,
    ...columns,
    title: `${title} (${finding.severity}, ${finding.check})`,
  }).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const message = `${finding.observation} ${finding.concern}\nFIX: ${finding.recommendation}`;
  return `::${commands[finding.severity]} ${properties.join(',')}::${escapeData(message)}`;
}

/** For whoever reads the log. It begins with words of ours, so that nothing of a plan can begin a line. */
function summaryLine({ summary, findings, suppressed = [] }: PlanCheck, file: string): string {
  const { pass, fail, unverifiable } = summary;
  const left = suppressed.length === 0 ? '' : `, ${suppressed.length} suppressed`;
  return `Plan Review: ${printable(file)}: ${pass} PASS, ${fail} FAIL, ${unverifiable} UNVERIFIABLE, ${counted(findings.length, 'finding')}${left}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
