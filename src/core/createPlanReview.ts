import type { Logger } from './ports/logger.ts';
import type { PlanReview } from './planReview.ts';

/** What the engine needs from whoever runs it. */
export interface PlanReviewOptions {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  /** Whether the user trusts the folder's content. Where not, no git and no stored review. */
  readonly isTrusted: boolean;
  /** The version that artifacts and reports name. */
  readonly version: string;
  readonly logger?: Logger;
  /** Environment variables that git may see; `process.env` at the edge. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Wires the engine for one workspace folder. Cheap: nothing is read before the first call. */
export function createPlanReview(options: PlanReviewOptions): PlanReview {
  throw new Error(`not wired yet: ${options.root}`);
}
