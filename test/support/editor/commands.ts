import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/** A program to run, where, and with what. */
export interface CommandRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder?: string;
  readonly environment: NodeJS.ProcessEnv;
}

const outputLimit = 200_000;

/**
 * Runs a program to its end and returns what it printed. Rejects with the end of its output when it cannot be
 * started or does not succeed.
 */
export async function runCommand({ program, args, folder, environment }: CommandRequest): Promise<string> {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-outputLimit);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      reject(new Error(`${program} cannot be started: ${error.message}`, { cause: error }));
    });
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(output);
      } else {
        const end = output.trim().split('\n').slice(-40).join('\n');
        reject(new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}.\n${end}`));
      }
    });
  });
}

/** The full path of a program that is in one of the folders of a PATH, or undefined. */
export async function findProgram(name: string, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(path.delimiter)) {
    const candidate = path.join(folder, name);
    if (folder !== '' && (await isExecutable(candidate))) {
      return candidate;
    }
  }
  return undefined;
}

/** Whether the file is there and may be run. */
export async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * The environment for a program that must not notice it was started from npm, from a test or from a VS Code
 * terminal: each of these sets variables that change what npm, Node.js or VS Code do.
 */
export function plainEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_(package|lifecycle|command|node_execpath|config_(local_)?prefix)|INIT_CWD$|NODE_OPTIONS$|NODE_TEST_|ELECTRON_|VSCODE_)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}
