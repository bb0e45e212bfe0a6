import type { Logger } from '../ports/logger.ts';
import type { LockDeps } from './lock.ts';

/** What the parts of the store share. */
export interface StoreDeps extends LockDeps {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  readonly logger: Logger | undefined;
}
