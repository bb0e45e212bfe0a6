/**
 * Opens the sample workspace in an editor with the extension in it: desktop VS Code where `code` is on the PATH and a
 * window can be shown, otherwise a VS Code server, to be opened in a browser.
 *
 * --fresh        makes the sample workspace anew and drops what was changed in it
 * --browser      takes the server even where there is desktop VS Code
 * --port=N       the server's port; a free one otherwise
 * --restricted   opens the workspace in Restricted Mode, in the server
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findProgram, plainEnvironment, runCommand } from '../test/support/editor/commands.ts';
import { hasDisplay } from '../test/support/editor/desktop.ts';
import { repositoryRoot, testCache } from '../test/support/editor/paths.ts';
import { makeSampleWorkspace } from '../test/support/editor/sampleWorkspace.ts';
import { startServer } from '../test/support/editor/server.ts';
import { workbenchAddress } from '../test/support/editor/workbench.ts';
import { buildAll } from './build.ts';

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
    restricted: { type: 'boolean', default: false },
    port: { type: 'string' },
  },
});

await buildAll();
const folder = await provideSample(values.fresh);
const code = values.browser || !hasDisplay() ? undefined : await findCode();
await (code === undefined ? openServer() : openDesktop(code));

async function provideSample(isFresh: boolean): Promise<string> {
  const target = path.join(testCache, 'sample-workspace');
  if (isFresh) {
    await rm(target, { recursive: true, force: true });
  }
  if (existsSync(path.join(target, '.git'))) {
    console.log(`The sample workspace is ${target}. With --fresh it is made anew.`);
  } else {
    await rm(target, { recursive: true, force: true });
    await makeSampleWorkspace({ target });
    console.log(`The sample workspace is ${target}, made from test/fixtures/workspace.`);
  }
  return target;
}

async function findCode(): Promise<string | undefined> {
  return await findProgram(process.platform === 'win32' ? 'code.cmd' : 'code', process.env['PATH'] ?? '');
}

async function openDesktop(program: string): Promise<void> {
  console.log(
    'VS Code opens in a new window. Changes of the code show after `npm run build` and a reload of it.',
  );
  await runCommand({
    program,
    args: ['--new-window', `--extensionDevelopmentPath=${repositoryRoot}`, folder],
    environment: plainEnvironment(),
  });
}

async function openServer(): Promise<void> {
  const server = await startServer({
    extension: repositoryRoot,
    home: 'inherited',
    trust: values.restricted ? 'restricted' : 'trusted',
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
  });
  console.log(
    `\nOpen this address in a browser on this machine:\n\n  ${workbenchAddress({ server, open: folder })}\n`,
  );
  console.log('Right-click a plan under docs/plans and choose "Review Plan". Ctrl-C ends the editor.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.stop();
}
