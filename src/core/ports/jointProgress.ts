import type { JointPlanStatus } from '../domain/jointCampaign.ts';
import type { ProgressEvent } from './progress.ts';

/** What a campaign over several plans is doing right now. */
export type JointEvent =
  /** It is named and stored; `plans` are all that belong to it, in their order. */
  | { readonly type: 'begun'; readonly id: string; readonly plans: readonly string[] }
  /** A plan's part has begun or ended; `text` is its verdict or what went wrong, or empty. */
  | {
      readonly type: 'plan';
      readonly plan: string;
      readonly status: JointPlanStatus;
      readonly text: string;
    }
  /** What is going on inside a plan's round. */
  | { readonly type: 'round'; readonly plan: string; readonly event: ProgressEvent }
  /** All plans have ended, and what was said of them is put together. */
  | { readonly type: 'analysis'; readonly state: 'running' | 'done' | 'failed'; readonly text: string };

/** Told of each step of a campaign over several plans. Events of plans that are reviewed side by side mix. Must not throw. */
export interface JointProgress {
  report(event: JointEvent): void;
}
