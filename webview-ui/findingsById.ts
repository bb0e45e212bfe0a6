import type { Finding, FindingStatus, PanelState } from './types.ts';

interface Known {
  readonly findings: ReadonlyMap<string, Finding>;
  readonly statuses: ReadonlyMap<string, FindingStatus>;
}

const known = new WeakMap<PanelState, Known>();

/** A finding of whatever round, as the latest round that lists it has it. */
export function findingOf(state: PanelState, id: string): Finding | undefined {
  return knownOf(state).findings.get(id);
}

/** What became of a finding by now; undefined where that is not known. */
export function statusOf(state: PanelState, id: string): FindingStatus | undefined {
  return knownOf(state).statuses.get(id);
}

function knownOf(state: PanelState): Known {
  let found = known.get(state);
  if (found === undefined) {
    found = {
      findings: new Map(
        state.rounds.flatMap(({ findings }) => findings.map(({ finding }) => [finding.id, finding] as const)),
      ),
      statuses: new Map(state.findings.map(({ id, status }) => [id, status])),
    };
    known.set(state, found);
  }
  return found;
}
