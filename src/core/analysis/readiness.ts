import { compareSeverity } from '../domain/finding.ts';
import type { ClaimSummary } from '../domain/claim.ts';
import type { ReadinessItem } from '../domain/record.ts';
import type { FindingState } from './findingStates.ts';

/** The facts that readiness follows from. */
export interface ReadinessFacts {
  readonly states: readonly FindingState[];
  readonly claims: ClaimSummary;
  /** The checks that ran on the revision in question. */
  readonly ran: readonly string[];
}

/** What checks stand for, where they ran and found nothing; `about` is what a finding's title has to be about. */
const byCheck = [
  {
    check: 'success-criteria',
    id: 'success-criteria',
    text: 'Success criteria are defined and can be measured',
    also: { check: 'sections-present', about: /success criteria/i },
  },
  {
    check: 'rollback-present',
    id: 'rollback',
    text: 'A way back is described wherever something is changed that needs one',
    also: undefined,
  },
  {
    check: 'dependency-exists',
    id: 'dependencies',
    text: 'The plans that this one depends on are there',
    also: undefined,
  },
] as const;

/** What only people can tell. Nothing of it is ticked in advance. */
const byPerson = [
  { id: 'testing', text: 'The testing approach is specified' },
  { id: 'monitoring', text: 'Monitoring is specified' },
  { id: 'operations', text: 'Operational procedures are documented' },
] as const;

/** The list of what has to be so before work begins: computed where it can be, and otherwise for a person to tick. */
export function readinessItems({ states, claims, ran }: ReadinessFacts): readonly ReadinessItem[] {
  const ofSeverity = (severity: 'critical' | 'major'): ReadinessItem => {
    const open = states.filter(
      (state) => state.isOpen && compareSeverity(state.finding.severity, severity) === 0,
    );
    return {
      id: `${severity}s-resolved`,
      text: `All ${severity} concerns are resolved`,
      isTicked: open.length === 0,
      by: 'host',
      detail: open.length === 0 ? '' : `Open: ${open.map(({ finding }) => finding.id).join(', ')}`,
    };
  };
  return [
    ofSeverity('critical'),
    ofSeverity('major'),
    {
      id: 'claims-hold',
      text: 'What the plan claims about the repository holds',
      isTicked: claims.fail === 0,
      by: 'host',
      detail: `${claims.pass} hold, ${claims.fail} do not, ${claims.unverifiable} cannot be verified`,
    },
    ...byCheck.map(({ check, id, text, also }): ReadinessItem => {
      const open = states.filter(
        ({ finding, isOpen }) =>
          isOpen &&
          (finding.check === check ||
            (also !== undefined && finding.check === also.check && also.about.test(finding.title))),
      );
      const hasRun = ran.includes(check);
      return {
        id,
        text,
        isTicked: hasRun && open.length === 0,
        by: 'host',
        detail: hasRun
          ? open.map(({ finding }) => `${finding.id}: ${finding.title}`).join('; ')
          : `The check ${check} did not run`,
      };
    }),
    ...byPerson.map((item): ReadinessItem => ({ ...item, isTicked: false, by: 'person', detail: '' })),
  ];
}
