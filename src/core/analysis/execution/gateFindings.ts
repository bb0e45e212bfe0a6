import type { CommandRun } from '../../domain/execution.ts';
import { executionRules } from '../../domain/executionRules.ts';
import type { DraftFinding } from '../../domain/finding.ts';
import { brokenText, draftOf, shownCommand } from './findings.ts';

/** What guards a whole project against regressions, and is meant to pass before the work as well. */
const guards =
  /^(?:npm|pnpm|yarn|bun)(?: run)? (?:test|lint|build|check|typecheck|type-check)$|^(?:pytest|tox|make(?: test| lint| build| check)?|cargo (?:test|build|clippy|check)|go (?:test|vet|build) \.\/\.\.\.|npx (?:tsc|eslint|vitest run|jest)(?: --noEmit| \.)?|tsc(?: --noEmit)?)$/;

/** What is said of gates before the work: that they prove nothing, or cannot be run. */
export function gateFindings(gates: readonly CommandRun[]): readonly DraftFinding[] {
  return gates.flatMap((gate) => {
    switch (gate.state) {
      case 'passed':
        return [draftOf(executionRules.gates, provesNothing(gate))];
      case 'broken':
        return [draftOf(executionRules.gates, { ...brokenText(gate), severity: 'major' as const })];
      default:
        return [];
    }
  });
}

function provesNothing(gate: CommandRun): Parameters<typeof draftOf>[1] {
  const isGuard = guards.test(gate.command.trim());
  return {
    title: `Passes before the work: ${shownCommand(gate)}`,
    observation: `\`${shownCommand(gate)}\` passes today, with nothing of the plan carried out.`,
    concern: isGuard
      ? 'It shows that nothing was broken, and not that anything was done.'
      : 'When it passes after the work, that proves nothing: it would have passed without.',
    recommendation: isGuard
      ? 'Keep it, and add a command beside it that fails until the work is done.'
      : 'Give a command that fails until the work is done.',
    range: gate.range,
    ...(isGuard ? { severity: 'suggestion' as const } : {}),
  };
}
