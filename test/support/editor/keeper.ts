/**
 * Runs a program for as long as the process that started this one lives, and leaves nothing behind: neither the
 * program, nor its children, nor its temporary folder. It notices the end of its parent by the end of its own
 * standard input, which comes however the parent ended.
 *
 * Use: keeper.ts <temporary folder> <program> <argument>…, in a process group of its own.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const grace = 3_000;

const [folder, program, ...args] = process.argv.slice(2);
if (folder === undefined || program === undefined) {
  throw new Error('keeper.ts needs a temporary folder and a program.');
}

const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  process.stderr.write(`${program} cannot be started: ${error.message}\n`);
  finish();
});
child.on('exit', finish);

let isStopping = false;
const stop = () => {
  if (!isStopping) {
    isStopping = true;
    child.kill('SIGTERM');
    setTimeout(finish, grace);
  }
};
process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, stop);
}

function finish(): void {
  rmSync(folder!, { recursive: true, force: true, maxRetries: 5 });
  // The whole group, this process included: extension hosts and terminals outlive their server otherwise.
  process.kill(-process.pid, 'SIGKILL');
}
