import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { installServer } from './install.ts';
import { runCommand } from './commands.ts';
import { prepareServer, type ServerSetup } from './serverSetup.ts';

/** How to start a server. */
export interface ServerOptions extends ServerSetup {
  /** `restricted`: folders open in Restricted Mode, as VS Code does with folders it has not seen. */
  readonly trust?: 'trusted' | 'restricted';
  /**
   * Makes the server run tests inside its extension host. It then shows no notification toasts and no dialogs, so
   * it is nothing to drive as a user.
   */
  readonly acceptsTests?: boolean;
  /** A packaged extension (.vsix) that the server installs before it starts. */
  readonly vsix?: string;
  /** A free one unless given. */
  readonly port?: number;
  readonly log?: (line: string) => void;
}

/** A VS Code server that is ready to be opened in a browser. */
export interface RunningServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Host and port: the authority of this server's `vscode-remote` URIs. */
  readonly authority: string;
  /** The folder with its data; the extensions are below it. */
  readonly data: string;
  /** What the server has printed. */
  readonly output: () => string;
  /** Ends the server with all its children and removes its data. May be called twice. */
  readonly stop: () => Promise<void>;
}

const startLimit = 60_000;

/**
 * Starts a real VS Code server on a free loopback port, installing it first where needed. It has data of its own,
 * and it ends with this process, however that ends.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const installed = await installServer(options.log === undefined ? {} : { log: options.log });
  const data = await mkdtemp(path.join(os.tmpdir(), 'plan-review-editor-'));
  const environment = await prepareServer(data, options);
  if (options.vsix !== undefined) {
    await runCommand({
      program: installed.runtime,
      args: [installed.entry, `--install-extension=${options.vsix}`, `--server-data-dir=${data}`],
      environment,
    });
  }
  const keeper = path.join(import.meta.dirname, 'keeper.ts');
  const child = spawn(
    process.execPath,
    [keeper, data, installed.runtime, installed.entry, ...serverArguments(data, options)],
    { detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: environment },
  );
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-100_000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');

  const server = (port: string): RunningServer => ({
    origin: `http://127.0.0.1:${port}`,
    authority: `127.0.0.1:${port}`,
    data,
    output: () => output,
    stop: async () => {
      child.stdin.end();
      await closed;
    },
  });

  const deadline = Date.now() + startLimit;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const port = /agent listening on (\d+)/.exec(output)?.[1];
    if (port !== undefined && (await answers(`http://127.0.0.1:${port}/version`))) {
      return server(port);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await server('0').stop();
  throw new Error(
    'The VS Code server did not start. Delete its folder under .vscode-test to have it installed again.\n' +
      `It said:\n${output}`,
  );
}

function serverArguments(data: string, options: ServerOptions): string[] {
  return [
    '--host=127.0.0.1',
    `--port=${options.port ?? 0}`,
    `--server-data-dir=${data}`,
    '--telemetry-level=off',
    // It answers on the loopback interface alone.
    '--without-connection-token',
    '--accept-server-license-terms',
    ...(options.acceptsTests === true ? ['--enable-smoke-test-driver'] : []),
    ...(options.trust === 'restricted' ? [] : ['--disable-workspace-trust']),
  ];
}

async function answers(address: string): Promise<boolean> {
  return await fetch(address, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
