import { gateFindings } from '../../analysis/execution/gateFindings.ts';
import type { CommandRun } from '../../domain/execution.ts';
import type { DraftFinding } from '../../domain/finding.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { weighed, type ExecutionDeps, type ExecutionRequest } from './examineWork.ts';
import { runValidation } from './validation.ts';

/**
 * Looks at a plan's validation commands before the work: those that pass today prove nothing of it, and those that cannot be run
 * hold nothing back. Only what the user has agreed to is run.
 */
export async function examineGates(
  deps: Pick<ExecutionDeps, 'readWork' | 'runner' | 'consents' | 'findProgram' | 'clock' | 'severities'>,
  document: PlanDocument,
  request: Pick<ExecutionRequest, 'timeLimit' | 'progress' | 'signal'>,
): Promise<{ readonly gates: readonly CommandRun[]; readonly findings: readonly DraftFinding[] }> {
  const { commands } = await deps.readWork(document, request.signal);
  const gates = await runValidation(commands, deps, { ...request, hindrance: undefined, isBefore: true });
  return { gates, findings: weighed(gateFindings(gates), await deps.severities()) };
}
