import { platform } from 'node:process';
import type { Tree } from './openTree.ts';
import { readWork } from './checks/work/readWork.ts';
import type { ExecutionDeps } from './pipeline/execution/examineWork.ts';
import type { Consents } from './ports/consents.ts';
import type { Machine } from './ports/machine.ts';
import { createCommandRunner } from './system/commandRunner.ts';
import { systemClock } from './system/systemClock.ts';
import type { Checking } from './wireChecks.ts';

/** What wiring that needs. */
interface ExecutionWiring {
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly machine: Machine;
  readonly checking: Pick<Checking, 'settings'>;
  readonly tree: () => Promise<Tree>;
}

/** Wires what looks at the work and runs a plan's commands. Reads nothing yet; each call opens the tree anew. */
export function wireExecution(
  { root, environment, machine, checking, tree: openTree }: ExecutionWiring,
  consents: Consents,
): () => Promise<ExecutionDeps> {
  const runner = createCommandRunner({ folder: root, environment, platform });
  return async () => {
    const tree = await openTree();
    return {
      readWork: async (document, signal) =>
        readWork({ ...tree, settings: await checking.settings() }, document, signal),
      history: tree.history,
      git: tree.git,
      files: tree.files,
      treePath: (path) => tree.workspacePrefix + path,
      runner,
      consents,
      findProgram: (name) => machine.findProgram(name),
      clock: systemClock,
      severities: async () => (await checking.settings()).severities,
    };
  };
}
