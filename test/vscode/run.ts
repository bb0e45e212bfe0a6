/**
 * Runs the tests that need a real VS Code: all suites, or the ones whose names are given. Fails, and never skips, where
 * no VS Code can be started. The last line is `N passed, N failed`.
 */
import { buildAll } from '../../scripts/build.ts';
import { provideDesktop } from '../support/editor/desktop.ts';
import { runSuite } from './editors.ts';
import { suites } from './suites.ts';

const names = process.argv.slice(2);
const unknown = names.find((name) => !suites.some((suite) => suite.name === name));
if (unknown !== undefined) {
  throw new Error(`There is no suite "${unknown}", but ${suites.map((suite) => suite.name).join(', ')}.`);
}

await buildAll({ only: ['extension', 'page'], quiet: true });
const desktop = await provideDesktop();
console.log(desktop === undefined ? 'Tests run in a VS Code server.' : `Tests run in ${desktop}.`);

let passed = 0;
let failed = 0;
for (const suite of suites) {
  if (names.length > 0 && !names.includes(suite.name)) {
    continue;
  }
  console.log(`\ntest/vscode/${suite.name}: ${suite.trust}, opens ${suite.opens}`);
  try {
    const result = await runSuite(suite, desktop);
    if (result === undefined) {
      console.error('No VS Code brought these tests to an end. What it said stands above.');
    }
    passed += result?.passed ?? 0;
    // A suite that did not run, or a test that was skipped, is no success.
    failed += result === undefined ? 1 : result.failed + result.skipped;
    if (result?.passed === 0 && result.failed === 0) {
      console.error('No test ran.');
      failed += 1;
    }
  } catch (error) {
    console.error(error);
    failed += 1;
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
