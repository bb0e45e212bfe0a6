import process from 'node:process';
import { askAtTerminal } from './ask.ts';
import { run } from './run.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// Whoever reads our output may have read enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
});
const { env, stderr, stdin, stdout } = process;

process.exitCode = await run({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  environment: env,
  out: (text) => stdout.write(text),
  err: (text) => stderr.write(text),
  isTerminal: stderr.isTTY,
  // https://no-color.org: any value but an empty one.
  hasColour: stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && stdout.hasColors(),
  ask: stdin.isTTY && stderr.isTTY ? askAtTerminal(interrupted.signal) : undefined,
  signal: interrupted.signal,
});
