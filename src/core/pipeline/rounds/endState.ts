import type { FindingState } from '../../analysis/findingStates.ts';
import type { EndState } from '../../domain/record.ts';

/** What became of a finding, as records tell it. */
export function endState({ finding, status, isOpen, resolution }: FindingState): EndState {
  const { id, title, severity, round } = finding;
  return {
    finding: id,
    title,
    severity,
    round,
    status,
    isOpen,
    by: [...(resolution?.by ?? [])],
    notes: resolution?.notes ?? '',
  };
}
