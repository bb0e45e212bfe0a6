import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { BatchBehaviour } from '../messagesServer/batches.ts';
import type { MessagesServer } from '../messagesServer/startMessagesServer.ts';
import { runCli, type CliResult } from '../runCli.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { panelScript, type Turn } from './panelScript.ts';
import { quote, readArtifacts, startPanelServer } from './panelWorld.ts';

/** A workspace with plans, and a command line whose user has a key for a server that takes batches. */
export interface BatchDeskWorld {
  readonly root: string;
  readonly server: MessagesServer;
  /** What happens to batches; may be changed at any time. */
  readonly behaviour: BatchBehaviour;
  /** Those who do not answer as usual; may be changed at any time. */
  readonly turns: Record<string, Turn>;
  readonly run: (args: readonly string[], kill?: AbortSignal) => Promise<CliResult>;
  /** Every file below `.plan-review`. */
  readonly files: () => Promise<ReadonlyMap<string, string>>;
}

/** Makes one with plans that the real checks find nothing against. */
export async function createBatchWorld(
  context: TestContext,
  plans: readonly string[] = ['docs/plan.md'],
): Promise<BatchDeskWorld> {
  const root = await temporaryFolder(context);
  const home = await temporaryFolder(context);
  await mkdir(path.join(root, '.git'));
  await mkdir(path.join(root, 'docs'));
  await Promise.all(plans.map((plan) => writeFile(path.join(root, plan), planNamed(plan))));
  const turns: Record<string, Turn> = {};
  const behaviour: BatchBehaviour = {};
  const server = await startPanelServer(context, (request) => panelScript(quote, turns)(request), behaviour);
  const environment = { HOME: home, ANTHROPIC_API_KEY: 'key-1', ANTHROPIC_BASE_URL: server.url };
  return {
    root,
    server,
    behaviour,
    turns,
    run: (args, kill) => runCli(args, { cwd: root, environment, ...(kill === undefined ? {} : { kill }) }),
    files: () => readArtifacts(path.join(root, '.plan-review')),
  };
}

function planNamed(name: string): string {
  return `# Move the ledger of ${path.basename(name, '.md')}

## Goal

${quote}

## Steps

Copy, then compare.

## Success criteria

- [ ] Copy, then compare, shows 0 rows that differ.
`;
}
