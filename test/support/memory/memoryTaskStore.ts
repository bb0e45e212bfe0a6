import { createTaskStore } from '../../../src/core/store/taskStore.ts';
import type { TaskStore } from '../../../src/core/ports/taskStore.ts';
import { createMemoryFileOps, type MemoryFileOps } from './memoryFileOps.ts';

/** The folder of the round that the tasks belong to. */
export const tasksFolder = '/round/tasks';

/** The real store of tasks on a disk in memory, which is given back with it. */
export function createMemoryTaskStore(): { readonly store: TaskStore; readonly disk: MemoryFileOps } {
  const disk = createMemoryFileOps(['/round']);
  let writes = 0;
  const store = createTaskStore(
    { number: 1, path: '/round', shown: 'round-1' },
    {
      ops: disk,
      uniqueSuffix: () => `s${(writes += 1)}`,
      expectHeld: () => Promise.resolve(),
      makeFolder: async (id) => {
        await disk.makeFolder(tasksFolder);
        await disk.makeFolder(`${tasksFolder}/${id}`);
      },
    },
  );
  return { store, disk };
}
