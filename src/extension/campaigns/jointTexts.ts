import type { JointEvent, JointView, VerdictValue } from '../../core/index.ts';
import { verdicts } from './campaignFilter.ts';

/** How far a campaign over several plans is. */
export interface JointState {
  readonly plans: readonly string[];
  /** Those whose part has ended. */
  readonly ended: ReadonlySet<string>;
  /** What is going on with each that is being reviewed. */
  readonly running: ReadonlyMap<string, string>;
  readonly isAnalysing: boolean;
}

/** A campaign that has just been asked for. */
export const newJointState: JointState = {
  plans: [],
  ended: new Set(),
  running: new Map(),
  isAnalysing: false,
};

/** The campaign after one more event. */
export function afterJointEvent(state: JointState, event: JointEvent): JointState {
  switch (event.type) {
    case 'begun':
      return { ...state, plans: event.plans };
    case 'plan': {
      const running = new Map(state.running);
      const hasEnded = event.status !== 'pending' && event.status !== 'in_progress';
      if (hasEnded) {
        running.delete(event.plan);
      } else {
        running.set(event.plan, '');
      }
      return { ...state, running, ended: hasEnded ? new Set([...state.ended, event.plan]) : state.ended };
    }
    case 'round': {
      const { event: inner } = event;
      const text = inner.type === 'step' ? inner.text : inner.name;
      return { ...state, running: new Map([...state.running, [event.plan, text]]) };
    }
    case 'analysis':
      return { ...state, isAnalysing: event.state === 'running' };
  }
}

/** The line that the progress notification shows: `3 of 12 · cache.md: Security`. */
export function jointProgressLine({ plans, ended, running, isAnalysing }: JointState): string {
  if (isAnalysing) {
    return 'Putting together what was said of all plans';
  }
  const some = [...running].slice(0, 3).map(([plan, text]) => {
    const name = plan.slice(plan.lastIndexOf('/') + 1);
    return text === '' ? name : `${name}: ${text}`;
  });
  return [`${ended.size} of ${plans.length}`, ...some].join(' · ');
}

/** What a campaign over several plans came to: `12 plans: 3 GO, 9 NO-GO. 1 could not be reviewed.` */
export function jointResultText({ campaign }: Pick<JointView, 'campaign'>): string {
  const { plans, status } = campaign;
  const count = (verdict: VerdictValue): number => plans.filter((plan) => plan.verdict === verdict).length;
  const counted = verdicts
    .toReversed()
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${verdict}`);
  const failed = plans.filter((plan) => plan.status === 'failed' || plan.status === 'in_progress').length;
  const skipped = plans.filter((plan) => plan.status === 'skipped').length;
  return [
    `${plans.length === 1 ? '1 plan' : `${plans.length} plans`}: ${counted.join(', ') || 'no verdict yet'}.`,
    ...(skipped === 0 ? [] : [`${skipped} unchanged since their last round, and skipped.`]),
    ...(failed === 0 ? [] : [`${failed} could not be reviewed.`]),
    ...(failed === 0 && status === 'partial' ? ['Not every reviewer has answered.'] : []),
  ].join(' ');
}
