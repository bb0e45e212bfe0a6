import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { repositoryRoot } from '../support/editor/paths.ts';
import { resultVariable, suiteResultSchema, type SuiteResult } from './suiteResult.ts';
import { bundleSuite, makeOpened, type Suite } from './suites.ts';

const launcher = path.join(repositoryRoot, 'test', 'support', 'editor', 'launcher.ts');

/**
 * Runs a suite in a fresh editor: the desktop one where there is one and it starts, a VS Code server otherwise.
 * Undefined when no editor brought the tests to an end.
 */
export async function runSuite(suite: Suite, desktop: string | undefined): Promise<SuiteResult | undefined> {
  const module = await bundleSuite(suite);
  if (desktop !== undefined) {
    const result = await runOnce(suite, module, desktop);
    if (result !== undefined) {
      return result;
    }
    console.log('Desktop VS Code did not run the tests. A VS Code server takes its place.');
  }
  return await runOnce(suite, module, undefined);
}

async function runOnce(
  suite: Suite,
  module: string,
  desktop: string | undefined,
): Promise<SuiteResult | undefined> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'plan-review-run-'));
  const opened = await makeOpened(suite);
  const resultFile = path.join(scratch, 'result.json');
  try {
    await writeSettings(scratch);
    await chmod(launcher, 0o755);
    await runTests({
      vscodeExecutablePath: launcher,
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: module,
      launchArgs: [
        ...(opened.path === undefined ? [] : [opened.path]),
        ...(suite.trust === 'restricted' ? ['--restricted'] : []),
        ...(suite.brings === 'model' ? ['--companion'] : []),
        `--user-data-dir=${path.join(scratch, 'data')}`,
        `--extensions-dir=${path.join(scratch, 'extensions')}`,
      ],
      extensionTestsEnv: {
        PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
        PLAN_REVIEW_DESKTOP: desktop ?? '',
        [resultVariable]: resultFile,
      },
    }).catch((error: unknown) => {
      // Failed tests are in the result; an editor that did not start leaves none.
      if (!(error instanceof TestRunFailedError)) {
        throw error;
      }
    });
    return await readResult(resultFile);
  } finally {
    await opened.remove();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The tests are in nobody's way with these, whichever editor runs them. */
async function writeSettings(scratch: string): Promise<void> {
  const folder = path.join(scratch, 'data', 'User');
  await mkdir(folder, { recursive: true });
  const settings = { 'security.workspace.trust.startupPrompt': 'never', 'telemetry.telemetryLevel': 'off' };
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
}

async function readResult(file: string): Promise<SuiteResult | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : suiteResultSchema.parse(JSON.parse(text));
}
