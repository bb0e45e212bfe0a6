import type { ArtifactStore } from '../../ports/artifactStore.ts';
import type { ReviewIndex } from '../../ports/reviewIndex.ts';

/** The same store, whose finished rounds and responses the index takes in as soon as they are on the disk. */
export function notedStore(store: ArtifactStore, index: Pick<ReviewIndex, 'note'>): ArtifactStore {
  return {
    ...store,
    begin: async (plan, snapshot, options) => {
      const round = await store.begin(plan, snapshot, options);
      return {
        ...round,
        complete: async (content) => {
          const stored = await round.complete(content);
          await index.note(plan.path);
          return stored;
        },
      };
    },
    saveResponse: async (path, files, seen) => {
      const version = await store.saveResponse(path, files, seen);
      await index.note(path);
      return version;
    },
  };
}
