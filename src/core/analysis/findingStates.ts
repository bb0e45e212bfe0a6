import { isAtLeast, type Finding } from '../domain/finding.ts';
import type { Resolution, ResolutionStatus } from '../domain/resolution.ts';

/** A round as far as findings go. */
export interface RoundOfFindings {
  readonly number: number;
  /** What the round raised, and what it still reported of earlier rounds. */
  readonly findings: readonly Finding[];
  /** What it decided of earlier findings. */
  readonly resolutions: readonly Resolution[];
}

/** A finding after all rounds so far. */
export interface FindingState {
  readonly finding: Finding;
  /** `open` until a later round has decided it. */
  readonly status: 'open' | ResolutionStatus;
  readonly resolution: Resolution | undefined;
  readonly isOpen: boolean;
}

/** Every finding of a review, in the order of its number, with what became of it. */
export function findingStates(rounds: readonly RoundOfFindings[]): readonly FindingState[] {
  const findings = new Map<string, Finding>();
  const resolutions = new Map<string, Resolution>();
  for (const round of rounds.toSorted((a, b) => a.number - b.number)) {
    for (const finding of round.findings) {
      findings.set(finding.id, finding);
      // Raised again after it was decided: the later round has the last word, which may be a resolution below.
      resolutions.delete(finding.id);
    }
    for (const resolution of round.resolutions) {
      resolutions.set(resolution.finding, resolution);
    }
  }
  return [...findings.values()]
    .toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
    .map((finding) => {
      const resolution = resolutions.get(finding.id);
      const status = resolution?.status ?? 'open';
      return { finding, status, resolution, isOpen: isOpen(finding, status) };
    });
}

/**
 * Whether a finding still counts. One that was acknowledged is settled where the plan works all the same; a critical or
 * major concern does not go away by being acknowledged.
 */
function isOpen(finding: Finding, status: FindingState['status']): boolean {
  switch (status) {
    case 'resolved':
    case 'withdrawn':
      return false;
    case 'acknowledged':
      return isAtLeast(finding.severity, 'major');
    default:
      return true;
  }
}
