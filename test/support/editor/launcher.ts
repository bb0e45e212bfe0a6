#!/usr/bin/env node
/**
 * Stands in for desktop VS Code's executable: takes its arguments, runs the tests they name in a VS Code server, prints
 * what the tests print, and exits with their exit code. `@vscode/test-electron` starts it as `vscodeExecutablePath`.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { launchBrowser } from '../browser.ts';
import { makeCompanion } from './companion/makeCompanion.ts';
import { startServer } from './server.ts';
import { testLineMark } from './testOutput.ts';
import { openWorkbench } from './workbench.ts';

/** Opens the folder in Restricted Mode, although `@vscode/test-electron` always asks for the contrary. */
const restrictedFlag = '--restricted';

/** Installs the extension that brings a language model. */
const companionFlag = '--companion';

/** A desktop VS Code to hand the arguments to, where there is one. */
const desktop = process.env['PLAN_REVIEW_DESKTOP'];

const runLimit = Number(process.env['PLAN_REVIEW_TEST_LIMIT'] ?? 300_000);

/** Prints everything, also what tests and the extension write to the console. */
const isVerbose = process.env['PLAN_REVIEW_VERBOSE'] === '1';

const editorOutput: string[] = [];
let hasTestOutput = false;

const args = process.argv.slice(2);
try {
  process.exitCode =
    desktop === undefined || desktop === '' ? await runInServer() : await runOnDesktop(desktop);
} finally {
  if (!hasTestOutput && editorOutput.length > 0) {
    process.stderr.write(`No test printed anything. The editor said:\n${editorOutput.join('\n')}\n`);
  }
}

function valueOf(name: string): string | undefined {
  const start = `--${name}=`;
  return args.find((argument) => argument.startsWith(start))?.slice(start.length);
}

async function runInServer(): Promise<number> {
  const extension = valueOf('extensionDevelopmentPath');
  const module = valueOf('extensionTestsPath');
  if (extension === undefined || module === undefined) {
    throw new Error('launcher.ts needs --extensionDevelopmentPath=… and --extensionTestsPath=….');
  }
  const open = args.find((argument) => !argument.startsWith('-'));
  const server = await startServer({
    acceptsTests: true,
    trust: args.includes(restrictedFlag) ? 'restricted' : 'trusted',
    settings: await givenSettings(),
    companion: args.includes(companionFlag) ? 'model' : 'none',
  });
  try {
    const browser = await launchBrowser();
    try {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const tests = {
        extension: path.resolve(extension),
        module: path.resolve(module),
        onOutput: print,
        onExit: resolve,
      };
      const timer = setTimeout(() => {
        reject(
          new Error(
            `The tests did not end within ${runLimit / 1000} s. The server said:\n${server.output()}`,
          ),
        );
      }, runLimit);
      browser.on('disconnected', () => {
        reject(new Error('The browser ended before the tests did.'));
      });
      const workbench = await openWorkbench({
        server,
        browser,
        tests,
        ...(open === undefined ? {} : { open: path.resolve(open) }),
      });
      workbench.page.on('crash', () => {
        reject(new Error('The page of the editor crashed before the tests had ended.'));
      });
      return await promise.finally(() => {
        clearTimeout(timer);
      });
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** Prints what the tests say at once, and keeps what the editor says for the case that the tests say nothing. */
function print(text: string): void {
  if (isVerbose || text.startsWith(testLineMark)) {
    hasTestOutput = true;
    process.stdout.write(`${text.replace(testLineMark, '')}\n`);
  } else {
    editorOutput.push(text);
  }
}

/** The user settings that desktop VS Code would find in its `--user-data-dir`. */
async function givenSettings(): Promise<Record<string, unknown>> {
  const folder = valueOf('user-data-dir');
  if (folder === undefined) {
    return {};
  }
  const text = await readFile(path.join(folder, 'User', 'settings.json'), 'utf8').catch(() => '{}');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

async function runOnDesktop(executable: string): Promise<number> {
  const own = [restrictedFlag, companionFlag];
  const contrary = args.includes(restrictedFlag) ? ['--disable-workspace-trust'] : [];
  const forwarded = args.filter((argument) => ![...own, ...contrary].includes(argument));
  const extensions = valueOf('extensions-dir');
  if (args.includes(companionFlag) && extensions !== undefined) {
    await makeCompanion(path.join(extensions, 'plan-review-tests.companion-1.0.0'));
  }
  const child = spawn(executable, forwarded, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
