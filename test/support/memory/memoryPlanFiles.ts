import { PlanReviewError } from '../../../src/core/base/errors.ts';
import type { PlanFiles } from '../../../src/core/ports/files.ts';

/** Plans in memory. `contents` may be changed between two reads, as a file may. */
export function createMemoryPlanFiles(contents: Readonly<Record<string, string | Uint8Array>>): PlanFiles {
  return {
    read: (path) => {
      const content = contents[path];
      if (content === undefined) {
        const error = new PlanReviewError({
          code: 'plan-not-found',
          message: `There is no plan at "${path}".`,
          wayOut: 'Check the spelling.',
        });
        return Promise.reject(error);
      }
      return Promise.resolve(typeof content === 'string' ? new TextEncoder().encode(content) : content);
    },
  };
}
