import type { ArtifactStore } from '../../../src/core/ports/artifactStore.ts';
import { createArtifactStore } from '../../../src/core/store/artifactStore.ts';
import type { FileOps } from '../../../src/core/store/fileOps.ts';
import { createFixedClock, type FixedClock } from '../memory/fixedClock.ts';

/** A store as one process has it. */
export interface TestProcess {
  readonly pid: number;
  readonly host?: string;
  /** The ids that count as running; all but this process's own count as gone where it is left out. */
  readonly alive?: readonly number[];
  readonly ops?: FileOps;
  readonly clock?: FixedClock;
}

let stores = 0;

/** The store of `root` for a process of that description. */
export function storeOf(root: string, process: TestProcess = { pid: 1 }): ArtifactStore {
  stores += 1;
  const store = stores;
  let suffixes = 0;
  const { pid, host = 'here', alive = [pid], clock = createFixedClock('2026-03-01T09:00:00Z') } = process;
  return createArtifactStore({
    root,
    clock,
    uniqueSuffix: () => {
      suffixes += 1;
      return `s${store}-${suffixes}`;
    },
    owner: { pid, host, isAlive: (id) => alive.includes(id) },
    ...(process.ops === undefined ? {} : { ops: process.ops }),
  });
}
