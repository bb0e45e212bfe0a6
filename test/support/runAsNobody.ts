import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';

/** A user id that owns nothing. */
const NOBODY = 65534;

/**
 * Runs a module's text in a Node.js process that file permissions bind: as nobody where these tests run as root, whom
 * they do not. Returns what it printed. The text may import by absolute file URL.
 */
export async function runAsNobody(text: string): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  await once(child, 'close');
  return output;
}
