import type { ArtifactStore } from '../../../src/core/ports/artifactStore.ts';
import { storeOf, type TestProcess } from '../store/testStore.ts';
import { createMemoryFileOps, type MemoryFileOps } from './memoryFileOps.ts';

/** Where the folder of a store in memory is. */
export const memoryRoot = '/w';

/** The real store on a disk in memory: the one that is given, or one of its own. */
export function createMemoryArtifactStore(
  disk: MemoryFileOps = createMemoryFileOps([memoryRoot]),
  process: Partial<TestProcess> = {},
): ArtifactStore {
  return storeOf(memoryRoot, { pid: 1, ops: disk, ...process });
}
