import { writeFile } from 'node:fs/promises';
import { format } from 'node:util';
import Mocha from 'mocha';
import { testLineMark } from '../support/editor/testOutput.ts';
import { resultVariable, type SuiteResult } from './suiteResult.ts';

const testLimit = 30_000;

/**
 * Runs mocha inside the extension host: `load` imports the files of tests, which use `describe` and `it`. Writes the
 * result to the file that the environment names, and rejects when a test fails, which ends the editor with an error.
 */
export async function runSuites(load: () => Promise<void>): Promise<void> {
  // The editor forwards what is printed but neither fills in placeholders nor says who printed it.
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
    console.log(testLineMark + format(...parts));
  };
  const mocha = new Mocha({ ui: 'bdd', color: false, reporter: 'spec', timeout: testLimit });
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  await load();
  const result = await new Promise<SuiteResult>((resolve) => {
    const runner = mocha.run((failed) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed, skipped: pending });
    });
  });
  const file = process.env[resultVariable];
  if (file === undefined) {
    throw new Error(
      `${resultVariable} names no file for the result. Run the tests with npm run test:vscode.`,
    );
  }
  await writeFile(file, JSON.stringify(result));
  if (result.failed > 0) {
    throw new Error(`${result.failed} tests failed.`);
  }
}
